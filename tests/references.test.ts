import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { rowsOfTable } from '../analyses/core/result'
import { analyses } from '../analyses/index'
import type { AnalysisOutcome } from '../analyses/recipe/run'
import { digestsOf, isKeepingAnew, keepAnew, keptResult, type KeptResult } from './kept-results'
import { openFixture, runAnalysis, type FixtureProject } from './fixture-project'
import { projectFolder } from './source-files'

/** Numbers that another program gave for the same data and options, with the script that asked. */
interface Reference {
  /** A recipe under fixtures/ from which sources and instrument are taken. */
  readonly dataset: string
  readonly analysis: string
  readonly where?: readonly { readonly column: string; readonly in: readonly string[] }[]
  readonly options: Readonly<Record<string, unknown>>
  readonly software: string
  /** File beside the reference. */
  readonly script: string
  readonly tolerance: number
  /** Absolute floor for numbers that are zero but for rounding. */
  readonly absolute?: number
  readonly tolerance_reason?: string
  readonly expect: readonly {
    readonly table: string
    readonly row: Readonly<Record<string, unknown>>
    readonly columns: Readonly<Record<string, unknown>>
  }[]
}

/** Looser than this needs a reason. */
const defaultTolerance = 1e-9

const files = [...analyses.keys()].flatMap((id) => {
  const folder = join(projectFolder, 'analyses', id, 'reference')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  return names.map((name) => ({
    id,
    folder,
    name,
    reference: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Reference,
  }))
})

const projects = new Map<string, Promise<FixtureProject>>()
const projectOf = (path: string): Promise<FixtureProject> => {
  let project = projects.get(path)
  if (project === undefined) {
    project = openFixture(path)
    projects.set(path, project)
  }
  return project
}
const found: Record<string, KeptResult> = {}
afterAll(async () => {
  if (isKeepingAnew) keepAnew(found)
  for (const project of projects.values()) await (await project).database.close()
})

test('every analysis has at least one reference', () => {
  const without = [...analyses.keys()].filter((id) => !files.some((file) => file.id === id))
  expect(without).toEqual([])
})

describe.each(files)('$id/reference/$name', ({ id, folder, name, reference }) => {
  test('says where its numbers come from', () => {
    expect(reference.analysis).toBe(id)
    expect(reference.software).not.toBe('')
    expect(existsSync(join(folder, reference.script))).toBe(true)
    expect(reference.expect.length).toBeGreaterThan(0)
    if (reference.tolerance > defaultTolerance) expect(reference.tolerance_reason ?? '').not.toBe('')
  })

  test('is met', async () => {
    const project = await projectOf(reference.dataset)
    const outcome = await runAnalysis(project, id, reference.options, {
      where: reference.where ?? [],
      seed: project.recipe.seed,
    })
    expect(outcome.refusal).toBeNull()
    const misses = reference.expect.flatMap((expected) => missesOf(outcome, expected, reference))
    expect(misses).toEqual([])
    // Beyond the reference's own numbers, all that the analysis says is as it was; a change that is meant keeps it anew.
    const key = `${id}/reference/${name}`
    found[key] = digestsOf(outcome, project.instrument)
    expect(isKeepingAnew ? found[key] : keptResult(key), key).toEqual(found[key])
  })
})

function missesOf(
  outcome: AnalysisOutcome,
  expected: Reference['expect'][number],
  reference: Reference,
): readonly string[] {
  const table = outcome.tables.find((candidate) => candidate.id === expected.table)
  if (table === undefined) return [`no table ${expected.table}`]
  const matching = rowsOfTable(table).filter(({ cells }) =>
    Object.entries(expected.row).every(([column, value]) => cells[column] === value),
  )
  const name = `${expected.table} ${JSON.stringify(expected.row)}`
  const [row] = matching
  if (row === undefined || matching.length > 1) return [`${name}: ${matching.length} rows`]
  return Object.entries(expected.columns).flatMap(([column, value]) => {
    const found = row.cells[column]
    if (typeof value !== 'number' || typeof found !== 'number')
      return Object.is(found ?? null, value)
        ? []
        : [`${name}.${column}: ${JSON.stringify(found)}, expected ${JSON.stringify(value)}`]
    const allowed = Math.max(Math.abs(value) * reference.tolerance, reference.absolute ?? 0)
    return Math.abs(found - value) <= allowed
      ? []
      : [
          `${name}.${column}: ${found}, expected ${value}, relative error ${Math.abs(found / value - 1).toExponential(2)}`,
        ]
  })
}
