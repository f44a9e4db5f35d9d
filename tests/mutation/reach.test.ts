import { describe, expect, test } from 'vitest'
import { filesBelow } from '../source-files'
import { createReach, distancesFrom, importGraph } from './reach'
import { endToEndTestsOf } from './windows'

describe('the imports of the program', () => {
  const graph = importGraph(['main', 'preload', 'renderer', 'analyses', 'tests'])

  test('lead from a file to what it loads, and not to what it takes types from', () => {
    expect(graph.get('main/ipc.ts')).toEqual(
      expect.arrayContaining(['preload/contract.ts', 'main/arguments.ts', 'main/failure.ts', 'main/lockdown.ts']),
    )
    expect(graph.get('main/services/figures.ts')).not.toContain('preload/contract.ts')
  })

  test('lead from the registry to every analysis', () => {
    const analyses = filesBelow('analyses', ['/analysis.ts', 'analysis.ts']).filter((path) =>
      /^analyses\/[^/]+\/analysis\.ts$/.test(path),
    )
    expect(analyses.length).toBeGreaterThan(15)
    expect(graph.get('analyses/index.ts')).toEqual(expect.arrayContaining([...analyses]))
  })

  test('are counted', () => {
    const chain = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d', 'a']],
      ['d', []],
    ])
    expect(Object.fromEntries(distancesFrom('a', chain))).toEqual({ a: 0, b: 1, c: 1, d: 2 })
  })
})

describe('the tests that can see a change', () => {
  const reach = createReach()
  const near = (file: string) => reach.near(file).map((each) => each.file)

  test('in an analysis are its own first, then what the suites of every analysis hold of it', () => {
    const [own, ...suites] = reach.near('analyses/drivers/compute.ts')
    expect(own).toEqual({ file: 'tests/drivers/drivers.test.ts', ids: null })
    expect(suites.filter(({ named }) => named === 'drivers').map(({ file }) => file)).toEqual([
      'tests/option-limits.test.ts',
      'tests/conformance.test.ts',
      'tests/called-off.test.ts',
      'tests/references.test.ts',
      'tests/options.test.ts',
      'tests/disclosure/withholding.test.ts',
    ])
    expect(near('analyses/drivers/compute.ts').filter((file) => file.startsWith('tests/reliability/'))).toEqual([])
  })

  test('in shared mathematics are those that import it', () => {
    expect(near('analyses/numeric/ordinal-regression/fit.ts')[0]).toMatch(/ordinal-regression\.test\.ts$/)
    expect(reach.loading(['analyses/numeric/ordinal-regression/fit.ts'])).toContain('tests/conformance.test.ts')
  })

  test('in the machine are those of main', () => {
    expect(near('main/lockdown.ts')).toEqual(
      expect.arrayContaining(['tests/main/host.test.ts', 'tests/main/protocol.test.ts']),
    )
  })

  test('never hold the comparison with what was computed before', () => {
    expect(reach.loading(['analyses/core/result.ts'])).not.toContain('tests/kept-results.test.ts')
  })

  const passed = (name: string, milliseconds: number, ...reached: number[]) => ({
    id: name,
    name,
    milliseconds,
    reached,
    isFailed: false,
    complaint: null,
  })
  const run = (file: string, milliseconds: number, ...tests: ReturnType<typeof passed>[]) => ({
    file,
    milliseconds,
    reached: [] as number[],
    tests,
  })
  const farFrom = (source: string, ...files: readonly ReturnType<typeof run>[]) => {
    const { asked, milliseconds } = reach.far({ files }, source, 7)
    const recorded = new Set(files.map(({ file }) => file))
    return { asked: asked.filter(({ file }) => recorded.has(file)), milliseconds, all: asked.map(({ file }) => file) }
  }
  const source = 'analyses/numeric/distributions/root.ts'

  test('are, of the others, those that were seen to reach it: whole files, of long ones the tests alone', () => {
    const { asked, milliseconds } = farFrom(
      source,
      run('tests/options.test.ts', 90_000, passed('a', 30_000), passed('b', 50_000, 7)),
      run('tests/drivers/drivers.test.ts', 3_000, passed('c', 1_000, 7), passed('d', 1_000)),
      run('tests/reliability/reliability.test.ts', 100, passed('e', 10, 6)),
    )
    expect(asked).toEqual([
      { file: 'tests/drivers/drivers.test.ts', ids: null },
      { file: 'tests/options.test.ts', ids: ['b'] },
    ])
    expect(milliseconds).toBe(63_000)
  })

  test('are all tests of a file that reaches it when it is loaded, but not of another analysis', () => {
    const loaded = (file: string) => ({ ...run(file, 9_000, passed('a', 10), passed('b', 10)), reached: [7] })
    expect(farFrom(source, loaded('tests/options.test.ts')).asked).toEqual([
      { file: 'tests/options.test.ts', ids: null },
    ])
    expect(farFrom('analyses/drivers/compute.ts', loaded('tests/reliability/reliability.test.ts')).asked).toEqual([])
  })

  test('leave out what failed while it was recorded, and what was asked as near', () => {
    const broken = { ...passed('b', 10, 7), isFailed: true }
    expect(farFrom(source, run('tests/options.test.ts', 100, passed('a', 10, 7), broken)).asked).toEqual([
      { file: 'tests/options.test.ts', ids: ['a'] },
    ])
    const [nearest = ''] = near(source)
    expect(farFrom(source, run(nearest, 100, passed('a', 10, 7))).asked).toEqual([])
  })

  test('hold those that read the sources as text', () => {
    expect(farFrom(source).all).toEqual(
      expect.arrayContaining(['tests/architecture.test.ts', 'tests/messages.test.ts']),
    )
  })

  test('drive the built program for what only a window shows', () => {
    expect(endToEndTestsOf('main/lockdown.ts')).toContain('tests/e2e/host-network.e2e.ts')
    expect(endToEndTestsOf('main/cli/run.ts').every((path) => path.includes('/cli'))).toBe(true)
    expect(endToEndTestsOf('renderer/main.tsx').length).toBeGreaterThan(3)
    expect(endToEndTestsOf('analyses/core/result.ts')).toEqual([])
  })
})
