import type { Session } from '../state/session'
import type { WorkbenchState } from '../state/workbench'
import type { Command } from './command'

/** Copies the first figure of the analysis shown; a figure that holds the focus copies itself with the same keys. */
export const outputCopyFigure = {
  id: 'output.copy-figure',
  label: 'command.output-copy-figure',
  group: 'output',
  shortcut: 'Mod+Shift+C',
  enabled: ({ session, window }) => window.busy === null && firstFigure(session, window) !== null,
  run: ({ exports, workbench }) => {
    const { session, window } = workbench.store.getState()
    const found = firstFigure(session, window)
    return found === null ? undefined : exports.copyFigure(found.as, found.figure, 'png')
  },
} as const satisfies Command

function firstFigure(
  { results }: Pick<Session, 'results'>,
  { screen, analysis }: Pick<WorkbenchState['window'], 'screen' | 'analysis'>,
): { readonly as: string; readonly figure: string } | null {
  if (screen !== 'analyses' || analysis === null) return null
  const figure = results[analysis]?.outcome?.figures[0]
  return figure === undefined ? null : { as: analysis, figure: figure.id }
}
