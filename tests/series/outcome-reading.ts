import { createSpeaker } from '../../analyses/core/speaker'
import type { FigureSpec, Mark, Panel } from '../../analyses/core/figure'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import type { Label } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import type { AnalysisOutcome } from '../../analyses/recipe/run'

/** The rows of a table by column id. */
export function rowsOf(outcome: AnalysisOutcome, table: string): readonly TableRow[] {
  const found = outcome.tables.find(({ id }) => id === table)
  if (found === undefined) throw new Error(`no table ${table}: ${JSON.stringify(outcome.refusal)}`)
  return rowsOfTable(found).map(({ cells }) => cells)
}

/** One column of a table from top to bottom. */
export function columnOf(outcome: AnalysisOutcome, table: string, column: string): readonly TableRow[string][] {
  return rowsOf(outcome, table).map((cells) => cells[column] ?? null)
}

/** Codes of the notes that a run gave, in their order. */
export function noteCodes(outcome: AnalysisOutcome): readonly string[] {
  return outcome.notes.map(({ code }) => code)
}

export function inEnglish(label: Label): string {
  return createSpeaker('en', messagesOf('en'), null).label(label)
}

export function onlyFigure(outcome: AnalysisOutcome): FigureSpec {
  const [figure] = outcome.figures
  if (figure === undefined || outcome.figures.length > 1) throw new Error(`${outcome.figures.length} figures`)
  return figure
}

export function panelOf(outcome: AnalysisOutcome, id: string): Panel {
  const panel = onlyFigure(outcome).panels.find((candidate) => candidate.id === id)
  if (panel === undefined) throw new Error(`no panel ${id}`)
  return panel
}

type Drawn<Kind extends Mark['mark']> = Extract<Mark, { readonly mark: Kind }>

/** The marks of one kind and tone, in drawing order. */
export function marksOf<Kind extends Mark['mark']>(panel: Panel, kind: Kind, role: string): readonly Drawn<Kind>[] {
  return panel.marks.filter(
    (mark): mark is Drawn<Kind> =>
      mark.mark === kind && 'tone' in mark && 'role' in mark.tone && mark.tone.role === role,
  )
}

/** The stretches of a line between its breaks, each as [time in ISO 8601, value]. */
export function stretchesOf({ x, y }: Drawn<'line'>): readonly (readonly (readonly [string, number])[])[] {
  const stretches: (readonly [string, number])[][] = [[]]
  x.forEach((time, index) => {
    const value = y[index]
    if (typeof time !== 'number' || typeof value !== 'number') stretches.push([])
    else stretches.at(-1)?.push([new Date(time).toISOString(), value])
  })
  return stretches.filter((stretch) => stretch.length > 0)
}
