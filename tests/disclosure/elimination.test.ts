import { describe, expect, test } from 'vitest'
import { tellableSums, type LinearSum } from '../../analyses/disclosure/elimination'
import { one, product, quotient, residueOfDouble, residueOf } from '../../analyses/disclosure/residues'
import { random } from '../../analyses/numeric/resampling/random'

/** Fractions of whole numbers, for elimination by hand. */
type Fraction = readonly [bigint, bigint]
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
const fraction = (top: bigint, bottom: bigint): Fraction => {
  const by = gcd(top, bottom) * (bottom < 0n ? -1n : 1n)
  return by === 0n ? [0n, 1n] : [top / by, bottom / by]
}
const times = (x: Fraction, y: Fraction): Fraction => fraction(x[0] * y[0], x[1] * y[1])
const less = (x: Fraction, y: Fraction): Fraction => fraction(x[0] * y[1] - y[0] * x[1], x[1] * y[1])

function rankOf(matrix: readonly (readonly Fraction[])[]): number {
  const rows = matrix.map((row) => [...row])
  let rank = 0
  const width = rows[0]?.length ?? 0
  for (let column = 0; column < width; column += 1) {
    const at = rows.findIndex((row, index) => index >= rank && (row[column]?.[0] ?? 0n) !== 0n)
    if (at < 0) continue
    const [pivotRow = []] = rows.splice(at, 1)
    rows.splice(rank, 0, pivotRow)
    const pivot = pivotRow[column] ?? [1n, 1n]
    for (let other = rank + 1; other < rows.length; other += 1) {
      const row = rows[other] ?? []
      const factor = times(row[column] ?? [0n, 1n], fraction(pivot[1], pivot[0]))
      if (factor[0] === 0n) continue
      rows[other] = row.map((value, index) => less(value, times(factor, pivotRow[index] ?? [0n, 1n])))
    }
    rank += 1
  }
  return rank
}

interface Case {
  readonly atomOf: readonly number[]
  readonly people: readonly (readonly number[])[]
  readonly sums: readonly (readonly Fraction[])[]
}

const peopleIn = (atoms: readonly number[], people: Case['people']): number =>
  Math.max(
    0,
    ...(people[0] ?? []).map((_, round) => atoms.reduce((total, atom) => total + (people[atom]?.[round] ?? 0), 0)),
  )

/** By the definition: a combination touches only a set of atoms when the sums lose rank outside it. */
function tellsOfFew(sums: Case['sums'], { atomOf, people }: Case, least: number): boolean {
  if (sums.length === 0) return false
  const whole = rankOf(sums)
  for (let set = 1; set < 2 ** people.length; set += 1) {
    const atoms = people.flatMap((_, atom) => (Math.floor(set / 2 ** atom) % 2 === 1 ? [atom] : []))
    if (peopleIn(atoms, people) >= least) continue
    const outside = sums.map((row) => row.filter((_, column) => !atoms.includes(atomOf[column] ?? -1)))
    if (rankOf(outside) < whole) return true
  }
  return false
}

function byDefinition(one: Case, least: number): readonly boolean[] {
  const told: (readonly Fraction[])[] = []
  return one.sums.map((sum) => {
    const isTold = !tellsOfFew([...told, sum], one, least)
    if (isTold) told.push(sum)
    return isTold
  })
}

const linear = (row: readonly Fraction[]): LinearSum => {
  const columns = row.flatMap(([top], column) => (top === 0n ? [] : [column]))
  return {
    columns,
    coefficients: columns.map((column) => quotient(Number(row[column]?.[0] ?? 0n), Number(row[column]?.[1] ?? 1n))),
  }
}

function anyCase(seed: number): { readonly one: Case; readonly least: number } {
  const { uniform } = random(seed, 'elimination')
  const whole = (below: number): number => Math.floor(uniform() * below)
  const atoms = 2 + whole(6)
  const items = 1 + whole(3)
  const rounds = 1 + whole(2)
  const people = Array.from({ length: atoms }, () => {
    const round = whole(rounds)
    const n = uniform() < 0.3 ? 5 + whole(9) : 1 + whole(3)
    return Array.from({ length: rounds }, (_, index) => (index === round ? n : 0))
  })
  const atomOf = Array.from({ length: atoms * items }, (_, column) => Math.floor(column / items))
  const sums = Array.from({ length: 2 + whole(7) }, (): readonly Fraction[] => {
    const density = 0.3 + uniform() * 0.6
    const item = uniform() < 0.6 ? whole(items) : -1
    return atomOf.map((_, column): Fraction =>
      uniform() > density || (item >= 0 && column % items !== item)
        ? [0n, 1n]
        : [1n, item >= 0 ? 1n : BigInt(1 + whole(3))],
    )
  }).filter((row) => row.some(([top]) => top !== 0n))
  return { one: { atomOf, people, sums }, least: 2 + whole(5) }
}

describe('one elimination over everything that is told', () => {
  test('decides as the definition does, on small systems of every kind', () => {
    let told = 0
    let refused = 0
    for (let seed = 0; seed < 1500; seed += 1) {
      const { one: system, least } = anyCase(seed)
      const expected = byDefinition(system, least)
      expect(tellableSums(system.sums.map(linear), system, least), `seed ${seed}`).toEqual(expected)
      told += expected.filter(Boolean).length
      refused += expected.filter((isTold) => !isTold).length
    }
    expect(told).toBeGreaterThan(1000)
    expect(refused).toBeGreaterThan(1000)
  })

  test('a remainder of three sums is one person', () => {
    const sum = (...columns: readonly number[]): LinearSum => ({ columns, coefficients: columns.map(() => one) })
    const unknowns = { atomOf: [0, 1, 2], people: [[14], [13], [1]] }
    expect(tellableSums([sum(0, 1, 2), sum(0), sum(1)], unknowns, 5)).toEqual([true, true, false])
    expect(tellableSums([sum(0), sum(1), sum(0, 1, 2)], unknowns, 5)).toEqual([true, true, false])
    expect(tellableSums([sum(0, 1, 2), sum(0), sum(1)], unknowns, 1)).toEqual([true, true, true])
  })

  test('a sum that follows from what is told is told', () => {
    const sum = (...columns: readonly number[]): LinearSum => ({ columns, coefficients: columns.map(() => one) })
    expect(tellableSums([sum(0, 1), sum(0), sum(1)], { atomOf: [0, 1], people: [[6], [7]] }, 5)).toEqual([
      true,
      true,
      true,
    ])
  })
})

describe('residues', () => {
  test('are those of the exact number, whichever way it is written', () => {
    expect(product(quotient(1, 3), residueOf(3))).toEqual(one)
    expect(residueOfDouble(0.75)).toEqual(quotient(3, 4))
    expect(residueOfDouble(-2.5)).toEqual(quotient(-5, 2))
    expect(product(residueOfDouble(0.1), residueOf(2 ** 55))).toEqual(residueOf(0.1 * 2 ** 55))
  })
})
