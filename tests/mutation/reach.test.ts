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
  const filesOf = (file: string) => reach(file).flatMap(({ files }) => files)

  test('in an analysis are its own first, then the suites of every analysis with its id, and none of another analysis', () => {
    const [own, suites, ...rest] = reach('analyses/drivers/compute.ts')
    expect(own).toEqual({ files: ['tests/drivers/drivers.test.ts'], filter: null })
    expect(suites).toEqual({ files: ['tests/conformance.test.ts', 'tests/references.test.ts'], filter: 'drivers' })
    expect(rest.flatMap(({ files }) => files).filter((file) => file.startsWith('tests/reliability/'))).toEqual([])
  })

  test('in shared mathematics are those that import it, then every suite in full', () => {
    const batches = reach('analyses/numeric/ordinal-regression/fit.ts')
    expect(batches[0]?.files.some((file) => file.endsWith('/ordinal-regression.test.ts'))).toBe(true)
    expect(batches.find(({ files }) => files.includes('tests/conformance.test.ts'))?.filter).toBeNull()
  })

  test('in the machine are those of main', () => {
    expect(filesOf('main/lockdown.ts')).toEqual(
      expect.arrayContaining(['tests/main/host.test.ts', 'tests/main/protocol.test.ts']),
    )
  })

  test('never hold the comparison with what was computed before', () => {
    expect(filesOf('analyses/core/result.ts')).not.toContain('tests/kept-results.test.ts')
  })

  test('drive the built program for what only a window shows', () => {
    expect(endToEndTestsOf('main/lockdown.ts')).toContain('tests/e2e/host-network.e2e.ts')
    expect(endToEndTestsOf('main/cli/run.ts').every((path) => path.includes('/cli'))).toBe(true)
    expect(endToEndTestsOf('renderer/main.tsx').length).toBeGreaterThan(3)
    expect(endToEndTestsOf('analyses/core/result.ts')).toEqual([])
  })
})
