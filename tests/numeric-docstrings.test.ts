import { describe, expect, test } from 'vitest'
import { filesBelow, isNode, parseSource, readProjectFile, type SyntaxNode } from './source-files'

/**
 * What a numeric function takes, gives and rests on must be findable where it stands. The room's README says what holds for all of them: NaN in, NaN out, and nothing is
 * thrown but what the caller's own `poll` throws.
 */

const files = filesBelow('analyses/numeric', ['.ts'])

/** Files whose rules are our own, or so plain that nobody published them. */
const withoutSource: Readonly<Record<string, string>> = {
  'analyses/numeric/distributions/tails.ts': 'a pair of complements',
  'analyses/numeric/elementary/power.ts': 'e^(y·log x) in the arithmetic of `double-double.ts`',
  'analyses/numeric/factor-model/starting-values.ts': 'where a search begins, of which the estimates are independent',
  'analyses/numeric/matrices/square-matrix.ts': 'the product of matrices, and picking rows and columns',
  'analyses/numeric/ordinal-regression/rows.ts': 'counts equal rows',
  'analyses/numeric/summary/extremes.ts': 'the largest and the smallest of values',
}

/** A digital identifier, a book's number, NIST or its library of functions, a function of R, or an author with a year. */
const sources = [
  /\bdoi 10\.\d{4,}\/\S/,
  /\bISBN [\d-]{10,17}[\dX]?/,
  /\b(?:NIST|DLMF)\b/,
  /\b[A-Za-z][\w.]*::[\w.]+/,
  /\p{Lu}[\p{L}’'-]+(?:,? (?:&|and) \p{Lu}[\p{L}’'-]+)*(?:'s [a-z -]+)? \(?(?:1[89]|20)\d\d\b/u,
]

/** The comments of a source as running text. */
const proseOf = (source: string): string =>
  [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].map(([comment]) => comment.replaceAll(/\s*\n \*\s*/g, ' ')).join('\n')

const namesSource = (source: string): boolean => sources.some((pattern) => pattern.test(proseOf(source)))

const nodesOf = (value: unknown): readonly SyntaxNode[] => (Array.isArray(value) ? value.filter(isNode) : [])

/** Exported values without a comment `/** … *\/` right above them; types are not asked. */
const undocumented = (path: string, source: string): readonly string[] =>
  nodesOf(parseSource(path, source)['body'])
    .filter(({ type, declaration }) => type === 'ExportNamedDeclaration' && isNode(declaration))
    .filter(({ start }) => !/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n$/.test(source.slice(0, start)))
    .flatMap(({ declaration }) => {
      const { type, id, declarations } = declaration as SyntaxNode
      const names = type === 'VariableDeclaration' ? nodesOf(declarations).map((one) => one['id']) : [id]
      const isValue = type === 'VariableDeclaration' || type === 'FunctionDeclaration'
      return isValue ? names.filter(isNode).map((name) => String(name['name'])) : []
    })

describe('numeric functions', () => {
  test('every exported function says what it does', () => {
    expect(files.length).toBeGreaterThan(70)
    const missing = files.flatMap((path) =>
      undocumented(path, readProjectFile(path)).map((name) => `${path}: ${name} has no docstring`),
    )
    expect(missing).toEqual([])
  })

  test('every file names the source of its method', () => {
    const missing = files.filter((path) => !Object.hasOwn(withoutSource, path) && !namesSource(readProjectFile(path)))
    expect(missing).toEqual([])
  })

  test('no file is excused that names a source, or that is gone', () => {
    const names = Object.keys(withoutSource)
    expect(names.filter((path) => !files.includes(path) || namesSource(readProjectFile(path)))).toEqual([])
  })

  test('a function without a docstring and a method without a source are noticed', () => {
    const bare =
      '/** A type. */\nexport interface Sum {}\n\nexport const sum = (): number => 0\nexport function mean() {}\n'
    expect(undocumented('made-up.ts', bare)).toEqual(['sum', 'mean'])
    expect(undocumented('made-up.ts', '/** Σ. */\nexport const sum = (): number => 0\n')).toEqual([])
    expect(namesSource('/** The sum of at most 1900 values, as `sum()` has it. NaN in, NaN out. */')).toBe(false)
    expect(namesSource("/** Holm's step-down adjustment (1979). */")).toBe(true)
    expect(namesSource('/**\n * Newton (doi\n * 10.1000/182).\n */')).toBe(true)
  })
})
