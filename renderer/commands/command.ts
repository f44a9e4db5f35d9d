import type { WordKey } from '../i18n/words'
import type { Workbench, WorkbenchState } from '../state/workbench'
import type { ColumnLooks } from '../state/column-looks'
import type { Attacks } from '../state/disclosure'
import type { BridgingDesk } from '../state/bridging'
import type { DraftingDesk } from '../state/drafting'
import type { Exports } from '../state/exporting'
import type { Loading } from '../state/loading'
import type { RowLooks } from '../state/row-looks'
import type { Opening } from '../state/opening'
import type { QualityLooks } from '../state/quality'
import type { VariableLooks } from '../state/variables'

/** What commands may use. Everything they tell the user goes through `tell`. */
export interface CommandContext {
  readonly workbench: Workbench
  readonly opening: Opening
  readonly loading: Loading
  readonly drafting: DraftingDesk
  readonly bridging: BridgingDesk
  readonly exports: Exports
  readonly columns: ColumnLooks
  readonly rows: RowLooks
  readonly quality: QualityLooks
  readonly attacks: Attacks
  readonly variables: VariableLooks
  tell(message: Told): void
  openPalette(): void
  /** Asks for files with the browser's own picker; empty when called off. */
  pickFiles(): Promise<readonly File[]>
}

/** A message of the window that goes away by itself. */
export interface Told {
  readonly key: WordKey
  readonly values?: Readonly<Record<string, string | number>>
  /** A warning stays until it is closed: what it says bears on the results. */
  readonly level: 'info' | 'warning' | 'error'
}

/** One thing the user can do, wherever it is done from: palette, shortcut, menu or button. */
export interface Command {
  readonly id: string
  readonly label: WordKey
  readonly group: 'project' | 'edit' | 'view' | 'analysis' | 'output' | 'help'
  /** `Mod` is Control, on a Mac Command. */
  readonly shortcut?: string
  /** Left out of the palette where it would say nothing more than its place in the window. */
  readonly isHidden?: boolean
  enabled(state: WorkbenchState): boolean
  /** Told when the native menu, which cannot grey it out, chooses it while it is not enabled. */
  readonly whenDisabled?: WordKey
  run(context: CommandContext): void | Promise<void>
}

export const always = (): boolean => true
export const hasAnalysis = ({ window, history }: WorkbenchState): boolean =>
  window.screen === 'analyses' && history.present.analyses.some(({ as }) => as === window.analysis)
