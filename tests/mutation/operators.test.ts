import { describe, expect, test } from 'vitest'
import { isWellFormed, mutated, mutationsOf, operatorNames, type OperatorName } from './operators'
import type { OptionDefaults } from './site'

/** What each mutation of an operator makes of a source text. */
function changesBy(operator: OperatorName, source: string, defaults: OptionDefaults = {}, file = 'a.ts'): string[] {
  return mutationsOf(file, source, defaults)
    .filter((mutation) => mutation.operator === operator)
    .map((mutation) => mutated(source, mutation))
}

describe('operators', () => {
  test.each<[OperatorName, string, string[]]>([
    ['comparison', 'f(a < b)', ['f(a <= b)']],
    ['comparison', 'f(a >= b)', ['f(a > b)']],
    ['comparison', 'f(a === b)', ['f(a !== b)']],
    ['comparison', 'f((a) > (b))', ['f((a) >= (b))']],
    ['arithmetic', 'f(a + b)', ['f(a - b)']],
    ['arithmetic', 'f(a / b)', ['f(a * b)']],
    ['arithmetic', 'f(a % b)', ['f(a * b)']],
    ['arithmetic', 'f(-a)', ['f(a)']],
    ['arithmetic', 'sum += a', ['sum -= a']],
    ['arithmetic', "f('a' + b)", []],
    ['arithmetic', 'f(`${a}` + b)', []],
    ['logic', 'f(true)', ['f(false)']],
    ['logic', 'f(!a)', ['f((a))']],
    ['logic', 'f(a && b)', ['f(a || b)', 'f((a))', 'f((b))']],
    ['logic', 'f(a ?? b)', ['f((a))']],
    ['constant', 'f(2)', ['f(3)', 'f(1)']],
    ['constant', 'f(0)', ['f(1)']],
    ['constant', 'f(0.25)', ['f(0.5)']],
    ['constant', 'f({ version: 1, order: 2 })', []],
    ['constant', 'context.progress(0.25)', []],
    ['constant', 'type Two = 2', []],
    ['limit', 'f({ min: 2 })', ['f({ min: 1 })']],
    ['limit', 'f({ max: 0.5 })', ['f({ max: 1.5 })']],
    [
      'limit',
      'const name = z.string().min(1).max(400)',
      ['const name = z.string().min(1)', 'const name = z.string().max(400)'],
    ],
    ['limit', 'Math.max(a, b)', []],
    ['guard', 'function f() { if (a) return; g() }', ['function f() { ; g() }']],
    ['guard', 'function f() { if (a) { g(); throw b } }', ['function f() { ; }']],
    ['guard', 'function f() { if (a) g() }', []],
    ['branch', 'f(a ? b : c)', ['f(a ? (c) : (b))']],
    ['branch', 'if (a) f(); else g()', ['if (!(a)) f(); else g()']],
    ['statement', 'f(); g()', [' g()', 'f(); ']],
    ['statement', 'if (a) f()', ['if (a) {}']],
    ['statement', "'use strict'", []],
    ['note', 'context.note({ code })', ['']],
    ['note', 'if (b) notes.push(a)', ['if (b) {}']],
    ['note', 'denote(a)', []],
    ['result', 'const f = () => a.map(g)', ['const f = () => []']],
    ['result', 'function f() { return [a] }', ['function f() { return [] }']],
    ['result', 'const f = () => a < b', ['const f = () => !(a < b)']],
    ['result', 'const f = () => a ?? b', []],
    ['call', 'f(a.filter(g))', ['f(a)']],
    ['call', 'f(a.some(g))', ['f(a.every(g))']],
    ['call', 'f(Math.min(a, b))', ['f(Math.max(a, b))']],
    ['element', 'f([a, b])', ['f([ b])', 'f([a, ])']],
    ['element', "f({ references: ['a'] })", []],
    ['entry', "f({ 'X-Header': a, plain: b })", ['f({  plain: b })']],
    [
      'message',
      "f({ code: 'a' }); g({ code: 'b' })",
      ["f({ code: 'b' }); g({ code: 'b' })", "f({ code: 'a' }); g({ code: 'a' })"],
    ],
    ['message', "say('a'); say('b'); other('c')", ["say('b'); say('b'); other('c')", "say('a'); say('a'); other('c')"]],
    ['message', "import a from 'a'; say('a')", []],
    [
      'sql',
      '`SELECT a FROM t WHERE a < 1 AND b IS NOT NULL`',
      [
        '`SELECT a FROM t WHERE a < 1 OR b IS NOT NULL`',
        '`SELECT a FROM t WHERE a < 1 AND b IS NULL`',
        '`SELECT a FROM t WHERE a <= 1 AND b IS NOT NULL`',
      ],
    ],
    ['sql', '`one AND two`', []],
    ['geometry', 'f(box.left, box.size)', ['f(box.right, box.size)']],
    ['geometry', 'f(at.x * 2)', ['f(at.y * 2)']],
    ['geometry', 'box.width = f(boxes[left])', []],
  ])('%s of %s', (operator, source, expected) => {
    expect(changesBy(operator, source)).toEqual(expected)
  })

  test('an option is read as its default, by name and taken apart', () => {
    const defaults = { confidence: '0.95' }
    expect(changesBy('option', 'f(options.confidence, options.by)', defaults)).toEqual([
      'f((0.95 as typeof options.confidence), options.by)',
    ])
    expect(changesBy('option', 'f(context.options.confidence)', defaults)).toEqual([
      'f((0.95 as typeof context.options.confidence))',
    ])
    expect(changesBy('option', 'const { confidence, by } = options', defaults)).toEqual([
      'const { confidence, by } = ({ ...options, confidence: 0.95 } as typeof options)',
    ])
    expect(changesBy('option', 'options.confidence = 1', defaults)).toEqual([])
    expect(changesBy('option', 'f(options.toString)', defaults)).toEqual([])
  })

  test('each has an example here', () => {
    const source = `const f = (options: { n: number }) => {
      if (options.n < 1) throw new InputError('a:few', { min: 2 })
      context.note({ code: 'a' })
      g({ code: 'b', 'X-Header': [1, -a] }, a && b, c ? d : e, box.top)
      return a.filter(h).map((x) => z.string().max(x))
    }
    const q = \`SELECT a FROM t WHERE a < 1 AND b\``
    const found = new Set(mutationsOf('a.ts', source, { n: '5' }).map(({ operator }) => operator))
    expect([...found].toSorted()).toEqual([...operatorNames].toSorted())
  })
})

describe('a mutation', () => {
  test('says where it is, what was there and what was changed', () => {
    const source = 'f()\n\n  const isFew = n < min\n'
    expect(mutationsOf('analyses/core/a.ts', source).find(({ operator }) => operator === 'comparison')).toEqual({
      file: 'analyses/core/a.ts',
      line: 3,
      operator: 'comparison',
      change: '< became <=',
      code: 'const isFew = n < min',
      start: source.indexOf('<'),
      end: source.indexOf('<') + 1,
      replacement: '<=',
    })
  })

  test('lies outside types and imports', () => {
    const source = `import { a } from './a'
      export * from './b'
      interface Two { readonly n: 2; f(a: 1 | 2): void }
      type Not = { [Key in 'a' | 'b']: true }`
    expect(mutationsOf('a.ts', source)).toEqual([])
    expect(mutationsOf('a.ts', 'f(2 as 1 | 2)').map(({ replacement }) => replacement)).toEqual(['', '3', '1'])
  })

  test('is found in elements of a page', () => {
    expect(changesBy('comparison', 'const a = <b hidden={n < 2}>{n > 1 && c}</b>', {}, 'a.tsx')).toHaveLength(2)
  })

  test('that does not parse is told apart', () => {
    const source = 'const [a, b] = [1, 2]'
    const [mutation] = mutationsOf('a.ts', source)
    if (mutation === undefined) throw new Error('There is no mutation.')
    expect(isWellFormed(mutation, source)).toBe(true)
    expect(isWellFormed({ ...mutation, replacement: '(' }, source)).toBe(false)
  })
})
