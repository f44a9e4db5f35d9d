import type { Database } from '../core/database'
import {
  numericColumn,
  quoteName,
  quoteText,
  type Attribute,
  type Condition,
  type GroupingItem,
  type SurveyDataset,
} from '../core/datasets'
import { textIn, type Language } from '../core/words'
import { scaleOf, type Instrument, type Item } from '../instrument/model'
import { answerExpression } from './scoring'

/** A scale with more codes than this makes no groups. */
const mostCodes = 30

/**
 * Ordinal items that stand alone, by which people can be grouped, with the codes that were answered. An item of a dimension is part of what is measured and makes no groups.
 * @param responses name of the table of answers
 * @throws QueryError
 */
export async function readGroupingItems(
  database: Database,
  instrument: Instrument,
  responses = 'responses',
): Promise<readonly GroupingItem[]> {
  const able = instrument.items.filter((item) => canGroup(instrument, item))
  if (able.length === 0) return []
  // A column of the name may be left from an attribute of a file that is gone, and then holds no codes.
  const counts = able.map(
    ({ id }, index) =>
      `count(*) FILTER (WHERE lower(column_name) = ${quoteText(id.toLowerCase())})::DOUBLE AS n${index}`,
  )
  const coded = await database.frame(
    `SELECT ${counts.join(', ')} FROM duckdb_columns() WHERE table_name = ${quoteText(responses)} AND data_type LIKE '%INT%'`,
  )
  const items = able.filter((_, index) => (numericColumn(coded, `n${index}`)[0] ?? 0) > 0)
  if (items.length === 0) return []
  const columns = items.map((item, index) => {
    const scale = scaleOf(instrument, item)
    return `bit_or(1::BIGINT << ((${answerExpression(item, scale)})::BIGINT - (${scale.min}))) AS n${index}`
  })
  const frame = await database.frame(`SELECT ${columns.join(', ')} FROM ${quoteName(responses)}`)
  return items.map((item, index): GroupingItem => {
    const { min, max } = scaleOf(instrument, item)
    const answered = numericColumn(frame, `n${index}`)[0] ?? 0
    const codes = Array.from({ length: max - min + 1 }, (_, step) => min + step)
    return { id: item.id, codes: codes.filter((code) => Math.floor(answered / 2 ** (code - min)) % 2 === 1) }
  })
}

/** The engine's names do not distinguish case, and groups stand beside dimensions. */
function canGroup(instrument: Instrument, item: Item): boolean {
  const { kind, min, max } = scaleOf(instrument, item)
  const name = item.id.toLowerCase()
  return (
    item.dimension === null &&
    kind === 'ordinal' &&
    max - min < mostCodes &&
    instrument.dimensions.every(({ id }) => id.toLowerCase() !== name)
  )
}

/**
 * The same survey with some of its items as attributes: their answers by name, in the order of the scale. They are then no outcomes.
 * @param wanted ids that are asked for as groups; those of attributes are passed over
 * @param where conditions, whose values may be codes or labels in any language
 * @param language of the levels' names
 */
export function withGroupingItems(
  dataset: SurveyDataset,
  wanted: ReadonlySet<string>,
  where: readonly Condition[],
  language: Language,
): { readonly dataset: SurveyDataset; readonly where: readonly Condition[] } {
  const asked = (dataset.groupingItems ?? []).filter(
    ({ id }) => wanted.has(id) && dataset.attributes.every((own) => own.id !== id),
  )
  if (asked.length === 0) return { dataset, where }
  const { instrument, tables } = dataset
  const named = asked.flatMap((grouping) => {
    const item = instrument.items.find(({ id }) => id === grouping.id)
    return item === undefined ? [] : [{ grouping, item, levels: levelNames(instrument, item, language) }]
  })
  const values = named.map(({ item, levels }) => {
    const cases = [...levels].map(([code, name]) => `WHEN ${code} THEN ${quoteText(name)}`)
    const type = `ENUM(${[...levels.values()].map(quoteText).join(', ')})`
    return `CAST(CASE ${quoteName(item.id)} ${cases.join(' ')} END AS ${type}) AS ${quoteName(item.id)}`
  })
  return {
    where: where.map((condition) => {
      const own = named.find(({ item }) => item.id === condition.column)
      return own === undefined
        ? condition
        : { ...condition, in: condition.in.map((value) => levelNamed(instrument, own.item, own.levels, value)) }
    }),
    dataset: {
      ...dataset,
      instrument: { ...instrument, items: instrument.items.filter(({ id }) => asked.every((own) => own.id !== id)) },
      attributes: [...dataset.attributes, ...named.map(({ grouping, levels }) => attributeOf(grouping, levels))],
      tables: {
        ...tables,
        responses: `(SELECT * REPLACE (${values.join(', ')}) FROM ${tables.responses})`,
        scores: `(SELECT * FROM ${tables.scores} POSITIONAL JOIN (SELECT ${values.join(', ')} FROM ${tables.responses}))`,
      },
    },
  }
}

function attributeOf({ id, codes, reference }: GroupingItem, levels: ReadonlyMap<number, string>): Attribute {
  const names = codes.flatMap((code) => levels.get(code) ?? [])
  return {
    id,
    levels: names,
    order: names,
    parent: null,
    parentLevels: names.map(() => -1),
    ...(reference === undefined || !names.includes(reference) ? {} : { reference }),
  }
}

/** Codes of the scale and their names in a language; a code without a name goes by itself, and names that several codes share by both. */
function levelNames(instrument: Instrument, item: Item, language: Language): ReadonlyMap<number, string> {
  const { min, max, labels } = scaleOf(instrument, item)
  const codes = Array.from({ length: max - min + 1 }, (_, step) => min + step)
  const plain = codes.map((code) => {
    const label = labels[String(code)]
    return label === undefined ? String(code) : textIn(label, language)
  })
  return new Map(
    codes.map((code, index) => {
      const name = plain[index] ?? ''
      return [code, name !== '' && plain.indexOf(name) === plain.lastIndexOf(name) ? name : `${code} ${name}`.trim()]
    }),
  )
}

/** The level that a code or a label in any language stands for; the value itself where it is none. */
function levelNamed(instrument: Instrument, item: Item, levels: ReadonlyMap<number, string>, value: string): string {
  const { labels } = scaleOf(instrument, item)
  for (const [code, name] of levels)
    if (name === value || String(code) === value || Object.values(labels[String(code)] ?? {}).includes(value))
      return name
  return value
}
