import { isSentence } from '../sources/survey/free-text'

/** What a cell is by its shape, in any language. */
export type ValueShape =
  'email' | 'phone' | 'address' | 'national-id' | 'ip' | 'time' | 'clock' | 'uuid' | 'code' | 'coordinate' | 'sentence'

const patterns: readonly (readonly [ValueShape, RegExp])[] = [
  ['email', /^[^\s@<>]+@[^\s@]+\.\p{L}{2,}$/u],
  ['address', /^(?:https?:\/\/|www\.)\S+$/iu],
  ['ip', /^(?:\d{1,3}\.){3}\d{1,3}$|^(?:[\da-f]{0,4}:){3,7}[\da-f]{0,4}$/iu],
  ['uuid', /^\{?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\}?$/iu],
  // Norwegian, Swedish and Danish numbers of persons begin with the day of birth.
  [
    'national-id',
    /^(?:[0-7]\d(?:0[1-9]|[1459][0-2]|4\d|5[0-2])\d{2}[- ]?\d{4,5}|(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[6-8]\d|9[01])[-+ ]\d{4})$/u,
  ],
  [
    'time',
    /^\d{4}-\d{2}-\d{2}(?:[T ]\d|$)|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:[ ,T]+\d{1,2}[:.]\d{2}.*)?$|^\d{4}\/\d{1,2}\/\d{1,2}/u,
  ],
  ['clock', /^\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?: ?[ap]m)?$/iu],
  [
    'phone',
    /^(?:\+|00)\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,5}\d{2,4}$|^\d{3} \d{2} \d{3}$|^\d{2} \d{2} \d{2} \d{2}$|^0\d{1,3}[- ]\d{2,3} ?\d{2,3} ?\d{2,3}$/u,
  ],
  ['code', /^(?=.*\d)(?=.*\p{L})[\p{L}\d_-]{6,}$/u],
]

/** @returns null for a cell of no shape that says something */
export function shapeOf(text: string): ValueShape | null {
  if (text.length > 200) return isSentence(text) ? 'sentence' : null
  const first = text.charCodeAt(0)
  const mayBeShape = /\d|@|:\/\/|www\./iu.test(text) || first === 43
  if (mayBeShape) for (const [shape, pattern] of patterns) if (pattern.test(text)) return shape
  return isSentence(text) ? 'sentence' : null
}
