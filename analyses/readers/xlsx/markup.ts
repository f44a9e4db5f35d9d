import { withoutEntities } from '../markup'

/** A text of a workbook with its entities replaced, and the escapes `_x000D_` for control characters. */
export const textOf = (raw: string): string => unescaped(withoutEntities(raw))

/** A text whose entities are replaced, with what its escapes `_x000D_` stand for. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([\da-fA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/**
 * The texts of all `t` within an element, joined: a text is cut where its look changes. How it is pronounced (`rPh`) is no part of it. One pass from tag to tag, so that tags without an end
 * cost no more than others.
 */
export function joinedText(element: string): string {
  let text = ''
  let isText = false
  let isPronunciation = false
  for (let at = 0; at < element.length;) {
    const tag = element.indexOf('<', at)
    const end = tag < 0 ? element.length : tag
    if (isText && !isPronunciation) text += textOf(element.slice(at, end))
    if (tag < 0) break
    if (element.startsWith('<![CDATA[', tag)) {
      const close = element.indexOf(']]>', tag)
      const stop = close < 0 ? element.length : close
      if (isText && !isPronunciation) text += element.slice(tag + 9, stop)
      at = stop + 3
      continue
    }
    const close = element.indexOf('>', tag)
    if (close < 0) break
    const [, isEnd, name] = /^<(\/?)(?:\w+:)?(\w+)/.exec(element.slice(tag, Math.min(close, tag + 40))) ?? []
    const opens = isEnd === '' && element.charAt(close - 1) !== '/'
    if (name === 't') isText = opens
    else if (name === 'rPh') isPronunciation = opens
    at = close + 1
  }
  return text
}
