import { inverseOf, isInvertible, product, subtract, type Residue } from './residues'
import type { Unknowns } from './small-sums'

type Vector = ReadonlyMap<number, Residue>

/**
 * A quick proof that a sum touches many people, whatever is added to it of the sums before it.
 *
 * The atoms of a round are divided into `least` parts. Where the sum, looked at in the columns of a part alone, is no combination of the sums before it, looked at there alone,
 * every combination that has it is somewhere not 0 in that part, and so touches one of its people at least. Where this holds for each part, such a combination touches `least`
 * people of the round, who are different persons; people of two rounds may be the same ones, so that no part has atoms of another round. The proof is sufficient and not
 * necessary: the fewer sums there are and the more people, the more often it is found. Several divisions are tried in each round.
 */
export interface SpreadProof {
  holds(vector: Vector): boolean
  /** Takes in a sum that is told. */
  add(vector: Vector): void
}

interface Division {
  /** The part of each atom; −1 for one that is in none. */
  readonly partOf: Int32Array
  readonly echelons: readonly Map<number, Vector>[]
}

export function createSpreadProof({ atomOf, people }: Unknowns, least: number): SpreadProof {
  const divisions = divisionsOf(people, least)
  let isSound = true
  /** A vector in the columns of each part. */
  const partsOf = (vector: Vector, { partOf, echelons }: Division): readonly Map<number, Residue>[] => {
    const parts = echelons.map(() => new Map<number, Residue>())
    for (const [column, value] of vector) parts[partOf[atomOf[column] ?? -1] ?? -1]?.set(column, value)
    return parts
  }
  return {
    holds: (vector) =>
      isSound &&
      divisions.some((division) => {
        const parts = partsOf(vector, division)
        return division.echelons.every((echelon, part) => reducedBy(echelon, parts[part] ?? new Map()).size > 0)
      }),
    add: (vector) => {
      for (const division of divisions)
        partsOf(vector, division).forEach((part, index) => {
          if (!take(division.echelons[index] ?? new Map(), part)) isSound = false
        })
    },
  }
}

/** Each round divided in three ways: atoms in turn, in runs, and shifted by one with every turn; atoms that are alike stand beside each other. */
function divisionsOf(people: Unknowns['people'], least: number): readonly Division[] {
  const rounds = people.reduce((most, counts) => Math.max(most, counts.length), 0)
  return Array.from({ length: rounds }, (_, round) => {
    const members = people.flatMap((counts, atom) => ((counts[round] ?? 0) > 0 ? [atom] : []))
    const ways = [
      (place: number) => place % least,
      (place: number) => Math.floor((place * least) / members.length),
      (place: number) => (place + Math.floor(place / least)) % least,
    ]
    return members.length < least ? [] : ways.map((partAt) => division(members, people.length, least, partAt))
  }).flat()
}

function division(
  members: readonly number[],
  atoms: number,
  parts: number,
  partAt: (place: number) => number,
): Division {
  const partOf = new Int32Array(atoms).fill(-1)
  members.forEach((atom, place) => {
    partOf[atom] = partAt(place)
  })
  return { partOf, echelons: Array.from({ length: parts }, () => new Map<number, Vector>()) }
}

/** Takes the pivots out of a vector, which is changed. A row has 0 at the pivots of the rows before it, so that one pass is enough. */
function reducedBy(echelon: ReadonlyMap<number, Vector>, vector: Map<number, Residue>): Map<number, Residue> {
  for (const [pivot, row] of echelon) {
    const value = vector.get(pivot)
    if (value !== undefined) subtract(vector, row, value)
  }
  return vector
}

/** Adds what is left of a vector, with 1 at its pivot. @returns false where there is something left and nothing to divide it by, so that no proof holds any more */
function take(echelon: Map<number, Vector>, vector: Map<number, Residue>): boolean {
  const left = reducedBy(echelon, vector)
  if (left.size === 0) return true
  const pivot = [...left].find(([, value]) => isInvertible(value))
  if (pivot === undefined) return false
  const scale = inverseOf(pivot[1])
  echelon.set(pivot[0], new Map([...left].map(([column, value]) => [column, product(value, scale)])))
  return true
}
