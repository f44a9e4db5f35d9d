import type { Label, Phrase } from '../core/words'
import type { NonResponseKind } from '../instrument/model'

/** Why a value is read as blank: message `blank.<reason>`. */
export type BlankReason =
  | 'empty'
  | 'blank-word'
  | 'marked-missing'
  | 'out-of-range'
  | 'code-not-known'
  | 'unreadable'
  | 'declared'
  | 'not-a-weight'

/** What a value of a file is read as. */
export type Understood =
  /** A code of an ordinal scale; the label is that of the instrument. */
  | { readonly as: 'code'; readonly scale: string; readonly code: number }
  | { readonly as: 'number'; readonly value: number }
  | { readonly as: 'non-answer'; readonly kind: NonResponseKind }
  | { readonly as: 'level'; readonly level: string }
  /** Kept as it stands: an id. */
  | { readonly as: 'text' }
  | { readonly as: 'blank'; readonly reason: BlankReason }
  | { readonly as: 'unused' }

/** One different value of a column. Plain data. */
export interface UnderstoodValue {
  /** As it stands in the file, white space tidied; empty for an empty cell. */
  readonly raw: string
  /** What the file itself says that the value stands for; null where it does not. */
  readonly label: string | null
  /** Rows that hold it. */
  readonly count: number
  /** Line of the first of them. */
  readonly line: number
  readonly understood: Understood
}

/** A column of a file, value by value. Plain data. */
export interface UnderstoodColumn {
  readonly header: string
  /** What the column is, as in `ColumnUse`. */
  readonly role: string
  readonly id: string | null
  /** Rows looked at; those that are set aside as not finished are not. */
  readonly rows: number
  readonly setAside: number
  /** Those that become blank first, then the most frequent first. */
  readonly values: readonly UnderstoodValue[]
  /** Rows with values beyond the most that are told apart. */
  readonly rowsBeyond: number
}

const isBlank = ({ understood }: UnderstoodValue): boolean => understood.as === 'blank'

/** Different values of a column that are told apart. */
export const mostValues = 2000

/** What a value is read as, in words; why, where it is blank. */
export function understoodLabel(understood: Understood): Label {
  switch (understood.as) {
    case 'code':
      return {
        message: 'ingest:understood.code',
        values: {
          code: String(understood.code),
          label: { response: { scale: understood.scale, value: understood.code } },
        },
      }
    case 'number':
      return String(understood.value)
    case 'non-answer':
      return { message: `ingest:understood.${understood.kind}`, values: {} }
    case 'level':
      return understood.level
    case 'blank':
      return {
        message: 'ingest:understood.blank',
        values: { reason: { message: `ingest:blank.${understood.reason}`, values: {} } },
      }
    case 'text':
    case 'unused':
      return { message: `ingest:understood.${understood.as}`, values: {} }
  }
}

/** A value as it stands in the file, with what the file says that it stands for. */
export function rawLabel({ raw, label }: UnderstoodValue): Label {
  if (raw === '') return { message: 'ingest:understood.empty', values: {} }
  return label === null || label === raw ? raw : { message: 'ingest:understood.named', values: { raw, label } }
}

/** Rows whose value becomes blank. */
export const blankRows = ({ values }: UnderstoodColumn): number =>
  values.reduce((sum, value) => sum + (isBlank(value) ? value.count : 0), 0)

/** The sentences above the values of a column. */
export function understoodSentences(column: UnderstoodColumn): readonly Phrase[] {
  const { header, rows, values, setAside, rowsBeyond } = column
  const what = whatItIs(column)
  const sentences: Phrase[] = [
    { message: 'ingest:understood.head', values: { header, what, rows, values: values.length } },
    { message: 'ingest:understood.blanks', values: { rows: blankRows(column) } },
  ]
  if (setAside > 0) sentences.push({ message: 'ingest:understood.set-aside', values: { count: setAside } })
  if (rowsBeyond > 0)
    sentences.push({ message: 'ingest:understood.beyond', values: { count: rowsBeyond, most: mostValues } })
  return sentences
}

const whatItIs = ({ role, id }: UnderstoodColumn): Label =>
  id === null || (role !== 'item' && role !== 'attribute')
    ? { message: `ingest:role.${role}`, values: {} }
    : role === 'item'
      ? { item: id }
      : { attribute: id }
