import { InputError } from '../../core/errors'
import type { ObjectText } from './objects'

/** What a value is: a number, a text, true or false, or a list, which is kept as it is written. */
export type JsonKind = 'number' | 'text' | 'flag' | 'list'

/** Takes a value: the text of a text, and otherwise as it is written. Null and lists without a value are not given. */
export type TakeValue = (key: string, kind: JsonKind | null, text: string) => void

/** Objects within objects beyond this are no table. */
const deepest = 64

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const wordPattern = /true|false|null/y

/**
 * Reads one object (RFC 8259). Objects within it are flattened: the value of `b` in `a` has the key `a.b`. Lists are kept as they are written.
 * @throws InputError with line and column for anything that is no object
 */
export function parseObject({ text, line }: ObjectText, file: string, take: TakeValue): void {
  let at = 0
  const fault = (): InputError => {
    const before = text.slice(0, at)
    const lineStart = before.lastIndexOf('\n') + 1
    const place = { file, line: line + before.split('\n').length - 1, column: at - lineStart + 1 }
    if (at >= text.length) return new InputError('ingest:json-lines-unfinished', {}, place)
    return new InputError('ingest:json-lines-unexpected', { found: text.slice(at, at + 20) }, place)
  }
  const skipSpace = (): void => {
    for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9;)
      code = text.charCodeAt(++at)
  }
  const pass = (sign: string): void => {
    skipSpace()
    if (text[at] !== sign) throw fault()
    at += 1
  }
  const found = (sign: string): boolean => {
    skipSpace()
    if (text[at] !== sign) return false
    at += 1
    return true
  }

  function textValue(): string {
    pass('"')
    const start = at
    let isPlain = true
    for (; ; at += 1) {
      const code = text.charCodeAt(at)
      if (code === 0x22) break
      if (code === 0x5c) {
        isPlain = false
        at += 1
      } else if (code < 32 || Number.isNaN(code)) throw fault()
    }
    at += 1
    if (isPlain) return text.slice(start, at - 1)
    try {
      return JSON.parse(text.slice(start - 1, at)) as string
    } catch {
      at = start - 1
      throw fault()
    }
  }

  /** @returns the text that a pattern finds here, null where it finds none */
  function matched(pattern: RegExp): string | null {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) return null
    at += match[0].length
    return match[0]
  }

  function value(key: string, depth: number): void {
    skipSpace()
    if (depth > deepest) throw fault()
    if (text[at] === '"') return take(key, 'text', textValue())
    if (text[at] === '{') return object(`${key}.`, depth + 1)
    const start = at
    if (text[at] === '[') {
      list(depth + 1)
      return take(key, 'list', text.slice(start, at))
    }
    at = endOfWholeNumber(text, start)
    if (at > start) return take(key, 'number', text.slice(start, at))
    const word = matched(wordPattern)
    if (word !== null) return take(key, word === 'null' ? null : 'flag', word)
    const number = matched(numberPattern)
    if (number === null) throw fault()
    take(key, 'number', number)
  }

  function list(depth: number): void {
    if (depth > deepest) throw fault()
    pass('[')
    if (found(']')) return
    do {
      skipSpace()
      if (text[at] === '"') textValue()
      else if (text[at] === '{') passObject(depth + 1)
      else if (text[at] === '[') list(depth + 1)
      else if (matched(wordPattern) === null && matched(numberPattern) === null) throw fault()
    } while (found(','))
    pass(']')
  }

  /** An object within a list, whose values are not taken one by one. */
  function passObject(depth: number): void {
    const taken = take
    take = () => undefined
    object('', depth)
    take = taken
  }

  function object(prefix: string, depth: number): void {
    pass('{')
    if (found('}')) return
    do {
      const key = prefix + textValue()
      pass(':')
      value(key, depth)
    } while (found(','))
    pass('}')
  }

  object('', 0)
  skipSpace()
  if (at < text.length) throw fault()
}

/** Where a number that has nothing but digits ends, as most do; the place itself where there is none. */
function endOfWholeNumber(text: string, start: number): number {
  let end = start
  let code = text.charCodeAt(end)
  if (code < 0x31 || code > 0x39) return start
  while (code >= 0x30 && code <= 0x39) code = text.charCodeAt((end += 1))
  return code === 0x2e || code === 0x45 || code === 0x65 ? start : end
}
