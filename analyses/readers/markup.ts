/** XML as office programs write it: elements, attributes and texts. There is no document type in it, so that there are no entities but the five, and those by number. */

/** A text with its entities replaced. */
export function withoutEntities(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/g, replaceOne)
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
  return value === undefined ? null : withoutEntities(value)
}

/** Start tags of elements of a name, whatever their prefix. */
export function tagsOf(document: string, name: string): readonly string[] {
  return document.match(new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])[^>]*>`, 'g')) ?? []
}
