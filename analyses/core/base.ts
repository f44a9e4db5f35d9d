/**
 * The people that numbers of an analysis stand on, as disclosure control must know them. Bases are declared before anything is computed from several groups together, and
 * the runner decides which of them may be used.
 */
export interface Base {
  /** The name under which `compute` finds it among the bases that may be used. */
  readonly id: string
  /** Who the people are: the level of each column (`round` and the attributes) that they share; empty for everybody. */
  readonly group: Readonly<Record<string, string>>
  /** What the numbers are about. Bases of one family add up to totals that somebody may know, so that one alone cannot be withheld; a base by itself has a family of its own. */
  readonly family: string
  /** The number of people, in one or more ways of counting (in either of two rounds, with complete answers); null where a way does not apply. */
  readonly counts: readonly (number | null)[]
  /** Whether everybody in it gave the same answer, so that a mean tells what each of them answered. */
  readonly isUniform?: boolean
  /** Whether each count is of a single round, although the round is no column of `group`. */
  readonly isOfOneRound?: boolean
  /** Bases with the same text here are used together or not at all. */
  readonly together?: string
}

/** What the runner decided about the bases of a run, as `compute` receives it. */
export interface DecidedBases {
  /** Ids of the bases that may be used. Whatever is computed from several groups, and every note, may rest on these alone. */
  readonly usable: ReadonlySet<string>
  /** The bases that may not be used, with the counts for which they were withheld. */
  readonly withheld: ReadonlyMap<string, Base>
}
