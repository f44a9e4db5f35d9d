// What the benchmark of mixed models uses of the program.
import { random } from '../../analyses/numeric/resampling/random'

export { mixedModel } from '../../analyses/numeric/mixed-model/mixed-model'

/** Pupils in schools as of the High School and Beyond study in size: 7 185 in 160, one covariate of the pupil and one of the school. */
export function pupils(): {
  readonly school: Int32Array
  readonly y: Float64Array
  readonly x: Float64Array
  readonly z: Float64Array
} {
  const { normal, integerBelow } = random(1, 'pupils')
  const rows = 7185
  const effects = Float64Array.from({ length: 160 }, () => 1.6 * normal())
  const ofSchool = Float64Array.from({ length: 160 }, () => normal())
  const school = Int32Array.from({ length: rows }, (_, row) => (row < 160 ? row : integerBelow(160)))
  const x = Float64Array.from({ length: rows }, () => normal())
  const z = Float64Array.from(school, (s) => ofSchool[s] ?? 0)
  const y = Float64Array.from(
    school,
    (s, row) => 12 + 2.2 * (x[row] ?? 0) + 1.5 * (z[row] ?? 0) + (effects[s] ?? 0) + 6.1 * normal(),
  )
  return { school, y, x, z }
}

/** Persons in units in organisations, each of whom answered in some of three rounds. */
export function employees(): {
  readonly organisation: Int32Array
  readonly unit: Int32Array
  readonly person: Int32Array
  readonly round: Int32Array
  readonly y: Float64Array
} {
  const { normal, uniform } = random(2, 'employees')
  const persons = 4000
  const ofPerson = Float64Array.from({ length: persons }, () => 0.5 * normal())
  const ofUnit = Float64Array.from({ length: 200 }, () => 0.2 * normal())
  const ofOrganisation = Float64Array.from({ length: 40 }, () => 0.2 * normal())
  const rows: { readonly person: number; readonly round: number }[] = []
  for (let person = 0; person < persons; person += 1)
    for (let round = 0; round < 3; round += 1) if (uniform() < 0.6) rows.push({ person, round })
  const person = Int32Array.from(rows, (row) => row.person)
  const unit = person.map((p) => p % 200)
  const organisation = unit.map((u) => u % 40)
  const round = Int32Array.from(rows, (row) => row.round)
  const y = Float64Array.from(
    rows,
    (row, at) =>
      3 +
      0.1 * row.round +
      (ofPerson[row.person] ?? 0) +
      (ofUnit[unit[at] ?? 0] ?? 0) +
      (ofOrganisation[organisation[at] ?? 0] ?? 0) +
      0.6 * normal(),
  )
  return { organisation, unit, person, round, y }
}
