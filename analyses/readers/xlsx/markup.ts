/** XML as workbooks have it: elements, attributes and texts. There is no document type in it, so that there are no entities but the five, and those by number. */

/** A text with its entities replaced, and the escapes `_x000D_` that workbooks use for control characters. */
export function textOf(raw: string): string {
  if (!raw.includes('&') && !raw.includes('_x')) return raw
  return raw
    .replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/g, replaceOne)
    .replace(/_x([\da-fA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function replaceOne(whole: string, hexadecimal?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return named[name] ?? whole
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole
}

/** An attribute of a start tag; null where it has none of the name. A prefix of the name does not count. */
export function attributeOf(tag: string, name: string): string | null {
  const found = new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  const value = found?.[1] ?? found?.[2]
  return value === undefined ? null : textOf(value)
}

/** Start tags of elements of a name, whatever their prefix. */
export function tagsOf(document: string, name: string): readonly string[] {
  return document.match(new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])[^>]*>`, 'g')) ?? []
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
