import type { Mutation, OperatorName } from './operators'

/** The room of a source file: `analyses/drivers`, `renderer/views`, `main`, `preload`. */
export function roomOf(file: string): string {
  const [top = '', room, ...rest] = file.split('/')
  return room === undefined || rest.length === 0 || top === 'preload' ? top : `${top}/${room}`
}

/** A number in [0, 2³²) that a text gives, spread evenly (FNV-1a, then the finalizer of MurmurHash3). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The entries in an order that the seed and their own names say, so that one more or less leaves the order of the others. */
function shuffled<Entry>(entries: readonly Entry[], seed: number, nameOf: (entry: Entry) => string): readonly Entry[] {
  return entries
    .map((entry) => ({ entry, at: hashOf(`${seed} ${nameOf(entry)}`) }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry)
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

/** What names a mutation while lines move: where it is, the line as it was, and the change. */
export const nameOf = ({ file, code, change }: Pick<Mutation, 'file' | 'code' | 'change'>): string =>
  [file, code, change].join('\n')

/**
 * A sample in which each room comes as often as any other while it lasts, and within a room each operator. So a dropped
 * note is as likely as a changed constant, though constants are many more. Which mutations are drawn depends on the seed
 * and on their names alone: a change elsewhere leaves them in the sample.
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
  const rooms = [...groupedBy(mutations, ({ file }) => roomOf(file))]
  const ordered = shuffled(rooms, seed, ([room]) => room).map(([room, inRoom]) => {
    const byOperator = [...groupedBy<OperatorName, Mutation>(inRoom, ({ operator }) => operator)]
    return roundRobin(
      shuffled(byOperator, seed, ([operator]) => `${room} ${operator}`).map(([, each]) => shuffled(each, seed, nameOf)),
    )
  })
  const sample: Mutation[] = []
  for (const mutation of roundRobin(ordered)) {
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
