import { withoutEntities } from '../markup'

/** Takes a document of XML piece by piece. */
export interface TagSink {
  /**
   * A start tag.
   * @param attributes those of this tag, until the next is read
   */
  open(name: ElementName, attributes: Attributes): void
  /** An end tag, or the end of an element without content. */
  close(): void
  /** Text between tags, which may come in parts; its entities are replaced. */
  text(text: string): void
}

/** The name of an element. */
export interface ElementName {
  readonly whole: string
  /** Without the prefix. */
  readonly local: string
  /** With its colon; empty where there is none. */
  readonly prefix: string
}

/** The attributes of a tag, by their names without prefixes. */
export interface Attributes {
  /** The value of the first one of the name; null where there is none. */
  get(name: string): string | null
  /** The value of the last one of the name, where several have it with other prefixes. */
  last(name: string): string | null
}

/** Reads the tags of a document. */
export interface TagScanner {
  /** Takes the next part. @returns false once the document is seen to be none */
  take(markup: string): boolean
  /** Whether the document has ended, and every element in it. */
  finish(): boolean
}

/** Characters of the longest tag, comment or text; what is longer is no document of a spreadsheet. */
const longestToken = 1 << 22
const mostNested = 256
const mostNames = 4096

/** The tag goes on behind the end of the markup. */
const cut = -1
/** What stands there is no tag. */
const wrong = -2

/**
 * A scanner for XML (fifth edition) without document types, for documents of any length: nothing is kept but the names of the elements that are open.
 */
export function createTagScanner(sink: TagSink): TagScanner {
  const open: ElementName[] = []
  const names = new Map<string, ElementName>()
  const attributes = createAttributes()
  let rest = ''
  let isWhole = true
  let hasRoot = false

  /** @returns where the tag ends, `cut` or `wrong` */
  function readTag(markup: string, at: number): number {
    const second = markup.charCodeAt(at + 1)
    if (second === slash) return readEndTag(markup, at + 2)
    if (second === exclamation || second === question) return readOther(markup, at)
    const nameEnd = endOfName(markup, at + 1)
    const end = attributes.read(markup, nameEnd)
    if (end < 0) return end
    if (nameEnd === at + 1 || (open.length === 0 && hasRoot) || names.size > mostNames) return wrong
    hasRoot = true
    const name = nameOf(markup.slice(at + 1, nameEnd))
    sink.open(name, attributes)
    if (markup.charCodeAt(end - 1) === slash) sink.close()
    else if (open.push(name) > mostNested) return wrong
    return end + 1
  }

  function readEndTag(markup: string, at: number): number {
    const end = markup.indexOf('>', at)
    if (end < 0) return cut
    const name = open.pop()?.whole ?? ''
    if (!markup.startsWith(name, at)) return wrong
    for (let behind = at + name.length; behind < end; behind += 1) if (markup.charCodeAt(behind) > 32) return wrong
    sink.close()
    return end + 1
  }

  function readOther(markup: string, at: number): number {
    const until = (end: string): number => {
      const found = markup.indexOf(end, at)
      return found < 0 ? cut : found + end.length
    }
    if (markup.startsWith('<?', at)) return until('?>')
    if (markup.startsWith('<!--', at)) return until('-->')
    if (markup.startsWith('<![CDATA[', at)) {
      const end = until(']]>')
      if (end > 0) sink.text(markup.slice(at + 9, end - 3))
      return end
    }
    // The part may end within the beginning of one of these; anything else declares a document type.
    const begun = markup.slice(at, at + 9)
    return '<!--'.startsWith(begun) || '<![CDATA['.startsWith(begun) ? cut : wrong
  }

  function nameOf(whole: string): ElementName {
    const known = names.get(whole)
    if (known !== undefined) return known
    const colon = whole.indexOf(':') + 1
    const name = { whole, local: whole.slice(colon), prefix: whole.slice(0, colon) }
    names.set(whole, name)
    return name
  }

  return {
    take(markup) {
      if (!isWhole) return false
      rest += markup
      let at = 0
      for (;;) {
        const tag = rest.indexOf('<', at)
        if (tag < 0) break
        if (tag > at && open.length > 0) sink.text(withoutEntities(rest.slice(at, tag)))
        at = tag
        const next = readTag(rest, tag)
        if (next === wrong) return (isWhole = false)
        if (next === cut) break
        at = next
      }
      rest = rest.slice(at)
      return (isWhole = rest.length <= longestToken)
    },
    finish: () => isWhole && hasRoot && open.length === 0 && rest.trim() === '',
  }
}

const exclamation = 33
const doubleQuote = 34
const singleQuote = 39
const slash = 47
const colon = 58
const equals = 61
const greater = 62
const question = 63

function endOfName(markup: string, from: number): number {
  let at = from
  for (let code = markup.charCodeAt(at); code > 32 && code !== greater && code !== slash; at += 1)
    code = markup.charCodeAt(at + 1)
  return at
}

interface TagAttributes extends Attributes {
  /** @returns the place of the `>` that ends the tag, `cut` or `wrong` */
  read(markup: string, from: number): number
}

const mostAttributes = 256

/** Places of attributes are kept instead of texts: a sheet has millions, of which few are asked for. */
function createAttributes(): TagAttributes {
  /** For each attribute where its name begins, without the prefix, and ends, and where its value begins and ends. */
  const places = new Int32Array(4 * mostAttributes)
  let text = ''
  let count = 0

  const valueOf = (index: number): string =>
    withoutEntities(text.slice(places[4 * index + 2] as number, places[4 * index + 3] as number))
  const isNamed = (index: number, name: string): boolean => {
    const from = places[4 * index] as number
    return (places[4 * index + 1] as number) - from === name.length && text.startsWith(name, from)
  }

  return {
    get(name) {
      for (let index = 0; index < count; index += 1) if (isNamed(index, name)) return valueOf(index)
      return null
    },
    last(name) {
      for (let index = count - 1; index >= 0; index -= 1) if (isNamed(index, name)) return valueOf(index)
      return null
    },
    read(markup, from) {
      text = markup
      count = 0
      let nameStart = -1
      let nameEnd = from
      for (let at = from; at < markup.length; at += 1) {
        const code = markup.charCodeAt(at)
        if (code === greater) return at
        if (code === doubleQuote || code === singleQuote) {
          const end = markup.indexOf(code === doubleQuote ? '"' : "'", at + 1)
          if (end < 0) return cut
          if (count === mostAttributes) return wrong
          places[4 * count] = nameStart
          places[4 * count + 1] = nameEnd
          places[4 * count + 2] = at + 1
          places[4 * count + 3] = end
          count += 1
          nameStart = -1
          at = end
        } else if (code === colon) nameStart = at + 1
        else if (code > 32 && code !== equals) {
          if (nameStart < 0) nameStart = at
          nameEnd = at + 1
        }
      }
      return cut
    },
  }
}
