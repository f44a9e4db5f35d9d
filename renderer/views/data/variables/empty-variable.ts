import type { Variable } from '../../../../analyses/variables/model'
import type { Readable } from '../../../state/variables'

/** The kinds of steps that are made in the window, in the order of the menu. */
export const formKinds = ['bands', 'recode', 'combination'] as const satisfies readonly Variable['kind'][]
export type FormKind = (typeof formKinds)[number]

export const hasForm = ({ kind }: Variable): boolean => formKinds.some((each) => each === kind)

/** A step of a kind to begin with; null where the data have no columns for it. */
export function emptyVariable(kind: FormKind, { attributes, numbers }: Readable): Variable | null {
  const [first, second] = attributes
  switch (kind) {
    case 'bands': {
      // Years and other measured numbers are what people divide most.
      const column = numbers.find(({ isOrdinal }) => !isOrdinal) ?? numbers[0]
      return column === undefined ? null : { kind, id: '', of: column.id, ...dividedInTwo(column.range) }
    }
    case 'recode':
      return first === undefined ? null : { kind, id: '', of: first, into: {}, others: 'keep' }
    case 'combination':
      return first === undefined || second === undefined ? null : { kind, id: '', of: [first, second] }
  }
}

/** A range in two halves, the limit a whole number where there is one between. */
export function dividedInTwo([low, high]: readonly [number, number]): {
  readonly limits: number[]
  readonly levels: string[]
} {
  const middle = (low + high) / 2
  const whole = Math.ceil(middle)
  return { limits: [whole > low && whole <= high ? whole : middle], levels: ['', ''] }
}
