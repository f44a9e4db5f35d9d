import type { Attributes, ElementName } from './tags'

/** The text of a cell, put together from its paragraphs. */
export interface Paragraphs {
  clear(): void
  begin(name: ElementName): void
  /** Whether an element within a paragraph is part of its text: what has another prefix is drawn beside it, and notes are no part. */
  takes(name: ElementName): boolean
  element(name: ElementName, attributes: Attributes): void
  add(text: string): void
  text(): string
  /** Whether there is none, not even an empty one. */
  areNone(): boolean
}

/** Elements of texts that are not read out with them. */
const besideText: ReadonlySet<string> = new Set(['note', 'ruby-text'])

/** Spaces that one element may stand for; a cell has no more characters. */
const mostSpaces = 32_767

/**
 * Paragraphs are lines. Elements stand for spaces in a row, tabs and line breaks (OpenDocument 1.3, part 3, 6.1.2 to 6.1.5); white space that is written as itself is kept, though it should count once
 * at most: pandas writes it so, and LibreOffice keeps it.
 */
export function createParagraphs(): Paragraphs {
  let text = ''
  let count = 0
  let prefix = ''
  return {
    clear() {
      text = ''
      count = 0
    },
    begin(name) {
      prefix = name.prefix
      if (count > 0) text += '\n'
      count += 1
    },
    takes: (name) => name.prefix === prefix && !besideText.has(name.local),
    element({ local }, attributes) {
      if (local === 's') text += ' '.repeat(spaces(attributes))
      else if (local === 'tab') text += '\t'
      else if (local === 'line-break') text += '\n'
    },
    add: (part) => void (text += part),
    text: () => text,
    areNone: () => count === 0,
  }
}

function spaces(attributes: Attributes): number {
  const count = attributes.get('c') ?? '1'
  return /^\d+$/.test(count) ? Math.min(Number(count), mostSpaces) : 1
}
