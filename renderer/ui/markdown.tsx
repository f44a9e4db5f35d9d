import type { Token, Tokens } from 'marked'
import { createElement, type ReactNode } from 'react'
import styles from './markdown.module.css'

interface Props {
  readonly blocks: readonly Token[]
  /** Level of the page's heading above: the document's second level comes next after it. */
  readonly headingAbove: 1 | 2 | 3
}

/**
 * A Markdown document as elements of the page. Nothing in it becomes HTML: a tag is shown as text. Links are their words, since nothing leads out of the
 * program, with the address as the title.
 */
export function Markdown({ blocks, headingAbove }: Props) {
  return <div className={styles['document']}>{blocks.map((token, index) => block(token, index, headingAbove))}</div>
}

function block(token: Token, key: number, headingAbove: number): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'heading':
      return createElement(
        `h${Math.min(headingAbove + (token as Tokens.Heading).depth - 1, 6)}`,
        { key },
        inlineOf(token),
      )
    case 'paragraph':
      return <p key={key}>{inlineOf(token)}</p>
    case 'list':
      return list(token as Tokens.List, key, headingAbove)
    case 'table':
      return <Table key={key} table={token as Tokens.Table} />
    case 'code':
      return (
        <pre key={key}>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      )
    case 'blockquote':
      return (
        <blockquote key={key}>
          {(token as Tokens.Blockquote).tokens.map((inner, index) => block(inner, index, headingAbove))}
        </blockquote>
      )
    case 'hr':
      return <hr key={key} />
    case 'text':
      return <span key={key}>{inlineOf(token)}</span>
    default:
      return <p key={key}>{token.raw}</p>
  }
}

function list({ ordered, start, items }: Tokens.List, key: number, headingAbove: number): ReactNode {
  const entries = items.map((item, index) => (
    <li key={index}>{item.tokens.map((token, position) => block(token, position, headingAbove))}</li>
  ))
  return ordered ? (
    <ol key={key} start={start === '' ? undefined : start}>
      {entries}
    </ol>
  ) : (
    <ul key={key}>{entries}</ul>
  )
}

/** An empty header is none: such tables only line up what belongs together. */
function Table({ table: { header, rows } }: { readonly table: Tokens.Table }) {
  const hasHeader = header.some(({ text }) => text.trim() !== '')
  return (
    <table>
      {hasHeader ? (
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index} scope="col" align={cell.align ?? undefined}>
                {cell.tokens.map(inline)}
              </th>
            ))}
          </tr>
        </thead>
      ) : null}
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => {
              const content = cell.tokens.map(inline)
              return column === 0 ? (
                <th key={column} scope="row" align={cell.align ?? undefined}>
                  {content}
                </th>
              ) : (
                <td key={column} align={cell.align ?? undefined}>
                  {content}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const inlineOf = (token: Token): ReactNode =>
  'tokens' in token && token.tokens !== undefined ? token.tokens.map(inline) : 'text' in token ? token.text : token.raw

function inline(token: Token, key: number): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong key={key}>{inlineOf(token)}</strong>
    case 'em':
      return <em key={key}>{inlineOf(token)}</em>
    case 'del':
      return <del key={key}>{inlineOf(token)}</del>
    case 'codespan':
      return <code key={key}>{(token as Tokens.Codespan).text}</code>
    case 'br':
      return <br key={key} />
    case 'link':
      return (
        <span key={key} title={(token as Tokens.Link).href}>
          {inlineOf(token)}
        </span>
      )
    case 'text':
    case 'escape':
    case 'image':
      return <span key={key}>{inlineOf(token)}</span>
    default:
      return <span key={key}>{token.raw}</span>
  }
}
