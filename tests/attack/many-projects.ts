import { parseArgs } from 'node:util'
import type { Findings } from '../../analyses/attack/attack'
import type { Origin } from '../../analyses/attack/statements'
import { openDatabase } from '../../main/database'
import { attacked } from './attacked'
import { randomProject, type RandomProject } from './random-project'

/** Everything that a project gives away, a line each. */
export function complaintsOf({ derived, certain, counted, unread, isComplete }: Findings): readonly string[] {
  return [
    ...derived.map(
      ({ people, unknowns, value, from }) =>
        `${people} people, ${unknowns.join(' ')}: ${value === null ? 'no small coefficients' : `${value.derived} (raw data ${value.truth})`} from ${placesOf(from)}`,
    ),
    ...certain.map(
      ({ outcome, n, samples, value, people, origin }) =>
        `${people} of ${n} have ${outcome} = ${value} in all ${samples} samples of ${placesOf([{ ...origin, column: '' }])}`,
    ),
    ...counted.map((origin) => `a count of few is told: ${placesOf([origin])}`),
    ...unread.map((origin) => `not understood: ${placesOf([origin])}`),
    ...(isComplete ? [] : ['too much to look through all of it']),
  ]
}

const placesOf = (origins: readonly Origin[]): string =>
  origins.map(({ as, table, row, column }) => `${as}.${table}[${row}].${column}`).join(', ')

const requestsOf = ({ requests, minGroup }: RandomProject): string =>
  `min_group ${minGroup}; ${requests.map(({ as, id, options, where }) => `${as} = ${id} ${JSON.stringify(options)} where ${JSON.stringify(where)}`).join('; ')}`

/** @returns 0 when nothing was found, else 1 */
export async function attackMany(given: readonly string[], say: (line: string) => void): Promise<0 | 1> {
  const { values } = parseArgs({
    args: [...given],
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '1000' },
      lines: { type: 'string', default: '3' },
    },
  })
  const [first, count, lines] = [Number(values.seed), Number(values.count), Number(values.lines)]
  const database = await openDatabase()
  let leaking = 0
  try {
    for (let seed = first; seed < first + count; seed += 1) {
      const project = randomProject(seed)
      const complaints = complaintsOf(await attacked(database, project))
      if ((seed - first) % 500 === 499) say(`${seed - first + 1} projects`)
      if (complaints.length === 0) continue
      leaking += 1
      say(`seed ${seed}: ${requestsOf(project)}`)
      for (const complaint of complaints.slice(0, lines)) say(`  ${complaint}`)
      if (complaints.length > lines) say(`  and ${complaints.length - lines} more`)
    }
  } finally {
    await database.close()
  }
  say(`${leaking} of ${count} projects give something away.`)
  return leaking === 0 ? 0 : 1
}
