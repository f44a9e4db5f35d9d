import { quoteName, type SurveyDataset } from '../core/datasets'
import { outcomeOf } from './outcomes'

/**
 * One row for each respondent who has a value of every outcome, in the order of the files. Columns: those named, and the others asked for.
 * @param outcomes the outcome of each column, by the column's name; it begins with # where there are attributes beside it
 * @param columns attributes and `round`, which may be missing
 * @param condition SQL that the respondents must meet
 */
export function completeCasesStatement(
  dataset: SurveyDataset,
  outcomes: Readonly<Record<string, string>>,
  columns: readonly string[] = [],
  condition = 'TRUE',
): string {
  const names = Object.keys(outcomes)
  const wanted = Object.entries(outcomes).map(([name, id]) => ({ ...outcomeOf(dataset, id), name }))
  const relations = (['scores', 'responses'] as const).filter((relation) =>
    wanted.some((own) => own.relation === relation),
  )
  const keys = ['"_source"', '"_row"']
  const selects = relations.map((relation, index) => {
    const values = wanted
      .filter((own) => own.relation === relation)
      .map(({ value, name }) => `${value} AS ${quoteName(name)}`)
    const others = index === 0 ? columns.map(quoteName) : []
    return `(SELECT ${[...keys, ...others, ...values].join(', ')} FROM ${dataset.tables[relation]} WHERE ${condition})`
  })
  return `SELECT ${[...names, ...columns].map(quoteName).join(', ')} FROM ${selects.join(' JOIN ')}${selects.length > 1 ? ` USING (${keys.join(', ')})` : ''} WHERE ${names.map((name) => `${quoteName(name)} IS NOT NULL`).join(' AND ')} ORDER BY ${keys.join(', ')}`
}
