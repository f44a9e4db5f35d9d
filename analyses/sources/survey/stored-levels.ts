import type { AttributeValues } from '../../core/fields'
import { isMarkedMissing, type HeaderColumn, type TableHead } from '../../readers/reader'
import { plainSpelling, recodingOf } from '../recoding'
import type { SurveyColumns } from './columns'

/** Levels by attribute, the lowest first, of attributes of which the file tells an order. */
export function storedLevels(
  { columns }: TableHead,
  { attributes }: Pick<SurveyColumns, 'attributes'>,
  values?: AttributeValues,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    attributes.flatMap(({ id, index }) => {
      const levels = storedOrder(columns[index], recodingOf(values, id)?.levelOf)
      return levels.length === 0 ? [] : [[id, levels]]
    }),
  )
}

/**
 * The levels of a column in the order in which the file stores them: named codes by their codes, texts as they are listed where the format says that they are ordered. Any other
 * list of texts is in the order in which they happened to appear, and gives none.
 * @param levelOf what a person says that a text is read as; null treats it as blank
 */
export function storedOrder(
  column: HeaderColumn | undefined,
  levelOf: (text: string) => string | null = (text) => text,
): readonly string[] {
  const levels = (column?.levels ?? []).filter(
    ({ value }) => column === undefined || typeof value === 'string' || !isMarkedMissing(column, value),
  )
  const areCodes = levels.some(({ value, label }) => typeof value === 'number' && String(value) !== label)
  if (column?.measure !== 'ordinal' && !areCodes) return []
  const inOrder = levels.toSorted((a, b) =>
    typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : 0,
  )
  const texts = inOrder.map(({ label }) => levelOf(plainSpelling(label)))
  return [...new Set(texts.filter((text) => text !== null))]
}
