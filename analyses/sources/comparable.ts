import { tidy } from '../readers/reader'

/** Entities that survey tools leave in question texts and labels. */
const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  laquo: '"',
  raquo: '"',
  ndash: '-',
  mdash: '-',
  hellip: '...',
  shy: '',
  aring: 'å',
  auml: 'ä',
  ouml: 'ö',
  aelig: 'æ',
  oslash: 'ø',
  eacute: 'é',
  uuml: 'ü',
}

/**
 * A label, header or name for comparison. Case, the form of Unicode, kinds of space, apostrophe, quotation mark and dash, invisible characters, tags and entities of
 * HTML, blanks beside a dash or a slash, an asterisk before and punctuation behind do not count.
 */
export function comparable(text: string): string {
  const plain = text
    .replace(/<\/?[a-z][^<>]*>/giu, ' ')
    .replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]{2,7}));/giu, (entity, decimal, hexadecimal, name) =>
      characterOf(entity, decimal, hexadecimal, name),
    )
    .replace(/\u00ad|\u200b|\u200c|\u200d|\u200e|\u200f|\u2060|\ufe0f/gu, '')
    .replace(/[\u2018\u2019\u201a\u201b\u02bb\u02bc\u2032\u00b4`\uff07]/gu, "'")
    .replace(/[\u00ab\u00bb\u201c-\u201f\u2033\u2039\u203a\uff02]/gu, '"')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/gu, '-')
  return tidy(plain.normalize('NFKC'))
    .toLowerCase()
    .replace(/(?<=\S)\s*([-/])\s*(?=\S)/gu, '$1')
    .replace(/^[\s*]+|[\s.:;,?!*]+$/gu, '')
    .replace(/^["']+|["']+$/gu, '')
    .replace(/[\s.:;,?!*]+$/gu, '')
}

function characterOf(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? entity
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity
}
