// A million respondents of 36 items, seeded: the file that somebody would import, its instrument, and the bare matrix for R.
import { createHash } from 'node:crypto'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const respondents = 1_000_000
const dimensions = ['formal_structure', 'technology', 'culture', 'interaction', 'relations', 'motivation']
const itemsEach = 6
/** Each dimension's fourth item is reversed. */
const reversed = 3
const organisations = ['Levanger', 'Verdal', 'Steinkjer', 'Stjørdal', 'Östersund', 'Krokom', 'Åre', 'Berg', 'Sykehuset']
const blankShare = 0.03
const dontKnowShare = 0.015
const version = 4

export const dimensionIds = dimensions
export const itemIds = dimensions.flatMap((dimension) =>
  Array.from({ length: itemsEach }, (_, index) => `${dimension}_${index + 1}`),
)
export const reversedItems = itemIds.filter((_, index) => index % itemsEach === reversed)

/** The recipe of one analysis of all respondents. */
export const recipeOf = (analysis) => ({
  recipe: 1,
  title: 'A million respondents',
  language: 'en',
  seed: 20221122,
  instrument: 'instrument.json',
  sources: [
    {
      id: 'r2022',
      kind: 'survey',
      file: 'survey.csv',
      round: '2022',
      attributes: ['organisation', 'role'],
      respondent: 'respondent',
    },
  ],
  protect: { min_group: 5 },
  analyses: [{ where: [], ...analysis }],
  output: { tables: ['csv'], figures: [], profile: 'report-a4', report: [] },
})

/** Mulberry32 (Ettinger). */
export function randomFrom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function instrument() {
  const text = (en) => ({ en, nb: en, sv: en })
  return {
    instrument: 1,
    id: 'bench-36',
    version: '1.0',
    illustrative: true,
    label: text('Thirty-six items'),
    scales: [
      {
        id: 'agree5',
        kind: 'ordinal',
        min: 1,
        max: 5,
        labels: Object.fromEntries(
          ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'].map((label, index) => [
            index + 1,
            text(label),
          ]),
        ),
        non_responses: [{ code: 9, kind: 'dont_know', label: text("Don't know") }],
      },
    ],
    dimensions: dimensions.map((id) => ({ id, label: text(id), score: 'mean', min_answered: 'half' })),
    items: itemIds.map((id, index) => ({
      id,
      dimension: dimensions[Math.floor(index / itemsEach)],
      scale: 'agree5',
      text: text(id),
      reversed: index % itemsEach === reversed,
    })),
    measures: [],
    references: [],
  }
}

/**
 * The folder with `survey.csv`, `instrument.json` and `items.bin` (a column of signed bytes an item, −128 where there is no answer); written once and kept
 * in the system's folder for temporary files.
 */
export async function millionRespondents() {
  const folder = join(tmpdir(), `valtel-bench-${version}`)
  const done = join(folder, 'done.json')
  if (existsSync(done) && JSON.parse(readFileSync(done, 'utf8')).bytes === statSync(join(folder, 'survey.csv')).size)
    return describe(folder)
  rmSync(folder, { recursive: true, force: true })
  const temporary = `${folder}.${process.pid}`
  mkdirSync(temporary, { recursive: true })
  process.stderr.write('Writing a million respondents …\n')
  const random = randomFrom(20221122)
  const matrix = new Int8Array(respondents * itemIds.length)
  const out = createWriteStream(join(temporary, 'survey.csv'))
  const digest = createHash('sha256')
  const write = (text) => {
    digest.update(text)
    return out.write(text) ? null : new Promise((resolve) => out.once('drain', resolve))
  }
  await write(`respondent;organisation;role;${itemIds.join(';')}\r\n`)
  let lines = []
  for (let row = 0; row < respondents; row += 1) {
    const organisation = Math.floor(random() * organisations.length)
    const level = random() * 0.6 + organisation * 0.03
    const cells = Array.from({ length: itemIds.length })
    for (let item = 0; item < itemIds.length; item += 1) {
      const chance = random()
      if (chance < blankShare || chance >= 1 - dontKnowShare) {
        cells[item] = chance < blankShare ? '' : '9'
        matrix[item * respondents + row] = -128
      } else {
        const answer = 1 + Math.min(4, Math.floor((random() * 0.6 + level) * 4.4))
        const given = item % itemsEach === reversed ? 6 - answer : answer
        cells[item] = given
        matrix[item * respondents + row] = given
      }
    }
    lines.push(
      `${1_000_000 + row};${organisations[organisation]};${random() < 0.12 ? 'leader' : 'employee'};${cells.join(';')}\r\n`,
    )
    if (lines.length === 5000) {
      const waiting = write(lines.join(''))
      lines = []
      if (waiting !== null) await waiting
    }
  }
  await write(lines.join(''))
  await new Promise((resolve) => out.end(resolve))
  writeFileSync(join(temporary, 'items.bin'), matrix)
  writeFileSync(join(temporary, 'instrument.json'), JSON.stringify(instrument(), null, 1))
  writeFileSync(
    join(temporary, 'done.json'),
    JSON.stringify({ bytes: statSync(join(temporary, 'survey.csv')).size, sha256: digest.digest('hex') }),
  )
  renameSync(temporary, folder)
  return describe(folder)
}

function describe(folder) {
  const path = (name) => join(folder, name)
  return {
    folder,
    survey: path('survey.csv'),
    instrument: path('instrument.json'),
    items: path('items.bin'),
    bytes: statSync(path('survey.csv')).size,
  }
}
