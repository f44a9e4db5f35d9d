/** Work that must not overlap: each piece begins when the one before it has ended, however that ended. */
export interface Turns {
  take<Value>(work: () => Promise<Value>): Promise<Value>
  /** Resolves when everything that was asked for so far has ended. */
  ended(): Promise<void>
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return {
    take: (work) => {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    },
    ended: async () => void (await last),
  }
}
