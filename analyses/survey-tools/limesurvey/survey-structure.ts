import { InputError } from '../../core/errors'
import { code } from '../words'

/** Tables of a survey structure by name: a row is its fields by name. */
export type StructureTables = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>

/** Elements of a structure stand as deep as document, table, rows, row and field. */
const deepest = 12

/**
 * Reads the form of XML in which LimeSurvey writes a survey (`.lss`): elements without attributes, text, CDATA and comments. A document type is refused, and with
 * it everything that could make a small file large or reach outside it.
 * @throws InputError with the line at which it is not such a file
 */
export function readStructure(text: string, file: string): StructureTables {
  const tables: Record<string, Record<string, string>[]> = {}
  const refuse = (at: number): never => {
    const line = text.slice(0, at).split('\n').length
    throw new InputError(code('codebook-unreadable'), { tool: 'LimeSurvey' }, { file, line })
  }
  const path: string[] = []
  const token =
    /<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<\?[^]*?\?>|<(\/?)([A-Za-z_][\w.-]*)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/gy
  let at = 0
  while (at < text.length) {
    token.lastIndex = at
    const found = token.exec(text)
    if (found === null) return refuse(at)
    const [whole, data, closing, name, , isEmpty, words] = found
    if (name !== undefined) {
      if (closing === '/') {
        if (path.pop() !== name) refuse(at)
      } else if (path.length >= deepest) refuse(at)
      else {
        path.push(name)
        const [, table, rows, row] = path
        if (path.length === 4 && table !== undefined && rows === 'rows' && row === 'row')
          (tables[table] ??= []).push({})
        if (isEmpty === '/') path.pop()
      }
    } else if (path.length === 5 && path[2] === 'rows') {
      const row = tables[path[1] ?? '']?.at(-1)
      const field = path[4] ?? ''
      if (row !== undefined) row[field] = (row[field] ?? '') + (data ?? unescaped(words ?? ''))
    }
    at += whole.length
  }
  if (path.length > 0) refuse(text.length)
  return tables
}

function unescaped(words: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return words.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => named[name] ?? '').trim()
}
