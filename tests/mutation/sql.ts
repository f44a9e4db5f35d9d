import type { SyntaxNode } from '../source-files'
import { nodesOf, nothing, type Operator } from './site'

const swappedSql: readonly (readonly [from: RegExp, to: string])[] = [
  [/ AND /gi, ' OR '],
  [/ OR /gi, ' AND '],
  [/ IS NOT NULL/gi, ' IS NULL'],
  [/ IS NULL/gi, ' IS NOT NULL'],
  [/ NOT IN /gi, ' IN '],
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/\bmin\(/gi, 'max('],
  [/\bmax\(/gi, 'min('],
  [/\bLEFT JOIN\b/gi, 'JOIN'],
  [/\bcount\(DISTINCT /gi, 'count('],
]

/** Conditions, bounds and joins of statements of the database. */
export const sql: Operator = ({ node, parent, source }) => {
  if (node.type !== 'TemplateElement' || parent?.type !== 'TemplateLiteral') return nothing
  const whole = nodesOf(parent['quasis'])
    .map((each) => rawOf(each))
    .join(' ')
  if (!/\b(select|from|where|join|group by|filter \(|over \()\b/i.test(whole) || !/\b[A-Z]{4,}\b/.test(whole))
    return nothing
  const raw = rawOf(node)
  // Some parsers count the delimiter in.
  const begin = source.startsWith(raw, node.start) ? node.start : node.start + 1
  return swappedSql.flatMap(([from, to]) =>
    [...raw.matchAll(from)].map((found) => ({
      start: begin + found.index,
      end: begin + found.index + found[0].length,
      replacement: to,
      change: `in SQL, ${found[0].trim()} became ${to.trim()}`,
    })),
  )
}
const rawOf = (node: SyntaxNode): string => (node['value'] as { readonly raw: string }).raw
