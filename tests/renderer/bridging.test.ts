import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Judgement } from '../../analyses/instrument/bridge-pairs'
import { parseInstrument } from '../../analyses/instrument/format'
import { loadProject } from '../../analyses/recipe/execute'
import { parseRecipe, type RecipeSource } from '../../analyses/recipe/recipe'
import { readInstrument } from '../../renderer/state/loading-steps'
import {
  bridgedBy,
  isOtherVersion,
  startBridging,
  turnedRound,
  withBridge,
  withFirstRound,
  withJudgement,
  withPair,
} from '../../renderer/state/bridging-steps'
import type { Bridging } from '../../renderer/state/session'
import { emptyProject, type InstrumentFile, type Project } from '../../renderer/state/project'
import { readProject, recipeOf, writeProject } from '../../renderer/state/project-file'
import { emptiedEngine } from '../database/engine-of-tests'
import { fileOf, runAnalysis } from '../fixture-project'
import { fixturesFolder } from '../fixtures/source-sums'
import { cellsOf } from '../survey/run-analysis'

/* Two rounds whose instrument changed between them, in one project: what is compared is what a person said to be the same, and the numbers are those of another program. */

const folder = join(fixturesFolder, 'surveys/two-versions')
const file = (version: string): InstrumentFile => ({
  name: 'instrument.json',
  text: readFileSync(join(folder, `instrument-${version}.json`), 'utf8'),
})
const sourceOf = (round: string, columns: Readonly<Record<string, string>> = {}): RecipeSource =>
  ({ id: `r${round}`, kind: 'survey', file: `${round}.csv`, round, attributes: ['organisation'], columns }) as never

/** A project that has the rounds by the instrument of one version. */
const projectOf = (version: string, ...rounds: readonly string[]): Project => ({
  ...emptyProject('nb'),
  instrument: file(version),
  sources: rounds.map((round) => ({
    source: sourceOf(round),
    identity: { name: `${round}.csv`, sha256: round.padEnd(64, '0'), size: 1 },
  })),
  analyses: [
    {
      as: 'forskjell',
      id: 'group-comparison',
      version: 1,
      where: [],
      options: { outcomes: ['culture'], by: ['round'] },
    },
  ],
})

const started = (project: Project, other: string): Bridging => {
  const bridging = startBridging(project, file(other), { isArriving: true, rounds: ['2021'] })
  if (bridging === null) throw new Error('both versions can be read')
  return bridging
}

const isNewer = (bridged: Project): Project => ({
  ...bridged,
  sources: [
    ...bridged.sources,
    { source: sourceOf('2022'), identity: { name: '2022.csv', sha256: '2'.padEnd(64, '0'), size: 1 } },
  ],
})

/** The project as the command line has it: written as a recipe beside its instrument, read and loaded. */
async function loaded(project: Project) {
  const recipe = parseRecipe(
    recipeOf(project, () => true),
    'recipe.json',
  )
  const { instrument } = readInstrument(project.instrument)
  if (!recipe.ok || instrument === null) throw new Error('a project that was bridged can be written and read')
  const database = await emptiedEngine()
  const { datasets } = await loadProject(database, recipe.value, instrument, (name) => fileOf(join(folder, name)))
  return { database, datasets, instrument }
}

interface Expected {
  readonly rounds: Readonly<Record<string, { readonly n: number; readonly mean: number; readonly sd: number }>>
  readonly organisations: Expected['rounds']
}
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected

describe('a second version of an instrument', () => {
  const project = projectOf('2021', '2021')
  const bridging = started(project, '2022')

  test('is told from another instrument, and from the same one again', () => {
    const arriving = (version: string) => readInstrument(file(version)).instrument as never
    expect(isOtherVersion(project, arriving('2022'))).toBe(true)
    expect(isOtherVersion(project, arriving('2021'))).toBe(false)
    expect(isOtherVersion({ ...project, sources: [] }, arriving('2022'))).toBe(false)
    const bundled = readFileSync(join(fixturesFolder, 'odm-valtel/instrument.json'), 'utf8')
    const other = parseInstrument(bundled, 'odm-valtel.json')
    expect(other.ok && isOtherVersion(project, other.value)).toBe(false)
  })

  test('is paired with the first, with the round that its name says', () => {
    const { pairs, problems } = bridgedBy(bridging)
    expect(problems).toEqual([])
    expect(bridging.choices.present.round).toBe('2022')
    expect(pairs.map(({ older, newer, suggestion }) => [older?.id, newer?.id, suggestion])).toEqual([
      ['c1', 'k1', 'same'],
      ['c2', 'k2', 'wording'],
      ['c3', 'k3', 'meaning'],
      [undefined, 'k4', null],
      ['c5', 'k5', 'same'],
      ['t1', 't1', 'same'],
      ['t2', 't2', 'same'],
      ['c4', undefined, null],
    ])
  })

  test('the rounds are compared by the items that mean the same, and the numbers are those of Python', async () => {
    const data = await loaded(isNewer(withBridge(project, bridging)))
    const compared = await runAnalysis(data, 'group-comparison', { outcomes: ['culture', 'technology'], by: ['round'] })
    const changed = await runAnalysis(data, 'round-change', {
      outcomes: ['culture', 'technology'],
      by: ['organisation'],
    })
    for (const dimension of ['culture', 'technology']) {
      for (const round of ['2021', '2022']) {
        const group = cellsOf(compared, 'descriptives', { outcome: dimension, round })
        const { n, mean, sd } = expected.rounds[`${dimension} ${round}`] ?? { n: 0, mean: 0, sd: 0 }
        expect(group['n']).toBe(n)
        expect(group['mean']).toBeCloseTo(mean, 12)
        expect(group['sd']).toBeCloseTo(sd, 12)
      }
      for (const organisation of ['Nordlia kommune', 'Søråsen kommune', 'Österby kommun']) {
        const row = cellsOf(changed, 'change', { outcome: dimension, organisation })
        for (const [side, round] of [
          ['1', '2021'],
          ['2', '2022'],
        ] as const) {
          const { n, mean } = expected.organisations[`${dimension} ${round} ${organisation}`] ?? { n: 0, mean: 0 }
          expect(row[`n_${side}`]).toBe(n)
          expect(row[`mean_${side}`]).toBeCloseTo(mean, 12)
        }
      }
    }
    // Each says what was left out, and why.
    for (const { notes } of [compared, changed]) {
      const codes = notes.map(({ code }) => code)
      expect(codes).toEqual(
        expect.arrayContaining(['survey:items-not-in-every-round', 'survey:items-changed-in-meaning']),
      )
    }
  })

  test('an item that changed in meaning is not compared between the rounds by itself either', async () => {
    const data = await loaded(isNewer(withBridge(project, bridging)))
    const outcomes = ['c1', 'c3']
    for (const [id, option] of [
      ['group-comparison', { by: ['round'] }],
      ['group-comparison', { by: ['organisation', 'round'] }],
      ['factorial-variance', { factors: ['organisation', 'round'] }],
      ['ordinal-model', { by: ['round'] }],
    ] as const) {
      const { notes, options } = await runAnalysis(data, id, { outcomes, ...option })
      expect(options['outcomes'], id).toEqual(['c1'])
      expect(notes.map(({ code }) => code)).toContain('survey:items-not-compared')
    }
    await expect(runAnalysis(data, 'group-comparison', { outcomes: ['c3'], by: ['round'] })).rejects.toMatchObject({
      code: 'survey:nothing-of-one-meaning',
    })
    // Within one round, or where rounds are not compared, it is an item as others.
    const one = await runAnalysis(
      data,
      'group-comparison',
      { outcomes, by: ['organisation'] },
      { where: [{ column: 'round', in: ['2022'] }] },
    )
    expect(one.options['outcomes']).toEqual(outcomes)
    const both = await runAnalysis(data, 'group-comparison', { outcomes, by: ['organisation'] })
    expect(both.notes.map(({ code }) => code)).toContain('survey:items-of-two-meanings')
    const change = await runAnalysis(data, 'round-change', { outcomes, by: ['organisation'] })
    const judged = (item: string) =>
      cellsOf(change, 'change', { outcome: item, organisation: 'Nordlia kommune' })['verdict']
    expect(judged('c3')).toBe('not-comparable')
  })

  test('what a person says decides: an item that is said to mean the same is compared again', async () => {
    const { instrument, datasets } = await loaded(
      isNewer(withBridge(project, withJudgement('c3', 'wording')(withJudgement('c2', 'apart')(bridging)))),
    )
    const items = new Map(instrument.items.map((item) => [item.id, item]))
    expect(items.get('c3')?.changed).toEqual([{ round: '2022', kind: 'wording' }])
    expect([...items.keys()]).toEqual(['c1', 'k2', 'c3', 'k4', 'c5', 't1', 't2', 'c2', 'c4'])
    expect(datasets.survey?.itemsMissingByRound).toEqual({ '2021': ['k2', 'k4'], '2022': ['c2', 'c4'] })
  })

  test('items are paired by hand', () => {
    const paired = bridgedBy(withPair('c4', 'k4')(bridging))
    const pair = paired.pairs.find(({ key }) => key === 'c4')
    expect([pair?.newer?.id, pair?.basis, pair?.suggestion]).toEqual(['k4', 'hand', 'meaning'])
    // Two that were paired are parted, and the item left over is one of its own again.
    const moved = bridgedBy(withPair('c1', 'k5')(bridging))
    expect(moved.pairs.find(({ key }) => key === 'c1')?.newer?.id).toBe('k5')
  })

  test('files of the older version are read by it, and each file says which it was made with', () => {
    const { sources, analyses } = withBridge(project, bridging)
    expect(sources[0]?.source).toMatchObject({
      instrument_version: '2021',
      codes: { enighet: { '0': 1, '1': 2, '2': 3, '3': 4, '4': 5 } },
    })
    expect(analyses).toEqual(project.analyses)
  })

  test('without a first round nothing can be used, and this is said', () => {
    expect(bridgedBy(withFirstRound('')(bridging)).problems.map(({ code }) => code)).toEqual([
      'recipe:bridge-round-missing',
    ])
  })

  test('is saved and opened again as it was', () => {
    const bridged = withBridge(project, bridging)
    const read = readProject(writeProject(bridged), 'project.json', () => 1)
    expect(read.ok && read.project).toEqual(bridged)
  })
})

describe('an earlier version that comes after the later one', () => {
  const project: Project = {
    ...projectOf('2022', '2022'),
    analyses: [{ as: 'a', id: 'item-statistics', version: 1, where: [], options: { items: ['k2', 't1'] } }],
  }
  const bridging = started(project, '2021')

  test('is taken for the older by its name, and what names items follows their ids', () => {
    expect(bridging.choices.present).toMatchObject({ isTurned: true, newerSources: ['r2022'] })
    const bridged = withBridge(project, bridging)
    expect(bridged.analyses[0]?.options).toEqual({ items: ['c2', 't1'] })
    expect(bridged.sources[0]?.source).toMatchObject({ instrument_version: '2022' })
    expect(bridged.sources[0]?.source).not.toHaveProperty('codes')
  })

  test('is taken for the newer when a person says so', () => {
    const { present } = turnedRound([sourceOf('2022')])(bridging).choices
    expect(present).toMatchObject({ isTurned: false, newerSources: [] })
  })

  const changes: readonly (readonly [string, Judgement])[] = [
    ['c1', 'same'],
    ['c2', 'meaning'],
  ]
  test('keeps what was judged', () => {
    const judged = changes.reduce((each, [key, judgement]) => withJudgement(key, judgement)(each), bridging)
    const { bridge } = bridgedBy(judged)
    expect(bridge.instrument.items.filter(({ changed }) => changed.length > 0).map(({ id }) => id)).toEqual([
      'c2',
      'c3',
    ])
  })
})

describe('a third version', () => {
  test('is read on from what the codes of the first stood for', () => {
    const two = withBridge(projectOf('2021', '2021'), started(projectOf('2021', '2021'), '2022'))
    const third = file('2022')
      .text.replace('"version": "2022"', '"version": "2023"')
      .replace(/"([1-5])": \{/gu, (_, code: string) => `"${Number(code) * 1 + 5}": {`)
      .replace('"min": 1', '"min": 6')
      .replace('"max": 5', '"max": 10')
    const bridging = startBridging(two, { name: 'i.json', text: third }, { isArriving: true, rounds: ['2021', '2022'] })
    if (bridging === null) throw new Error('the third version can be read')
    expect(bridgedBy(bridging).problems).toEqual([])
    const [first] = withBridge(two, bridging).sources
    expect(first?.source).toMatchObject({
      instrument_version: '2021',
      codes: { enighet: { '0': 6, '1': 7, '2': 8, '3': 9, '4': 10 } },
    })
  })
})
