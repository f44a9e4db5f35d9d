import { roundsKnown } from './bridging-rounds'
import { bridgedBy, startBridging, withBridge } from './bridging-steps'
import { redo, undo } from './history'
import type { Opening } from './opening'
import type { InstrumentFile } from './project'
import type { Bridging } from './session'
import { projectOf, type Workbench, type WorkbenchState } from './workbench'

/** What a person can do with two versions of an instrument. */
export interface BridgingDesk {
  /** Holds an earlier state of the project's instrument against the present one. */
  compareWith(earlier: InstrumentFile): void
  choose(change: (bridging: Bridging) => Bridging): void
  undo(): void
  redo(): void
  /** Puts both versions into the project, as one step. Does nothing while something stands in the way. */
  confirm(): void
  /** Takes the version that has come in place of the project's, without a word about what became of which item. */
  replace(): void
  /** Leaves the project as it is. */
  leave(): void
}

/** The two versions that stand on the screen; null where the window shows something else. */
export const shownBridging = ({ session, window }: Pick<WorkbenchState, 'session' | 'window'>): Bridging | null =>
  window.screen === 'instrument' ? session.bridging : null

export const canUndoBridging = (bridging: Bridging | null): boolean => (bridging?.choices.past.length ?? 0) > 0
export const canRedoBridging = (bridging: Bridging | null): boolean => (bridging?.choices.future.length ?? 0) > 0

export function createBridgingDesk(
  workbench: Workbench,
  opening: Pick<Opening, 'takeBridge' | 'editInstrument'>,
): BridgingDesk {
  const { store, patchSession } = workbench
  const now = (): Bridging | null => store.getState().session.bridging
  const put = (bridging: Bridging | null): void => patchSession(() => ({ bridging }))
  const change = (next: (bridging: Bridging) => Bridging): void => {
    const bridging = now()
    if (bridging !== null) put(next(bridging))
  }

  // What is decided is about two documents: when the project has another one, it is about nothing any more.
  store.subscribe((state) => {
    const { bridging } = state.session
    if (bridging !== null && projectOf(state).instrument !== bridging.present) put(null)
  })

  return {
    compareWith: (earlier) => {
      const rounds = roundsKnown(store.getState())
      put(startBridging(workbench.project(), earlier, { isArriving: false, rounds }))
    },
    choose: change,
    undo: () => change((bridging) => ({ ...bridging, choices: undo(bridging.choices) })),
    redo: () => change((bridging) => ({ ...bridging, choices: redo(bridging.choices) })),
    confirm: () => {
      const bridging = now()
      if (bridging === null || bridgedBy(bridging).problems.length > 0) return
      // Files of the newer version were looked at when half of their columns were known to no instrument.
      const again = bridging.isArriving ? bridging.choices.present.newerSources : []
      opening.takeBridge((project) => withBridge(project, bridging), again)
      put(null)
    },
    replace: () => {
      const bridging = now()
      if (bridging === null) return
      put(null)
      opening.editInstrument(bridging.other)
    },
    leave: () => put(null),
  }
}
