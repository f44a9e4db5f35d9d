import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase } from '../core/words'
import type { ResultTable } from '../core/result'
import { shownRows } from '../survey/table-reading'
import type { StructureOptions } from './options'

export const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `structure:${key}`, values })

/** Said under every figure: people, and disclosure control where it took something. */
export function figureNotes(table: ResultTable, context: ReportContext<SurveyDataset>): readonly Label[] {
  const n = shownRows(table, [], 'n')[0]?.number('n') ?? null
  return [
    ...(n === null ? [] : [phrase('note.n', { n })]),
    ...(table.suppressed.length > 0
      ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const]
      : []),
  ]
}

/** A factor's name: a dimension of the instrument, or one that was found. */
export const factorLabel = (id: string, options: StructureOptions): Label =>
  options.method === 'cfa' ? { dimension: id } : id
