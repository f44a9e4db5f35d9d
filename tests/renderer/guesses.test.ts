import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { sourceOf } from '../../analyses/sources/registry'
import { keepGuesses } from '../../renderer/state/guesses'
import type { Loading } from '../../renderer/state/loading'
import { readInstrument } from '../../renderer/state/loading-steps'
import { createOpening, type Opening } from '../../renderer/state/opening'
import { changeSource, removeSource } from '../../renderer/state/project'
import { writeProject } from '../../renderer/state/project-file'
import { withColumn, withDialect, type ColumnTarget } from '../../renderer/state/source-change'
import type { Workbench } from '../../renderer/state/workbench'
import { dataFile } from '../../renderer/worker/data-file'
import { guessFile } from '../../renderer/worker/file-guess'
import type { Ingest } from '../../renderer/worker/ingest'
import type { IngestCall } from '../../renderer/worker/ingest-protocol'
import { emptiedEngine } from '../database/engine-of-tests'
import { ownExport, ownInstrument, question } from '../own-export'
import { load } from '../sources/reading'
import { startWorkbench } from './start-workbench'

const bundled = readFileSync('fixtures/odm-valtel/instrument.json')
const file = (name: string, text: string): File => new File([text], name)
const mini = file('mini.csv', ownExport)
const database = await emptiedEngine()

let workbench: Workbench
let opening: Opening
let files: Map<string, File>
/** Lets a guess that is held back go on. */
let hold: Promise<void>

beforeEach(() => {
  start()
})

/** A window that has just been opened: nothing is remembered but what is saved. */
function start(): void {
  workbench = startWorkbench({ writeDraft: async () => undefined })
  files = new Map()
  hold = Promise.resolve()
  const given = {
    add: (sha256: string, added: File) => void files.set(sha256, added),
    get: (sha256: string) => files.get(sha256),
  }
  const call = async (asked: Extract<IngestCall, { call: 'guess' | 'sort' }>): Promise<unknown> => {
    if (asked.call === 'sort') return { codebook: [], drafted: null, problem: null }
    await hold
    return guessFile(dataFile(asked.given), asked)
  }
  opening = createOpening(
    workbench,
    { call } as unknown as Ingest,
    { files: given } as unknown as Loading,
    { tell: () => undefined, tellDecisions: () => undefined },
    async () => new Uint8Array(bundled),
  )
}

const source = (): RecipeSource => {
  const [entry] = workbench.project().sources
  if (entry === undefined) throw new Error('no source')
  return entry.source
}
const change = (to: (present: RecipeSource) => RecipeSource): void =>
  workbench.change((project) => changeSource(project, source().id, to))

/** What the person can do to a column, as it is read at present. */
async function mapByHand(target: ColumnTarget, header = question): Promise<void> {
  const definition = sourceOf('survey')
  const { table } = await openTable(readers, dataFile({ file: mini, name: mini.name }))
  const { instrument } = readInstrument(workbench.project().instrument)
  const { uses } = definition.match(table.head, source() as never, instrument)
  const column = uses.find((use) => use.header === header)
  if (column === undefined) throw new Error(`no column ${header}`)
  const attributes = uses.flatMap(({ role, id }) => (role === 'attribute' && id !== null ? [id] : []))
  change((present) => withColumn(definition, present, column, target, attributes))
}
const attribute = (id: string): ColumnTarget => ({ is: 'id', id, isAttribute: true })

/** Turns of the event loop until nothing changes any more. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0))
}

/** What the project's only source is loaded as by its instrument. */
async function loaded() {
  await settle()
  const { instrument } = readInstrument(workbench.project().instrument)
  const given = [...files.values()].at(-1) ?? mini
  return load(database, dataFile({ file: given, name: given.name }), source(), {}, instrument)
}

const steps = {
  data: () => opening.takeFiles([mini]),
  bundled: () => opening.useBundledInstrument(),
  mini: () => opening.takeFiles([file('mini.json', ownInstrument())]),
  'both at once': () => opening.takeFiles([mini, file('mini.json', ownInstrument())]),
  'map by hand': () => mapByHand(attribute('organisation')),
  undo: async () => workbench.undo(),
  redo: async () => workbench.redo(),
  'save and reopen': async () => {
    await settle()
    const bytes = writeProject({
      ...workbench.project(),
      sources: workbench
        .project()
        .sources.map((entry) => ({ ...entry, identity: { ...entry.identity, sha256: 'a'.repeat(64), size: 1 } })),
    })
    start()
    await opening.takeFiles([new File([new Uint8Array(bytes)], 'p.json')])
  },
} as const
type Step = keyof typeof steps

async function take(path: readonly Step[]): Promise<void> {
  for (const step of path) {
    await steps[step]()
    await settle()
  }
}

/** Every order in which the data, the bundled instrument and a choice by hand can come before the right instrument, and what may come between. */
const paths: readonly (readonly Step[])[] = [
  ['data', 'mini'],
  ['mini', 'data'],
  ['both at once'],
  ['data', 'bundled', 'mini'],
  ['bundled', 'data', 'mini'],
  ['bundled', 'mini', 'data'],
  ['data', 'mini', 'bundled', 'mini'],
  ['data', 'bundled', 'bundled', 'mini'],
  ['data', 'mini', 'undo', 'mini'],
  ['data', 'mini', 'undo', 'redo'],
  ['data', 'bundled', 'mini', 'undo', 'redo'],
  ['data', 'bundled', 'undo', 'mini'],
  ['data', 'mini', 'bundled', 'undo'],
  ['data', 'save and reopen', 'mini', 'data'],
  ['data', 'save and reopen', 'data', 'mini'],
  ['data', 'bundled', 'save and reopen', 'mini', 'data'],
  ['data', 'bundled', 'save and reopen', 'data', 'mini'],
  ['data', 'mini', 'save and reopen', 'data'],
  ['data', 'bundled', 'save and reopen', 'mini', 'undo', 'redo', 'data'],
]
const pathsByHand: readonly (readonly Step[])[] = [
  ['data', 'map by hand', 'mini'],
  ['data', 'map by hand', 'bundled', 'mini'],
  ['data', 'bundled', 'map by hand', 'mini'],
  ['data', 'mini', 'map by hand'],
  ['data', 'mini', 'map by hand', 'bundled', 'mini'],
  ['data', 'map by hand', 'undo', 'redo', 'mini'],
  ['data', 'map by hand', 'save and reopen', 'mini', 'data'],
  ['data', 'bundled', 'map by hand', 'save and reopen', 'data', 'mini'],
]

describe('an export and the instruments that come to it', () => {
  test.each(paths.map((path) => [path.join(', ')] as const))('%s: forty rows', async (path) => {
    await take(path.split(', ') as Step[])
    const report = await loaded()
    expect([report.rowsUsed, (source() as { attributes?: unknown }).attributes]).toEqual([
      40,
      ['vilken_organisation_arbetar_du_i'],
    ])
  })

  test.each(pathsByHand.map((path) => [path.join(', ')] as const))(
    '%s: forty rows, and the choice stays',
    async (path) => {
      await take(path.split(', ') as Step[])
      const report = await loaded()
      expect(report.rowsUsed).toBe(40)
      expect(source()).toMatchObject({ attributes: ['organisation'], columns: { [question]: 'organisation' } })
    },
  )
})

describe('choices by hand and another instrument', () => {
  test('the column of an item that the new instrument does not have is read as what it is there', async () => {
    await take(['data', 'bundled'])
    await mapByHand({ is: 'id', id: 'culture_1', isAttribute: false }, 'Jag trivs')
    await take(['mini'])
    expect((await loaded()).rowsUsed).toBe(40)
    expect(source()).not.toMatchObject({ columns: { 'Jag trivs': 'culture_1' } })
  })

  test('an attribute whose name the new instrument gives to a dimension goes by another', async () => {
    await take(['data'])
    await mapByHand(attribute('trivsel'))
    await opening.takeFiles([file('i.json', ownInstrument({ dimension: 'Trivsel', items: ['t1', 't2'] }))])
    expect((await loaded()).rowsUsed).toBe(40)
    expect(source()).toMatchObject({ attributes: ['trivsel-2'], columns: { [question]: 'trivsel-2' } })
  })

  test('a column that was left out by hand stays left out', async () => {
    await take(['data', 'mini'])
    await mapByHand({ is: 'unused' })
    await take(['bundled', 'mini'])
    expect((await loaded()).rowsUsed).toBe(40)
    expect(source()).toMatchObject({ attributes: [] })
    expect(source()).not.toHaveProperty('columns')
  })

  test('a column that was made the one of respondents by hand is no attribute as well', async () => {
    await take(['data'])
    change((present) => ({ ...present, respondent: question }) as RecipeSource)
    await take(['mini'])
    expect(source()).toMatchObject({ respondent: question, attributes: [] })
    expect(source()).not.toHaveProperty('columns')
  })

  test('how the file is written was put right by hand: the guess is made of the columns that are there then', async () => {
    const tabs = file('tabs.csv', ownExport.replaceAll(';', '\t'))
    await opening.takeFiles([tabs])
    change((present) => withDialect(present, 'delimiter', '\t'))
    await take(['mini'])
    expect((await loaded()).rowsUsed).toBe(40)
    expect(source()).toMatchObject({ dialect: { delimiter: '\t' }, attributes: ['vilken_organisation_arbetar_du_i'] })
  })

  test('a file that was made another kind by hand stays what it was made', async () => {
    await take(['data'])
    const log: RecipeSource = { id: source().id, kind: 'events', file: 'mini.csv', time: 'Jag trivs', time_zone: 'UTC' }
    change(() => log)
    await take(['mini'])
    expect(source()).toEqual(log)
  })

  test('a file that was made a survey by hand is guessed as one', async () => {
    await take(['data'])
    change(({ id, file: name }) => ({ id, kind: 'survey', file: name, round: 'vår', attributes: [] }))
    await take(['bundled'])
    expect(source()).toMatchObject({ kind: 'survey', round: 'vår' })
    await take(['mini'])
    expect((await loaded()).rowsUsed).toBe(40)
    expect(source()).toMatchObject({ round: 'vår' })
  })
})

describe('while a guess is under way', () => {
  let letGo: () => void

  beforeEach(async () => {
    await take(['data'])
    hold = new Promise((resolve) => (letGo = resolve))
  })

  test('a choice made meanwhile stays, and the rest follows the guess', async () => {
    await steps.mini()
    await mapByHand(attribute('organisation'))
    letGo()
    expect((await loaded()).rowsUsed).toBe(40)
    expect(source()).toMatchObject({ attributes: ['organisation'] })
  })

  test('another instrument that comes meanwhile is the one that counts', async () => {
    await steps.bundled().catch(() => undefined)
    letGo()
    await steps.mini()
    expect((await loaded()).rowsUsed).toBe(40)
  })

  test('an instrument taken back meanwhile leaves the source as it was', async () => {
    const before = source()
    await steps.mini()
    workbench.undo()
    letGo()
    await settle()
    expect(source()).toBe(before)
    workbench.redo()
    expect((await loaded()).rowsUsed).toBe(40)
  })

  test('a source that was removed meanwhile stays away', async () => {
    await steps.mini()
    workbench.change((project) => removeSource(project, source().id))
    letGo()
    await settle()
    expect(workbench.project().sources).toEqual([])
  })

  test('another project in which a source has the same name is left alone', async () => {
    await steps.mini()
    const other = { ...workbench.project(), instrument: null, title: 'another' }
    workbench.openProject(other, { id: null, name: null, isSaved: true })
    letGo()
    await settle()
    expect(workbench.project()).toBe(other)
  })
})

test('a file whose guess fails keeps the first one, and nothing is tried again and again', async () => {
  let calls = 0
  const failing = {
    call: async () => {
      calls += 1
      throw new Error('broken')
    },
  } as unknown as Ingest
  await take(['data'])
  const before = source()
  const { takeInstrument } = keepGuesses(workbench, failing, {
    add: () => undefined,
    get: (sha256) => files.get(sha256),
  })
  await takeInstrument({ name: 'i.json', text: ownInstrument() })
  expect([calls, source()]).toEqual([1, before])
})
