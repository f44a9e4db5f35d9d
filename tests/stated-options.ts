import { analyses } from '../analyses/index'
import type { AnalysisOutcome } from '../analyses/recipe/run'

/** What sentences, notes and figures say of the options, held against the options themselves. */

type Said = Pick<AnalysisOutcome, 'id' | 'options' | 'figures' | 'notes' | 'prose'>

interface Statement {
  readonly code: string
  /** The name of the place in the message. */
  readonly name: string
  readonly value: unknown
}

/** Every message with the values that fill its places, wherever it stands: in a title, on an axis, as the label of a mark, within another one. */
function* statementsIn(part: unknown): Generator<Statement> {
  if (typeof part !== 'object' || part === null) return
  const { message, code, values, about } = part as Readonly<Record<string, unknown>>
  const own = message ?? code
  const filling = values ?? about
  if (typeof own === 'string') {
    yield { code: own, name: '', value: null }
    if (typeof filling === 'object' && filling !== null)
      for (const [name, value] of Object.entries(filling)) yield { code: own, name, value }
  }
  for (const inner of Object.values(part)) yield* statementsIn(inner)
}

const numberIn = (value: unknown): number | null =>
  typeof value === 'number'
    ? value
    : typeof value === 'object' && value !== null && 'as' in value && 'value' in value
      ? Number(value.value)
      : null
const writtenAs = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'as' in value ? value.as : undefined

/** Places of messages that hold an option as it is, by the option's name: of every message, or of those with one key. */
export const places: Readonly<Record<string, string>> = {
  draws: 'draws',
  permutations: 'permutations',
  folds: 'folds',
  repeats: 'repeats',
  'say.target.scale share': 'target_share',
  'say.target.measures share': 'target_share',
  'say.target.points target': 'target',
  'say.method.guides icc1': 'min_icc1',
  'say.method.guides icc2': 'min_icc2',
  'say.method.guides rwgj': 'min_rwgj',
  'say.method.guides groups': 'min_groups',
  'note.limits n': 'min_n',
  'note.limits rate': 'min_response_rate',
  'note.limits width': 'max_half_width',
  'say.method.gate n': 'min_n',
  'say.method.gate rate': 'min_response_rate',
  'say.method.gate width': 'max_half_width',
  'rule.min-rate min': 'min_response_rate',
  'rule.min-n min': 'min_n',
  'legend.smallest-effect effect': 'smallest_effect',
  'say.method.verdict effect': 'smallest_effect',
  'say.method factor': 'gap_factor',
}

/** Places of messages that hold what follows from a choice. */
const consequences: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => unknown>> = {
  'ordinal-model profile': ({ interval }) => interval === 'profile',
  'group-comparison isBootstrapped': ({ interval }) => interval !== 't',
  'group-comparison isReference': ({ contrasts }) => contrasts === 'reference',
  'invariance adjusted': ({ adjust }) => adjust !== 'none',
  'inventory isAdjusted': ({ adjust }) => (adjust === 'none' ? 'no' : 'yes'),
  'round-change isAdjusted': ({ adjust }) => adjust !== 'none',
}

const isSame = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other))

/** What a statement should say instead, or null. */
function correction(id: string, { code, name, value }: Statement, options: Said['options']): string | null {
  const choice = /:option\.(\w+)\.choice\.(.+)$/.exec(code)
  if (name === '' && choice !== null) {
    const [, option = '', chosen] = choice
    // `matching` leaves the procedure to the test of all groups, and the sentence names what that came to.
    if (!Object.hasOwn(options, option) || options[option] === 'matching') return null
    return String(options[option]) === chosen ? null : String(options[option])
  }
  const consequence = consequences[`${id} ${name}`]?.(options)
  if (consequence !== undefined) return value === consequence ? null : String(consequence)
  // A choice that selects the words of a sentence.
  if (typeof value === 'string' && analyses.get(id)?.options[name]?.kind === 'choice')
    return value === options[name] ? null : String(options[name])
  const number = numberIn(value)
  if (number === null) return null
  const key = code.replace(/^[^:]*:/, '')
  const confidence = options['confidence']
  if (typeof confidence === 'number') {
    if (name === 'confidence')
      return isSame(number, confidence) || isSame(number, Math.round(confidence * 1000) / 10) ? null : `${confidence}`
    // A level of significance, as a probability or in per cent; as a word in its own right `level` is the level of an attribute.
    if (name === 'level' && ['probability', 'df'].includes(String(writtenAs(value))))
      return isSame(number, 1 - confidence) || isSame(number, Math.round((1 - confidence) * 1000) / 10)
        ? null
        : `${1 - confidence}`
  }
  const option = places[`${key} ${name}`] ?? places[name]
  const wanted = option === undefined ? undefined : options[option]
  return typeof wanted !== 'number' || isSame(number, wanted) ? null : `${option} ${wanted}`
}

/** Statements that say an option otherwise than it was chosen. */
export function misstatedOptions({ id, options, figures, notes, prose }: Said): readonly string[] {
  return [...statementsIn([figures, notes, prose])].flatMap((statement) => {
    const right = correction(id, statement, options)
    return right === null
      ? []
      : [`${statement.code} ${statement.name}: ${JSON.stringify(statement.value)}, chosen was ${right}`]
  })
}

/** The places of messages that say an option, as `code place`. */
export const statedPlaces = ({ figures, notes, prose }: Said): readonly string[] =>
  [...statementsIn([figures, notes, prose])].flatMap(({ code, name }) => (name === '' ? [] : [`${code} ${name}`]))
