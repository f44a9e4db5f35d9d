/**
 * The people that numbers of an analysis stand on, as disclosure control must know them. Bases are declared before anything is computed from several groups together, and
 * the runner decides which of them may be used.
 */
export interface Base {
  /** Under which `compute` finds it among those that may be used. */
  readonly id: string
  /** Who they are: level by column, of `round` and the attributes; empty for everybody. */
  readonly group: Readonly<Record<string, string>>
  /** What the numbers are about. Bases of one family add up to totals that somebody may know, so that one alone cannot be withheld; a base by itself has a family of its own. */
  readonly family: string
  /** People, in one or more ways of counting (in either of two rounds, with complete answers); null where a way does not apply. */
  readonly counts: readonly (number | null)[]
  /** Everybody in it answered alike, so that a mean tells what each of them answered. */
  readonly isUniform?: boolean
  /** The counts are each of one round, though the round is no column of `group`. */
  readonly isOfOneRound?: boolean
  /** Bases of one text are used together or not at all. */
  readonly together?: string
}

/** What the runner hands to `compute`. */
export interface DecidedBases {
  /** Ids of the bases that may be used. What is made of several groups, and every note, is made of these alone. */
  readonly usable: ReadonlySet<string>
  /** The others, with the counts that they were withheld by. */
  readonly withheld: ReadonlyMap<string, Base>
}
