import type { AbortSource, Database } from '../core/database'
import { factorColumn, numericColumn, quoteName, type Frame, type SurveyDataset } from '../core/datasets'
import type { Dimension, Instrument, Item, ResponseScale } from '../instrument/model'

/** One row of answers as it stands in the data, before anything is counted. */
export interface AnswerRow {
  /** Who gave the answers: rows of the same person have the same text. */
  readonly person: string
  /** The round and the attributes; null where the row has none. */
  readonly places: Readonly<Record<string, string | null>>
  readonly weight: number
  /** Answers within their scales, turned where the item is reversed; whoever gave none is not in it. */
  readonly answers: Readonly<Record<string, number>>
}

/** Everybody who answered, and what is needed to score them. */
export interface People {
  readonly rows: readonly AnswerRow[]
  readonly instrument: Instrument
  /** The items of each dimension that are scored in these data. */
  readonly scored: ReadonlyMap<string, readonly Item[]>
  readonly isWeighted: boolean
}

const roleAttribute = 'role'

/** Reads all rows of a survey. @throws QueryError, Aborted */
export async function readPeople(database: Database, dataset: SurveyDataset, abort?: AbortSource): Promise<People> {
  const { instrument, itemsMissingByRound, rounds } = dataset
  const lacks = (item: Item, round: string): boolean => itemsMissingByRound[round]?.includes(item.id) === true
  const present = instrument.items.filter((item) => rounds.some(({ id }) => !lacks(item, id)))
  const places = ['round', ...dataset.attributes.map(({ id }) => id)]
  const columns = ['_source', '_row', '_respondent', '_weight', ...places, ...present.map(({ id }) => id)]
  const statement = `SELECT ${columns.map(quoteName).join(', ')} FROM ${dataset.tables.responses}`
  const frame = await database.frame(statement, abort)
  return {
    rows: rowsOf(frame, places, present, instrument),
    instrument,
    scored: new Map(instrument.dimensions.map((dimension) => [dimension.id, scoredItems(dimension, dataset)])),
    isWeighted: dataset.weighted,
  }
}

function rowsOf(
  frame: Frame,
  places: readonly string[],
  items: readonly Item[],
  instrument: Instrument,
): readonly AnswerRow[] {
  const text = (id: string): ((row: number) => string | null) => {
    const { codes, levels } = factorColumn(frame, id)
    return (row) => levels[codes[row] ?? -1] ?? null
  }
  const source = text('_source')
  const respondent = text('_respondent')
  const record = numericColumn(frame, '_row')
  const weight = numericColumn(frame, '_weight')
  const placed = places.map((id) => [id, text(id)] as const)
  const answered = items.flatMap((item) => {
    const scale = scaleNamed(instrument, item)
    return scale === undefined ? [] : [{ item, scale, values: numericColumn(frame, item.id) }]
  })
  return Array.from({ length: frame.rowCount }, (_, row): AnswerRow => {
    const answers: Record<string, number> = {}
    for (const { item, scale, values } of answered) {
      const given = values[row] ?? Number.NaN
      if (given >= scale.min && given <= scale.max)
        answers[item.id] = item.reversed ? scale.min + scale.max - given : given
    }
    return {
      person: respondent(row) ?? `${source(row) ?? ''} ${record[row] ?? row}`,
      places: Object.fromEntries(placed.map(([id, levelOf]) => [id, levelOf(row)])),
      weight: weight[row] ?? 1,
      answers,
    }
  })
}

export const scaleNamed = ({ scales }: Instrument, item: Item): ResponseScale | undefined =>
  scales.find(({ id }) => id === item.scale)

/** Items that every round has which has any of the dimension, and that mean the same in all of them. */
function scoredItems({ id }: Dimension, { instrument, itemsMissingByRound, rounds }: SurveyDataset): readonly Item[] {
  const own = instrument.items.filter(({ dimension }) => dimension === id)
  const lacks = (item: Item, round: string): boolean => itemsMissingByRound[round]?.includes(item.id) === true
  const having = rounds.map((round) => round.id).filter((round) => own.some((item) => !lacks(item, round)))
  const isSame = (item: Item): boolean => {
    const changes = item.changed.filter(({ kind, round }) => kind === 'meaning' && having.indexOf(round) > 0)
    return changes.length === 0
  }
  return own.filter((item) => isSame(item) && having.every((round) => !lacks(item, round)))
}

/** A person's score of a dimension: the answers that it is made of, and the number that their sum is divided by. */
export interface Score {
  readonly items: readonly string[]
  readonly value: number
  /** The score is `factor[0] / factor[1]` times the sum of the answers. */
  readonly factor: readonly [number, number]
  readonly isComplete: boolean
}

/** The score of one row, undefined where too little was answered. */
export function scoreOf({ instrument, scored }: People, row: AnswerRow, dimensionId: string): Score | undefined {
  const dimension = instrument.dimensions.find(({ id }) => id === dimensionId)
  if (dimension === undefined) return undefined
  const role = row.places[roleAttribute] ?? null
  const asked = (scored.get(dimensionId) ?? []).filter(
    ({ askedOf }) => askedOf.length === 0 || role === null || askedOf.includes(role),
  )
  const items = asked.map(({ id }) => id).filter((id) => row.answers[id] !== undefined)
  const needed =
    dimension.minAnswered === 'half'
      ? Math.ceil(asked.length / 2)
      : dimension.minAnswered === 'all'
        ? asked.length
        : Math.min(dimension.minAnswered, asked.length)
  if (items.length < Math.max(1, needed)) return undefined
  const sum = items.reduce((total, id) => total + (row.answers[id] ?? 0), 0)
  const factor = dimension.score === 'mean' ? ([1, items.length] as const) : ([asked.length, items.length] as const)
  return { items, value: (sum * factor[0]) / factor[1], factor, isComplete: items.length === asked.length }
}
