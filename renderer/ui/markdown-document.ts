import { lexer, type Token } from 'marked'

/** A Markdown document as its parts. */
export interface MarkdownDocument {
  /** Plain text of the heading that it begins with; null when it begins otherwise. */
  readonly title: string | null
  /** What comes after the title. */
  readonly blocks: readonly Token[]
}

export function readMarkdown(source: string): MarkdownDocument {
  const [first, ...rest] = lexer(source)
  return first?.type === 'heading' && first['depth'] === 1
    ? { title: plainText(first), blocks: rest }
    : { title: null, blocks: first === undefined ? [] : [first, ...rest] }
}

/** A part as words alone: what is emphasised, code or a link is its text. */
function plainText(token: Token): string {
  const inner = 'tokens' in token ? token.tokens : undefined
  if (inner !== undefined) return inner.map(plainText).join('')
  return 'text' in token && typeof token.text === 'string' ? token.text : token.raw
}
