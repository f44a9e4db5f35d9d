import type { ReportContext } from '../core/contract'
import type { Mark, Position, Tone } from '../core/figure'
import type { ResultTable } from '../core/result'
import { quantity, type Label, type Phrase } from '../core/words'
import { groupColumns } from './groups'
import type { SurveyDataset } from '../core/datasets'
import { survey } from './words'

/** The columns that groups are formed by, as one label. */
export function columnsLabel(dataset: SurveyDataset, by: readonly string[]): Label {
  return { list: groupColumns(dataset, by).map((attribute): Label => ({ attribute })) }
}

/** What stands beside a group's name: its number of people, or nothing when that is withheld. */
export function sizeAside(n: number | null): { readonly aside?: Label } {
  return n === null ? {} : { aside: survey.say('n', { n }) }
}

/** The note under a figure in which groups were withheld. */
export function withheldNote(hasWithheld: boolean, { minGroup }: Pick<ReportContext, 'minGroup'>): readonly Phrase[] {
  return hasWithheld ? [survey.say('withheld-note', { min: minGroup })] : []
}

/** The note under a figure that does not show every row. */
export function limitNote(shown: number, total: number): readonly Phrase[] {
  return shown < total ? [survey.say('figure-limited', { shown, total })] : []
}

/** The notes under a figure whose numbers all rest on the same people: how many they are, and whether some numbers were withheld. */
export function peopleNotes(
  {
    rows,
    table,
  }: { readonly rows: readonly { readonly cells: { readonly n: number | null } }[]; readonly table: ResultTable },
  context: Pick<ReportContext, 'minGroup'>,
): readonly Phrase[] {
  const n = rows[0]?.cells.n ?? null
  return [
    ...(n === null ? [] : [survey.say('people-note', { n })]),
    ...withheldNote(table.suppressed.length > 0, context),
  ]
}

/** A colon in the row of each withheld group, at the start of the axis. */
export function withheldMark(at: readonly string[], start: number): readonly Mark[] {
  if (at.length === 0 || !Number.isFinite(start)) return []
  return [
    { mark: 'text', x: at.map(() => start), y: at, text: at.map(() => ':'), tone: { role: 'muted' }, anchor: 'start' },
  ]
}

/** The confidence interval of each row. */
export function confidenceMark(
  rows: readonly { readonly cells: { readonly conf_low: number | null; readonly conf_high: number | null } }[],
  at: readonly Position[],
  tone: Tone | readonly Tone[],
  along: 'x' | 'y' = 'x',
): Extract<Mark, { readonly mark: 'interval' }> {
  return {
    mark: 'interval',
    along,
    at,
    low: rows.map(({ cells }) => cells.conf_low),
    high: rows.map(({ cells }) => cells.conf_high),
    tone,
  }
}

/** Coefficients from −1 to 1 as coloured cells, each with its number. */
export function coefficientCells(
  cells: readonly { readonly x: string; readonly y: string; readonly value: number | null; readonly detail: Label }[],
): Mark {
  return {
    mark: 'cell',
    x: cells.map(({ x }) => x),
    y: cells.map(({ y }) => y),
    value: cells.map(({ value }) => value),
    domain: [-1, 1],
    ramp: 'diverging',
    text: cells.map(({ value }) => quantity(value, 'correlation')),
    details: cells.map(({ detail }) => detail),
  }
}
