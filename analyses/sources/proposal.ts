import type { Label, Phrase } from '../core/words'

/** Why a proposal needs a closer look than the others, so that it is not confirmed together with them. */
export type ProposalDoubt =
  /** Another column, or another item, is nearly as like. */
  | 'close'
  /** One of the two texts denies what the other says. */
  | 'denied'
  /** What stands in the column are no answers to the item. */
  | 'answers'

/** What a column could be by the likeness of its header. Plain data. */
export interface ColumnProposal {
  /** Position of the column, from 1. */
  readonly position: number
  readonly header: string
  readonly role: 'item' | 'attribute' | 'respondent' | 'weight' | 'round'
  /** Id of the item or attribute; the role itself for the rest. */
  readonly id: string
  /** 0 … 1: how alike the header and the text are. */
  readonly score: number
  /** The text that the header is like. */
  readonly like: string
  /** Where that text stands: in the instrument, among its aliases, or as a header of another file. */
  readonly basis:
    { readonly from: 'text' } | { readonly from: 'alias' } | { readonly from: 'file'; readonly file: string }
  readonly doubts: readonly ProposalDoubt[]
}

/** Whether a proposal may be confirmed together with others. */
export const isSure = ({ doubts }: ColumnProposal): boolean => doubts.length === 0

/**
 * Why a column is proposed, in words.
 * @param shown what is said of it already: the text is then not said again
 */
export function reasonOf({ like, basis, score }: ColumnProposal, shown?: string): Phrase {
  const percent = Math.floor(score * 100)
  if (basis.from === 'file')
    return { message: 'ingest:proposal.from-file', values: { like, percent, file: basis.file } }
  if (like === shown) return { message: 'ingest:proposal.from-own-text', values: { percent } }
  return { message: `ingest:proposal.from-${basis.from}`, values: { like, percent } }
}

/** What speaks against it, a sentence each. */
export const doubtsOf = ({ doubts }: ColumnProposal): readonly Phrase[] =>
  doubts.map((doubt) => ({ message: `ingest:proposal.doubt-${doubt}`, values: {} }))

/** What the column would become, by its name. */
export const proposedLabel = ({ role, id }: ColumnProposal): Label =>
  role === 'item'
    ? { item: id }
    : role === 'attribute'
      ? { attribute: id }
      : { message: `ingest:role.${role}`, values: {} }
