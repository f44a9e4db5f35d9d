import { answerTimeColumns, impossibleTable, quoteName } from '../core/datasets'
import type { SurveyShape } from './shape'

/** Attributes that hold an age in years, by the words that surveys use. */
const ageName = /^(age|alder|ålder|aldur)$/iu
/** Ages that nobody at work has. The oldest person known became 122. */
const [youngest, oldest] = [5, 122]

/**
 * How many cells of a row cannot be right: answers outside their scale (which are treated as blank in every analysis), an age outside 5 to 122, an end before its beginning, a
 * duration below 0. Null where nothing in the data could show it.
 */
export function impossibleValues({ attributes, columns, table, hasImpossible }: SurveyShape): string | null {
  const { started, ended, seconds } = answerTimeColumns
  const ages = attributes.filter(({ id }) => ageName.test(id))
  const times = [
    ...(columns.has(started) && columns.has(ended) ? [`coalesce("${ended}" < "${started}", FALSE)`] : []),
    ...(columns.has(seconds) ? [`coalesce("${seconds}" < 0, FALSE)`] : []),
  ]
  const terms = [
    ...(hasImpossible ? ['coalesce(cells, 0)'] : []),
    ...ages.map(({ id }) => {
      const age = `try_cast(replace(${quoteName(id)}::VARCHAR, ',', '.') AS DOUBLE)`
      return `coalesce((${age} < ${youngest} OR ${age} > ${oldest})::INTEGER, 0)`
    }),
    ...(times.length === 0 ? [] : [`coalesce((${times.join(' OR ')})::INTEGER, 0)`]),
  ]
  const outside = hasImpossible
    ? ` LEFT JOIN (SELECT "_source" AS "#source", "_row" AS "#row", cells FROM ${impossibleTable}) ON "#source" = "_source"::VARCHAR AND "#row" = "_row"`
    : ''
  return terms.length === 0
    ? null
    : `SELECT "_source", "_row", ${terms.join(' + ')} AS value FROM ${quoteName(table)}${outside}`
}
