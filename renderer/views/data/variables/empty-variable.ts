import type { Variable } from '../../../../analyses/variables/model'
import { emptyTest, roundLimits, type Readable } from '../../../state/variables'

/** The kinds of steps that are made in the window, in the order of the menu. */
export const formKinds = [
  'bands',
  'recode',
  'combination',
  'sum',
  'mean',
  'count',
  'condition',
] as const satisfies readonly Variable['kind'][]
export type FormKind = (typeof formKinds)[number]

/** A step of a kind to begin with; null where the data have no columns for it. */
export function emptyVariable(kind: FormKind, readable: Readable): Variable | null {
  const { attributes, numbers } = readable
  const [first, second] = attributes
  switch (kind) {
    case 'bands': {
      // Years and other measured numbers are what people divide most.
      const column = numbers.find(({ isOrdinal }) => !isOrdinal) ?? numbers[0]
      return column === undefined ? null : { kind, id: '', of: column.id, ...divided(column.range) }
    }
    case 'recode':
      return first === undefined ? null : { kind, id: '', of: first, into: {}, others: 'keep' }
    case 'combination':
      return first === undefined || second === undefined ? null : { kind, id: '', of: [first, second] }
    case 'sum':
    case 'mean':
    case 'count':
      return numbers.length === 0 ? null : { kind, id: '', of: [], needed: 'all' }
    case 'condition': {
      const test = emptyTest(readable)
      return test === null ? null : { kind, id: '', cases: [{ if: [test], level: '' }] }
    }
  }
}

/** A range in a few bands with round limits, else in two halves. */
export function divided(range: readonly [number, number]): { readonly limits: number[]; readonly levels: string[] } {
  const limits = roundLimits(...range)
  return limits === null ? dividedInTwo(range) : { limits, levels: ['', ...limits.map(() => '')] }
}

/** A range in two halves, the limit a whole number where there is one between. */
function dividedInTwo([low, high]: readonly [number, number]): {
  readonly limits: number[]
  readonly levels: string[]
} {
  const middle = (low + high) / 2
  const whole = Math.ceil(middle)
  return { limits: [whole > low && whole <= high ? whole : middle], levels: ['', ''] }
}
