/** A JSON document with the place of every value, so that a complaint can name a line. */
export interface PlacedJson {
  readonly value: unknown
  /** Line and column (from 1) of the value at a path, or of the nearest enclosing one that exists. */
  placeOf(path: readonly (string | number)[]): { readonly line: number; readonly column: number }
  /** Keys that stand twice in one object, with their lines: JSON.parse would silently keep the last. */
  readonly repeatedKeys: readonly { readonly path: string; readonly line: number }[]
  /** The document as it is written, without a byte order mark. */
  readonly source: string
  /** Where the value at a path begins and ends in `source`; undefined where the document has none. */
  spanOf(path: readonly (string | number)[]): Span | undefined
}

/** A part of a text, the end left out. */
export interface Span {
  readonly start: number
  readonly end: number
}

export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
  constructor(
    readonly found: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(`unexpected ${found} at ${line}:${column}`)
  }
}

/**
 * Parses JSON (RFC 8259, a leading byte order mark allowed).
 * @throws JsonSyntaxError with the line and column where it stops being JSON
 */
export function parsePlacedJson(text: string): PlacedJson {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const places = new Map<string, Span>()
  const repeated: { path: string; line: number }[] = []
  let position = 0

  const lineColumn = (offset: number): { line: number; column: number } => lineColumnIn(source, offset)
  const fail = (): never => {
    const { line, column } = lineColumn(position)
    throw new JsonSyntaxError(position >= source.length ? 'end of file' : `“${source[position] ?? ''}”`, line, column)
  }
  const skipSpace = (): void => {
    while (position < source.length && ' \t\n\r'.includes(source[position] ?? '')) position += 1
  }
  const expect = (character: string): void => {
    if (source[position] !== character) fail()
    position += 1
  }

  function readString(): string {
    const start = position
    expect('"')
    while (source[position] !== '"') {
      if (position >= source.length || source.charCodeAt(position) < 0x20) fail()
      position += source[position] === '\\' ? 2 : 1
    }
    position += 1
    try {
      return JSON.parse(source.slice(start, position)) as string
    } catch {
      position = start
      return fail()
    }
  }

  function readValue(path: readonly (string | number)[]): unknown {
    skipSpace()
    const start = position
    const value = readBareValue(path)
    places.set(JSON.stringify(path), { start, end: position })
    return value
  }

  function readBareValue(path: readonly (string | number)[]): unknown {
    const character = source[position]
    if (character === '{') return readObject(path)
    if (character === '[') return readArray(path)
    if (character === '"') return readString()
    const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(
      source.slice(position, position + 400),
    )?.[0]
    if (word === undefined) return fail()
    position += word.length
    return JSON.parse(word) as unknown
  }

  function readObject(path: readonly (string | number)[]): unknown {
    expect('{')
    const entries = new Map<string, unknown>()
    skipSpace()
    if (source[position] === '}') {
      position += 1
      return {}
    }
    for (;;) {
      skipSpace()
      const keyAt = position
      const key = readString()
      if (entries.has(key)) repeated.push({ path: pathText([...path, key]), line: lineColumn(keyAt).line })
      skipSpace()
      expect(':')
      entries.set(key, readValue([...path, key]))
      skipSpace()
      if (source[position] === ',') {
        position += 1
        continue
      }
      expect('}')
      // fromEntries defines own properties, so that a key `__proto__` is an ordinary one.
      return Object.fromEntries(entries)
    }
  }

  function readArray(path: readonly (string | number)[]): unknown {
    expect('[')
    const values: unknown[] = []
    skipSpace()
    if (source[position] === ']') {
      position += 1
      return values
    }
    for (;;) {
      values.push(readValue([...path, values.length]))
      skipSpace()
      if (source[position] === ',') {
        position += 1
        continue
      }
      expect(']')
      return values
    }
  }

  const value = readValue([])
  skipSpace()
  if (position < source.length) fail()
  return {
    value,
    repeatedKeys: repeated,
    source,
    spanOf: (path) => places.get(JSON.stringify(path)),
    placeOf: (path) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const span = places.get(JSON.stringify(path.slice(0, length)))
        if (span !== undefined) return lineColumn(span.start)
      }
      return { line: 1, column: 1 }
    },
  }
}

function lineColumnIn(source: string, offset: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let next = source.indexOf('\n'); next !== -1 && next < offset; next = source.indexOf('\n', next + 1)) {
    line += 1
    start = next + 1
  }
  return { line, column: offset - start + 1 }
}

/** A path as people write it: `analyses[2].options.by`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
}
