import { randomSource } from '../random-source'
import type { Mutation, OperatorName } from './operators'

/** The room of a source file: `analyses/drivers`, `renderer/views`, `main`, `preload`. */
export function roomOf(file: string): string {
  const [top = '', room, ...rest] = file.split('/')
  return room === undefined || rest.length === 0 || top === 'preload' ? top : `${top}/${room}`
}

/** The entries in an order that the random source says. */
function shuffled<Entry>(entries: readonly Entry[], random: () => number): readonly Entry[] {
  const order = [...entries]
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1))
    const kept = order[index]!
    order[index] = order[other]!
    order[other] = kept
  }
  return order
}

function groupedBy<Key, Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => Key): ReadonlyMap<Key, Entry[]> {
  const groups = new Map<Key, Entry[]>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [entry])
    else group.push(entry)
  }
  return groups
}

/**
 * A sample in which each room comes as often as any other while it lasts, and within a room each operator. So a dropped
 * note is as likely as a changed constant, though constants are many more.
 *
 * @param isUsable leaves a mutation out once it has been drawn: one that does not parse
 * @returns at most `count` mutations; the same for the same mutations, count and seed
 */
export function sampleMutations(
  mutations: readonly Mutation[],
  count: number,
  seed: number,
  isUsable: (mutation: Mutation) => boolean = () => true,
): readonly Mutation[] {
  const random = randomSource(seed)
  const rooms = shuffled(
    [...groupedBy(mutations, ({ file }) => roomOf(file)).values()].map((inRoom) =>
      shuffled(
        [...groupedBy<OperatorName, Mutation>(inRoom, ({ operator }) => operator).values()].map((ofOperator) => [
          ...shuffled(ofOperator, random),
        ]),
        random,
      ),
    ),
    random,
  ).map((byOperator) => roundRobin(byOperator))
  const sample: Mutation[] = []
  for (const mutation of roundRobin(rooms)) {
    if (sample.length >= count) break
    if (isUsable(mutation)) sample.push(mutation)
  }
  return sample
}

/** One entry of each sequence in turn, until all are used up. */
function* roundRobin<Entry>(sequences: readonly Iterable<Entry>[]): Generator<Entry> {
  let running = sequences.map((sequence) => sequence[Symbol.iterator]())
  while (running.length > 0) {
    const still: Iterator<Entry>[] = []
    for (const sequence of running) {
      const { value, done } = sequence.next()
      if (done === true) continue
      yield value
      still.push(sequence)
    }
    running = still
  }
}
