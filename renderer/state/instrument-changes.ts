import type { Language } from '../../analyses/core/words'
import { instrumentChanges, nextVersion, type InstrumentChange } from '../../analyses/instrument/changes'
import { readInstrument } from './loading-steps'
import type { InstrumentFile } from './project'

/** What became of an instrument since it was loaded or saved as a file. */
export interface ChangesSince {
  /** The instrument as it was then. */
  readonly earlier: InstrumentFile
  readonly version: string
  readonly changes: readonly InstrumentChange[]
  /** The version that is proposed where the meaning changed and the version did not; null where there is nothing to ask. */
  readonly nextVersion: string | null
}

/** Edited state → the state that it was edited from first. Undo and redo give back the same states, so that what was said of them holds. */
const origins = new WeakMap<InstrumentFile, InstrumentFile>()

/** Remembers from what an instrument was edited. */
export function keepOrigin(before: InstrumentFile, after: InstrumentFile): void {
  origins.set(after, origins.get(before) ?? before)
}

/** An instrument that is written to a file of its own is what later changes are told against. */
export const markInstrumentSaved = (file: InstrumentFile): void => void origins.delete(file)

const told = new WeakMap<InstrumentFile, Map<Language, ChangesSince | null>>()

/**
 * What an instrument has otherwise than when it was loaded or last saved as a file; null where it was not edited, or where one of the two cannot be read.
 * @param language in which items and dimensions are named
 */
export function changesSince(file: InstrumentFile, language: Language): ChangesSince | null {
  const known = told.get(file) ?? new Map<Language, ChangesSince | null>()
  told.set(file, known)
  if (!known.has(language)) known.set(language, changesAnew(file, language))
  return known.get(language) ?? null
}

function changesAnew(file: InstrumentFile, language: Language): ChangesSince | null {
  const earlier = origins.get(file)
  if (earlier === undefined) return null
  const [before, after] = [readInstrument(earlier).instrument, readInstrument(file).instrument]
  if (before === null || after === null) return null
  const changes = instrumentChanges(before, after, language)
  const isAsked =
    before.id === after.id && before.version === after.version && changes.some(({ isOfMeaning }) => isOfMeaning)
  return { earlier, version: before.version, changes, nextVersion: isAsked ? nextVersion(after.version) : null }
}
