import { isMarkedMissing, tidy, type HeaderColumn, type TableHead } from '../../readers/reader'
import type { SurveyColumns } from './columns'

/** Levels by attribute, the lowest first, of attributes of which the file says that they are ordered: numbers by their codes, texts as they are listed. */
export function storedLevels(
  { columns }: TableHead,
  { attributes }: Pick<SurveyColumns, 'attributes'>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    attributes.flatMap(({ id, index }) => {
      const levels = orderedLevels(columns[index])
      return levels.length === 0 ? [] : [[id, levels]]
    }),
  )
}

function orderedLevels(column: HeaderColumn | undefined): readonly string[] {
  if (column?.measure !== 'ordinal') return []
  return (column.levels ?? [])
    .filter(({ value }) => typeof value === 'string' || !isMarkedMissing(column, value))
    .sort((a, b) => (typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : 0))
    .map(({ label }) => tidy(label.normalize('NFC')))
}
