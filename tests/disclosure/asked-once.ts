import type { Database } from '../../analyses/core/database'
import type { Frame } from '../../analyses/core/datasets'

/**
 * An engine that answers what it was asked before from what it said then: analyses with other options mostly ask the same of the same data. Frames are never changed by whoever is
 * given them, which the conformance suite holds. Whatever is put in, or executed, is forgotten with all that was asked.
 */
export function askedOnce(engine: Database): Database {
  const known = new Map<string, Frame>()
  return {
    ...engine,
    insert: (...given) => {
      known.clear()
      return engine.insert(...given)
    },
    execute: (...given) => {
      known.clear()
      return engine.execute(...given)
    },
    frame: async (statement, ...given) => {
      const found = known.get(statement) ?? (await engine.frame(statement, ...given))
      known.set(statement, found)
      return found
    },
  }
}
