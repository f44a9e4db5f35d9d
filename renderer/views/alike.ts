import type { Note } from '../../analyses/core/words'

/** A list in groups of one kind, each where the first of its kind stands. */
export function together<Entry>(
  list: readonly Entry[],
  kindOf: (entry: Entry) => string,
): readonly (readonly Entry[])[] {
  const groups = new Map<string, Entry[]>()
  for (const entry of list) {
    const kind = kindOf(entry)
    const group = groups.get(kind)
    if (group === undefined) groups.set(kind, [entry])
    else group.push(entry)
  }
  return [...groups.values()]
}

/** Notes that say the same of different things: the first is read, the others are counted and opened. */
export interface AlikeNotes {
  readonly first: Note
  readonly others: readonly Note[]
}

/** From this many on, notes of one kind are one notice. */
const alikeFrom = 3

/** Notes in their order, those of one kind together where the first of them stands. */
export function alikeNotes(notes: readonly Note[]): readonly AlikeNotes[] {
  return together(notes, ({ level, code }) => `${level} ${code}`).flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    return same.length < alikeFrom
      ? same.map((note) => ({ first: note, others: [] }))
      : [{ first, others: same.slice(1) }]
  })
}
