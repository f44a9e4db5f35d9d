import type { Database } from '../core/database'
import { factorColumn, numericColumn, quoteName, quoteText } from '../core/datasets'
import { InputError } from '../core/errors'
import type { Instrument, Item, ResponseScale } from '../instrument/model'
import type { Preparation } from '../survey/open'
import { numberText, readableColumns, testExpression, type ReadableColumn } from '../survey/readable-columns'
import { columnsRead, isNumber, type NumberVariable, type Variable } from './model'
import { code, info } from './words'

/** The table of the rows with their computed variables. */
const computedTable = 'computed_responses'
/** Between the levels that a combination joins. Groups of several attributes are joined by a middle dot, from which it must be told. */
const dash = ' – '

/**
 * Computes the steps in their order, each from the rows with the variables before it, in one pass a step over the table. The rows as they were read stay as they are.
 * A level is an attribute like any other; a number is an item without a dimension, so that it is an outcome.
 *
 * The step throws InputError, with the place in `variables`, for a column that the data do not have and a name that they have already.
 */
export const computing =
  (variables: readonly Variable[]): Preparation =>
  async (database, survey) => {
    const { tables } = survey
    let { attributes, instrument } = survey
    const fileLevels: Record<string, readonly string[]> = { ...survey.fileLevels }
    const notes = [...survey.notes]
    const expressions: string[] = []
    const relation = (): string =>
      expressions.reduce((inner, expression) => `(SELECT *, ${expression} FROM ${inner})`, quoteName(tables.responses))
    for (const [index, variable] of variables.entries()) {
      const place = `variables[${index}]`
      const taken = [
        ...attributes,
        ...instrument.items.map(({ id }) => id),
        ...instrument.dimensions.map(({ id }) => id),
      ]
      if (taken.some((id) => id.toLowerCase() === variable.id.toLowerCase()))
        throw new InputError(code('id-taken'), { id: variable.id }, { path: `${place}.id` })
      const readables = readableColumns(attributes, instrument)
      for (const { column, path } of columnsRead(variable))
        if (!readables.has(column))
          throw new InputError(
            code('no-such-column'),
            { id: variable.id, column, columns: { list: [...readables.keys()] } },
            { path: `${place}${pathText(path)}` },
          )
      const reading = (column: string): ReadableColumn =>
        readables.get(column) ?? { text: 'NULL', number: 'NULL', range: null }
      if (isNumber(variable)) {
        expressions.push(`${numberExpression(variable, reading)}::DOUBLE AS ${quoteName(variable.id)}`)
        instrument = withNumber(instrument, variable, reading)
      } else {
        const expression = levelExpression(variable, reading)
        const levels = await levelsOf(database, variable, expression, relation(), reading)
        const type = levels.length === 0 ? 'VARCHAR' : `ENUM(${levels.map(quoteText).join(', ')})`
        expressions.push(`CAST(${expression} AS ${type}) AS ${quoteName(variable.id)}`)
        attributes = [...attributes, variable.id]
        fileLevels[variable.id] = levels
      }
    }
    await database.execute(`DROP TABLE IF EXISTS ${computedTable}`)
    await database.execute(`CREATE TABLE ${computedTable} AS SELECT * FROM ${relation()}`)
    for (const { id, n } of await countMissing(database, variables))
      if (n > 0) notes.push(info('missing', { variable: id, n }))
    return { ...survey, attributes, instrument, fileLevels, notes, tables: { ...tables, responses: computedTable } }
  }

const pathText = (path: readonly (string | number)[]): string =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')

type Reading = (column: string) => ReadableColumn

function levelExpression(variable: Exclude<Variable, NumberVariable>, reading: Reading): string {
  switch (variable.kind) {
    case 'bands': {
      const { number } = reading(variable.of)
      const below = variable.limits.map(
        (limit, index) => `WHEN ${number} < ${numberText(limit)} THEN ${quoteText(variable.levels[index] ?? '')}`,
      )
      return `CASE WHEN ${number} IS NULL OR isnan(${number}) THEN NULL ${below.join(' ')} ELSE ${quoteText(variable.levels.at(-1) ?? '')} END`
    }
    case 'recode': {
      const { text } = reading(variable.of)
      const cases = Object.entries(variable.into).map(
        ([from, into]) => `WHEN ${quoteText(from)} THEN ${quoteText(into)}`,
      )
      const others = variable.others === 'keep' ? text : 'NULL'
      return cases.length === 0 ? others : `CASE ${text} ${cases.join(' ')} ELSE ${others} END`
    }
    case 'condition': {
      const cases = variable.cases.map(({ if: tests, level }) => {
        const holds = tests.map((each) => testExpression(each, reading(each.of))).join(' AND ')
        return `WHEN (${holds}) IS NULL THEN NULL WHEN ${holds} THEN ${quoteText(level)}`
      })
      return `CASE ${cases.join(' ')} ELSE ${variable.else === undefined ? 'NULL' : quoteText(variable.else)} END`
    }
    case 'combination':
      return variable.of.map((column) => reading(column).text).join(` || ${quoteText(dash)} || `)
  }
}

/** How many of the columns must have a value. */
const neededOf = ({ needed, of }: NumberVariable): number =>
  needed === 'all' ? of.length : needed === 'half' ? Math.ceil(of.length / 2) : needed

/** In the order of the columns, so that the sum has the same bits in every engine. */
function numberExpression(variable: NumberVariable, reading: Reading): string {
  const numbers = variable.of.map((column) => reading(column).number)
  const given = numbers.map((number) => `(CASE WHEN ${number} IS NULL THEN 0 ELSE 1 END)`).join(' + ')
  const counted = numbers.map((number) =>
    variable.in === undefined
      ? `(CASE WHEN ${number} IS NULL THEN 0 ELSE 1 END)`
      : `(CASE WHEN ${number} IN (${variable.in.map(numberText).join(', ')}) THEN 1 ELSE 0 END)`,
  )
  const sum = numbers.map((number) => `coalesce(${number}, 0)`).join(' + ')
  const value =
    variable.kind === 'count' ? counted.join(' + ') : variable.kind === 'sum' ? sum : `(${sum}) / (${given})`
  return `(CASE WHEN ${given} >= ${neededOf(variable)} THEN ${value} END)`
}

/** The levels that occur, in the order in which they were declared, else in that of their parts or of the alphabet. */
async function levelsOf(
  database: Database,
  variable: Variable,
  expression: string,
  relation: string,
  reading: Reading,
): Promise<readonly string[]> {
  const parts = variable.kind === 'combination' ? variable.of.map((column) => reading(column).text).join(', ') : null
  const frame = await database.frame(
    parts === null
      ? `SELECT DISTINCT ${expression} AS level FROM ${relation} ORDER BY level`
      : `SELECT ${expression} AS level FROM ${relation} GROUP BY ALL ORDER BY level`,
  )
  const { codes, levels } = factorColumn(frame, 'level')
  const found = [...new Set(Array.from(codes, (at) => levels[at]))].filter((level) => level !== undefined)
  const declared = declaredLevels(variable)
  return [...declared.filter((level) => found.includes(level)), ...found.filter((level) => !declared.includes(level))]
}

function declaredLevels(variable: Variable): readonly string[] {
  switch (variable.kind) {
    case 'bands':
      return variable.levels
    case 'recode':
      return [...new Set(Object.values(variable.into))]
    case 'condition':
      return [
        ...new Set([
          ...variable.cases.map(({ level }) => level),
          ...(variable.else === undefined ? [] : [variable.else]),
        ]),
      ]
    default:
      return []
  }
}

/** The instrument with a number as an item that stands alone, on a scale from the lowest to the highest that the declared scales allow. */
function withNumber(instrument: Instrument, variable: NumberVariable, reading: Reading): Instrument {
  const { id, kind, of } = variable
  const ranges = of.map((column) => reading(column).range ?? [-1e15, 1e15])
  const needed = neededOf(variable)
  const lows = ranges.map(([low]) => low).toSorted((a, b) => a - b)
  const highs = ranges.map(([, high]) => high).toSorted((a, b) => b - a)
  const total = (ends: readonly number[], isFewest: (end: number) => boolean): number =>
    ends.reduce((sum, end, index) => (index < needed || isFewest(end) ? sum + end : sum), 0)
  const [min, max] =
    kind === 'count'
      ? [0, of.length]
      : kind === 'mean'
        ? [lows[0] ?? 0, highs[0] ?? 0]
        : [total(lows, (end) => end < 0), total(highs, (end) => end > 0)]
  const scaleId = freeScale(instrument, id)
  const scale: ResponseScale = { id: scaleId, kind: 'continuous', min, max, labels: {}, nonResponses: [] }
  const item: Item = {
    id,
    dimension: null,
    scale: scaleId,
    text: {},
    reversed: false,
    aliases: [],
    askedOf: [],
    changed: [],
  }
  return { ...instrument, scales: [...instrument.scales, scale], items: [...instrument.items, item] }
}

function freeScale({ scales }: Instrument, id: string): string {
  let name = id
  while (scales.some((scale) => scale.id === name)) name = `${name}_`
  return name
}

/** How many rows have no value of each variable. */
async function countMissing(
  database: Database,
  variables: readonly Variable[],
): Promise<readonly { readonly id: string; readonly n: number }[]> {
  const frame = await database.frame(
    `SELECT ${variables.map(({ id }, index) => `(count(*) - count(${quoteName(id)}))::DOUBLE AS n${index}`).join(', ')} FROM ${computedTable}`,
  )
  return variables.map(({ id }, index) => ({ id, n: numericColumn(frame, `n${index}`)[0] ?? 0 }))
}
