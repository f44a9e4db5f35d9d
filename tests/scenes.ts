import { afterAll } from 'vitest'
import { parseInstrument } from '../analyses/instrument/format'
import type { Instrument } from '../analyses/instrument/model'
import { loadProject } from '../analyses/recipe/execute'
import { parseRecipe, type Recipe } from '../analyses/recipe/recipe'
import type { FixtureProject } from './fixture-project'
import { openDatabase } from '../main/database'
import { randomSource } from './random-source'

/**
 * Whole projects made up for the batteries of checks: files in memory, a recipe and an instrument, loaded the way a person's files are. Between them
 * they hold what an option may ask of data: linked and unlinked rounds, weights, headcounts, roles that were asked less, a tree of organisations,
 * continuous items, measures, event logs of several kinds with uptime, sensors with gaps, indicators and ratings.
 */
export interface Scene {
  readonly name: string
  readonly recipe: Recipe
  readonly instrument: Instrument
  readonly files: Readonly<Record<string, string>>
}

const dimensionIds = ['relations', 'technology', 'culture']
const itemsPerDimension = 4
const itemIds = dimensionIds.flatMap((dimension) =>
  Array.from({ length: itemsPerDimension }, (_, index) => `${dimension}_${index + 1}`),
)
const rounds = ['2020', '2021', '2022']

const both = (en: string, nb: string, sv: string): object => ({ en, nb, sv })

const instrumentDocument = {
  instrument: 1,
  id: 'scene',
  version: '1',
  label: both('Scene', 'Scene', 'Scen'),
  scales: [
    {
      id: 'five',
      kind: 'ordinal',
      min: 1,
      max: 5,
      labels: { '1': both('Disagree', 'Uenig', 'Instämmer inte'), '5': both('Agree', 'Enig', 'Instämmer') },
      non_responses: [{ code: 9, kind: 'dont_know', label: both('Don’t know', 'Vet ikke', 'Vet ej') }],
    },
    { id: 'years', kind: 'continuous', min: 0, max: 60 },
  ],
  dimensions: dimensionIds.map((id, index) => ({
    id,
    label: both(`Dimension ${id}`, `Dimensjon ${id}`, `Dimensionen ${id}`),
    score: index === 2 ? 'sum' : 'mean',
    min_answered: index === 1 ? 'all' : 'half',
  })),
  items: [
    ...itemIds.map((id, index) => ({
      id,
      dimension: id.split('_')[0],
      scale: 'five',
      text: both(`Statement ${id}`, `Påstand ${id}`, `Påstående ${id}`),
      ...(index % 4 === 3 ? { reversed: true } : {}),
      ...(id === 'technology_4' ? { asked_of: ['leader'] } : {}),
    })),
    { id: 'seniority', scale: 'years', text: both('Years', 'År', 'År') },
  ],
  measures: [
    { id: 'course', label: both('Course', 'Kurs', 'Kurs'), for: ['relations'], below: 3.4 },
    { id: 'equipment', label: both('Equipment', 'Utstyr', 'Utrustning'), for: ['technology', 'culture_1'], below: 3.9 },
  ],
  references: [],
}

interface SurveyShape {
  readonly isLinked: boolean
  readonly isWeighted: boolean
  readonly peopleByRound: readonly number[]
}

/** One person's answers in one round, from the level of the organisation, the person and the dimension. */
function surveyFile(round: number, shape: SurveyShape, seed: number): string {
  const random = randomSource(seed + 97 * round)
  const persons = randomSource(seed)
  const lines = [['id', 'round', 'country', 'organisation', 'unit', 'role', 'w', ...itemIds, 'seniority'].join(',')]
  const count = shape.peopleByRound[round] ?? 0
  for (let person = 0; person < count; person += 1) {
    const level = persons()
    const traits = dimensionIds.map(() => persons())
    const organisation = person % 5
    const unit = person % 10
    const isLeader = person % 6 === 0
    const answers = itemIds.map((id, index) => {
      const dimension = dimensionIds.indexOf(id.split('_')[0] ?? '')
      const draw = random()
      if (id === 'technology_4' && !isLeader) return ''
      if (draw < 0.04) return ''
      if (draw < 0.06) return '9'
      const drift = 0.16 * round * (dimension === 0 ? 1 : dimension === 1 ? 0.2 : -0.4)
      const place = 0.09 * organisation + 0.05 * (unit > 4 ? 1 : 0) + (isLeader ? 0.12 : 0)
      const signal = 0.35 * level + 0.35 * (traits[dimension] ?? 0) + 0.4 * random() + place + drift - 0.15
      const answer = Math.min(5, Math.max(1, 1 + Math.floor(signal * 4.2)))
      return String(index % 4 === 3 ? 6 - answer : answer)
    })
    const weight = shape.isWeighted ? (0.4 + ((person * 7) % 11) / 8).toFixed(3) : '1'
    const id = shape.isLinked ? `p${person}` : ''
    lines.push(
      [
        id,
        rounds[round],
        organisation < 3 ? 'Norge' : 'Sverige',
        `Virksomhet ${'ABCDE'[organisation]}`,
        `Enhet ${unit}`,
        isLeader ? 'leader' : 'employee',
        weight,
        ...answers,
        (40 * level * random() + 3 * organisation).toFixed(1),
      ].join(','),
    )
  }
  return `${lines.join('\n')}\n`
}

function headcountFile(shape: SurveyShape): string {
  const lines = ['round,country,organisation,headcount']
  rounds.forEach((round, index) => {
    for (let organisation = 0; organisation < 5; organisation += 1) {
      const people = (shape.peopleByRound[index] ?? 0) / 5
      const invited = Math.ceil(people * (1.15 + 0.55 * organisation + 0.2 * index))
      lines.push(`${round},${organisation < 3 ? 'Norge' : 'Sverige'},Virksomhet ${'ABCDE'[organisation]},${invited}`)
    }
  })
  return `${lines.join('\n')}\n`
}

const minutes = 60_000
const start = Date.parse('2022-03-01T00:00:00Z')
const at = (offset: number): string => new Date(start + Math.round(offset) * minutes).toISOString().slice(0, 16)

/** Two sensors every half hour for sixty days, with drift, three gaps of different length and a value far out. */
function sensorFile(): string {
  const random = randomSource(11)
  const lines = ['time,room,ppm']
  for (let step = 0; step < 60 * 48; step += 1) {
    const day = step / 48
    if ((day > 12 && day < 14.2) || (day > 30 && day < 30.2) || (day > 44 && day < 46)) continue
    for (const room of [1, 2]) {
      const level = 600 + 4 * day + (day > 25 ? 60 : 0) + 80 * (random() + random() - 1) + 15 * room
      lines.push(`${at(step * 30)},Rom ${room},${(step === 1_000 ? 1_900 : level).toFixed(1)}`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** Alarms of two kinds in two rooms for sixty days, more of one kind after day 30. */
function eventFile(): string {
  const random = randomSource(23)
  const events: string[] = []
  for (let hour = 0; hour < 60 * 24; hour += 1) {
    if (hour > 400 && hour < 440) continue
    for (const room of [1, 2]) {
      if (random() < (hour > 720 ? 0.24 : 0.12)) events.push(`${at(hour * 60 + random() * 59)},Rom ${room},Fall`)
      if (random() < 0.08) events.push(`${at(hour * 60 + random() * 59)},Rom ${room},Sengeutgang`)
    }
  }
  return `time,room,type\n${events.sort().join('\n')}\n`
}

/** The log of room 1 was up most of the time and for a third of day 20, of room 2 all the time. */
const coverageFile = [
  'from,to,room',
  `${at(0)},${at(400 * 60)},Rom 1`,
  `${at(440 * 60)},${at(480 * 60)},Rom 1`,
  `${at(488 * 60)},${at(60 * 1440)},Rom 1`,
  `${at(0)},${at(60 * 1440)},Rom 2`,
  '',
].join('\n')

const indicatorFiles = {
  'goals.csv': 'indicator,unit,baseline,target,outcome\nKurs,%,0,100,40\nUtstyr,stk,2,12,11\nPlaner,stk,,4,6\n',
  'packages.csv': 'indicator,unit,baseline,target,outcome\nLedelse,%,0,100,100\nKart,%,0,100,75\nMøter,stk,1,8,\n',
}

function inventoryFile(): string {
  const random = randomSource(5)
  const lines = ['organisation,country,type,Prosess,Metode,Verktøy']
  for (let row = 0; row < 24; row += 1) {
    const base = row % 3 === 0 ? 1.2 : 0
    const rating = (): string => (random() < 0.06 ? '' : String(Math.min(4, Math.floor(base + random() * 3.6))))
    lines.push(
      `Org ${row},${row % 3 === 0 ? 'Sverige' : 'Norge'},${row % 2 === 0 ? 'kommune' : 'sykehus'},${rating()},${rating()},${rating()}`,
    )
  }
  return `${lines.join('\n')}\n`
}

function sceneOf(name: string, shape: SurveyShape, seed: number): Scene {
  const files: Record<string, string> = {
    'headcount.csv': headcountFile(shape),
    'climate.csv': sensorFile(),
    'alarms.csv': eventFile(),
    'uptime.csv': coverageFile,
    'inventory.csv': inventoryFile(),
    ...indicatorFiles,
  }
  rounds.forEach((round, index) => (files[`${round}.csv`] = surveyFile(index, shape, seed)))
  const zone = { time_zone: 'UTC' }
  const recipe = {
    recipe: 1,
    title: name,
    instrument: 'instrument.json',
    sources: [
      ...rounds.map((round) => ({
        id: `r${round}`,
        kind: 'survey',
        file: `${round}.csv`,
        attributes: ['country', 'organisation', 'unit', 'role'],
        ...(shape.isLinked ? { respondent: 'id' } : {}),
        ...(shape.isWeighted ? { weight: 'w' } : {}),
      })),
      { id: 'heads', kind: 'headcount', file: 'headcount.csv' },
      { id: 'climate', kind: 'observations', file: 'climate.csv', time: 'time', value: 'ppm', series: 'room', ...zone },
      { id: 'alarms', kind: 'events', file: 'alarms.csv', time: 'time', event: 'type', subject: 'room', ...zone },
      { id: 'uptime', kind: 'coverage', file: 'uptime.csv', start: 'from', end: 'to', subject: 'room', ...zone },
      { id: 'goals', kind: 'indicators', file: 'goals.csv' },
      { id: 'packages', kind: 'indicators', file: 'packages.csv' },
      {
        id: 'mapping',
        kind: 'inventory',
        file: 'inventory.csv',
        levels: ['Ingen', 'Påbegynt', 'Prøvd', 'I bruk', 'Fast'].map((label, value) => ({ value, label })),
      },
    ],
  }
  const parsed = parseRecipe(JSON.stringify(recipe), 'recipe.json')
  if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
  const instrument = parseInstrument(JSON.stringify(instrumentDocument), 'instrument.json')
  if (!instrument.ok) throw new Error(instrument.problems.map(String).join('\n'))
  return { name, recipe: parsed.value, instrument: instrument.value, files }
}

export const scenes: readonly Scene[] = [
  sceneOf('linked rounds with weights', { isLinked: true, isWeighted: true, peopleByRound: [150, 170, 180] }, 41),
  sceneOf('small unlinked rounds', { isLinked: false, isWeighted: false, peopleByRound: [90, 75, 80] }, 43),
]

/** Loads a scene into an engine of its own. */
export async function openScene({ recipe, instrument, files }: Scene): Promise<FixtureProject> {
  const database = await openDatabase()
  const { datasets, reports } = await loadProject(database, recipe, instrument, (name) => {
    const bytes = new TextEncoder().encode(files[name])
    return {
      name,
      size: bytes.length,
      // oxlint-disable-next-line typescript/require-await -- a file is read as a stream wherever it lies
      async *chunks(fromByte = 0) {
        yield bytes.subarray(fromByte)
      },
    }
  })
  return { recipe, instrument, database, datasets, reports }
}

/** The first scene, opened for one file of tests and closed after the last of them. */
export async function firstSceneOfTests(): Promise<FixtureProject> {
  const [scene] = scenes
  if (scene === undefined) throw new Error('there is no scene')
  const project = await openScene(scene)
  afterAll(() => project.database.close())
  return project
}
