import { posix } from 'node:path'
import { childrenOf, destinationOf, filesBelow, importsOf, isNode, parseSource, readProjectFile } from '../source-files'

/** Which files the running of a file reads, and so which tests can see a change in one. */

const sourceEndings = ['.ts', '.tsx', '.mjs']

/** The patterns of `import.meta.glob` in a file, from its folder. */
function globsOf(path: string): readonly string[] {
  const source = readProjectFile(path)
  if (!source.includes('import.meta.glob')) return []
  const found: string[] = []
  const visit = (node: ReturnType<typeof parseSource>): void => {
    const callee = node['callee']
    if (
      node.type === 'CallExpression' &&
      isNode(callee) &&
      source.slice(callee.start, callee.end).startsWith('import.meta.glob')
    ) {
      const [patterns] = node['arguments'] as readonly unknown[]
      if (isNode(patterns))
        for (const literal of patterns.type === 'ArrayExpression'
          ? childrenOf(patterns).map(([, each]) => each)
          : [patterns])
          if (typeof literal['value'] === 'string') found.push(literal['value'])
    }
    for (const [, child] of childrenOf(node)) visit(child)
  }
  visit(parseSource(path, source))
  return found
}

function asExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/\*\*\//g, '(?:.+/)?').replace(/(?<!\?:\.)\*(?!\+)/g, '[^/]*')}$`)
}

/** The files that each file loads when it runs, types left out. */
export function importGraph(folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const files = folders.flatMap((folder) => filesBelow(folder, sourceEndings))
  const known = new Set(files)
  const resolved = (name: string): string | undefined =>
    [name, ...sourceEndings.flatMap((ending) => [name + ending, `${name}/index${ending}`])].find((path) =>
      known.has(path),
    )
  return new Map(
    files.map((file) => {
      const imported = importsOf(file)
        .filter(({ isTypeOnly }) => !isTypeOnly)
        .map((each) => destinationOf(each))
        .flatMap(({ kind, name }) => (kind === 'own' ? (resolved(name.replace(/\?.*$/, '')) ?? []) : []))
      const globbed = globsOf(file).flatMap((pattern) => {
        const expression = asExpression(posix.join(posix.dirname(file), pattern))
        return files.filter((path) => expression.test(path))
      })
      return [file, [...imported, ...globbed]]
    }),
  )
}

/** How many imports lie between a file and each file that it loads; 0 for itself. */
export function distancesFrom(
  file: string,
  graph: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const distances = new Map([[file, 0]])
  const queue = [file]
  for (const at of queue)
    for (const next of graph.get(at) ?? [])
      if (!distances.has(next)) {
        distances.set(next, (distances.get(at) ?? 0) + 1)
        queue.push(next)
      }
  return distances
}

/** Test files to run together, of which only the tests whose name holds the filter. */
export interface TestBatch {
  readonly files: readonly string[]
  /** Part of the names of tests, or null for all. */
  readonly filter: string | null
}

/** Suites that run every analysis, with the tests of each under its id. */
const suitesByAnalysis = ['tests/conformance.test.ts', 'tests/references.test.ts']

/**
 * Tests that say nothing of right and wrong: `kept-results` compares with what the program computed before, and the
 * tests of this folder read the sources themselves.
 */
const isNoJudge = (file: string): boolean => file === 'tests/kept-results.test.ts' || file.startsWith('tests/mutation/')

const ranks = ['own', 'near', 'suite', 'direct', 'registry'] as const

/**
 * The unit tests that can see a change in a source file, the likeliest first: those that import it themselves; those of
 * its room and those two imports away; the suites of every analysis; the others that import it; and those that reach it
 * through the registry of analyses. A test of one analysis is never asked about another: they do not share a folder.
 */
export function createReach(): (file: string) => readonly TestBatch[] {
  const graph = importGraph(['main', 'preload', 'renderer', 'analyses', 'tests'])
  const withoutRegistry = new Map(graph).set('analyses/index.ts', [])
  const isAnalysis = (room: string): boolean => graph.has(`analyses/${room}/analysis.ts`)
  const tests = [...graph.keys()]
    .filter((file) => /^tests\/.*\.test\.tsx?$/.test(file) && !isNoJudge(file))
    .map((file) => ({
      file,
      room: file.split('/')[1] ?? '',
      distances: distancesFrom(file, graph),
      direct: distancesFrom(file, withoutRegistry),
    }))

  return (file) => {
    const [top = '', room = ''] = file.split('/')
    const analysis = top === 'analyses' && isAnalysis(room) ? room : null
    const seeing = tests.filter(
      (test) => test.distances.has(file) && (analysis === null || test.room === analysis || !isAnalysis(test.room)),
    )
    const rankOf = (test: (typeof tests)[number]): (typeof ranks)[number] => {
      if (suitesByAnalysis.includes(test.file)) return 'suite'
      const distance = test.direct.get(file) ?? Infinity
      if (distance <= 1 || test.room === analysis) return 'own'
      if (distance <= 2 || test.room === room) return 'near'
      return distance === Infinity ? 'registry' : 'direct'
    }
    return ranks
      .map((rank) => ({
        files: seeing.filter((test) => rankOf(test) === rank).map((test) => test.file),
        filter: rank === 'suite' ? analysis : null,
      }))
      .filter(({ files }) => files.length > 0)
  }
}
