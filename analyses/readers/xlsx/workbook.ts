import { InputError, type AbortState } from '../../core/errors'
import { attributeOf, tagsOf } from '../markup'
import type { ZipArchive } from '../zip-archive'
import { joinedText, textOf, unescaped } from './markup'

/** What a number of a cell stands for, by the format that it is shown in. */
export type NumberMeaning = 'number' | 'time' | 'span'

export interface Sheet {
  readonly name: string
  /** Its part of the archive. */
  readonly part: string
  readonly isHidden: boolean
}

/** What a workbook says of its sheets. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  /** Days are counted from 1904, as old programs on the Mac do, and not from 1900. */
  readonly countsFrom1904: boolean
  /** By the number of a cell's style. */
  readonly meanings: readonly NumberMeaning[]
  /**
   * Texts that cells refer to by their number, from the first one: at least `count` of them, or all there are.
   * @throws InputError when they are damaged; Aborted
   */
  texts(count: number, abort?: AbortState): Promise<readonly string[]>
}

/** Bytes that the parts beside the sheets may have. */
const largestPart = 1 << 26
const mostTexts = 5_000_000
/** Texts that are read at least, since the next rows want the next ones. */
const fewestTexts = 4096
/** A cell holds 32 767 characters at most, and its markup not much more. */
const longestText = 1 << 22

/** @throws InputError when a part is missing or damaged, or its markup holds a document type */
export async function readWorkbook(archive: ZipArchive, file: string): Promise<Workbook> {
  const part = async (name: string): Promise<string> => {
    const text = archive.has(name) ? await archive.text(name, largestPart) : ''
    if (text.slice(0, 4096).includes('<!DOCTYPE')) throw new InputError('ingest:xlsx-damaged', { part: name }, { file })
    return text
  }
  const main = mainPart(await part('_rels/.rels'))
  if (!archive.has(main)) throw new InputError('ingest:xlsx-damaged', { part: main }, { file })
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const document = await part(main)
  const targets = new Map(
    tagsOf(await part(`${folder}_rels/${main.slice(folder.length)}.rels`), 'Relationship').map((tag) => [
      attributeOf(tag, 'Id') ?? '',
      { type: attributeOf(tag, 'Type') ?? '', path: resolved(folder, attributeOf(tag, 'Target') ?? '') },
    ]),
  )
  const partOf = (type: string): string =>
    [...targets.values()].find((target) => target.type.endsWith(`/${type}`))?.path ?? ''
  const date1904 = tagsOf(document, 'workbookPr').map((tag) => attributeOf(tag, 'date1904'))[0]
  return {
    sheets: tagsOf(document, 'sheet').flatMap((tag): Sheet[] => {
      const target = targets.get(attributeOf(tag, 'id') ?? '')
      if (target === undefined || !target.type.endsWith('/worksheet')) return []
      const state = attributeOf(tag, 'state')
      return [
        {
          name: unescaped(attributeOf(tag, 'name') ?? ''),
          part: target.path,
          isHidden: state !== null && state !== 'visible',
        },
      ]
    }),
    countsFrom1904: date1904 === '1' || date1904 === 'true',
    meanings: meaningsOf(await part(partOf('styles'))),
    texts: sharedTexts(archive, partOf('sharedStrings'), file),
  }
}

/** The part that the package names as its document. */
function mainPart(relationships: string): string {
  const tag = tagsOf(relationships, 'Relationship').find((each) =>
    attributeOf(each, 'Type')?.endsWith('/officeDocument'),
  )
  return resolved('', (tag === undefined ? null : attributeOf(tag, 'Target')) ?? 'xl/workbook.xml')
}

function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const steps = `${folder}${target}`.split('/')
  const path: string[] = []
  for (const step of steps) {
    if (step === '..') path.pop()
    else if (step !== '.') path.push(step)
  }
  return path.join('/')
}

/** Formats that every workbook has (ECMA-376, 18.8.30). */
const builtInTimes: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])
const builtInSpans: ReadonlySet<number> = new Set([45, 46, 47])

function meaningsOf(styles: string): readonly NumberMeaning[] {
  const own = new Map(
    tagsOf(styles, 'numFmt').map((tag) => [
      Number(attributeOf(tag, 'numFmtId')),
      meaningOf(unescaped(attributeOf(tag, 'formatCode') ?? '')),
    ]),
  )
  const cells = /<(?:\w+:)?cellXfs[\s>][^]*?<\/(?:\w+:)?cellXfs>/.exec(styles)?.[0] ?? ''
  return tagsOf(cells, 'xf').map((tag) => {
    const format = Number(attributeOf(tag, 'numFmtId'))
    return own.get(format) ?? (builtInTimes.has(format) ? 'time' : builtInSpans.has(format) ? 'span' : 'number')
  })
}

/** Letters of a date or a clock outside of quoted text, colours and conditions; hours in brackets count on beyond a day. */
function meaningOf(format: string): NumberMeaning {
  const plain = (format.split(';')[0] ?? '').replace(/"[^"]*"|\\.|_.|\*./g, '')
  if (/\[(?:h+|m+|s+)\]/i.test(plain)) return 'span'
  const letters = plain.replace(/\[[^\]]*\]/g, '').replace(/General|Standard/gi, '')
  return /[dmyhs]/i.test(letters) && !/[#?]|0[.,]?0*[eE%]/.test(letters) ? 'time' : 'number'
}

/** Reads the shared texts when they are asked for: the first rows of a sheet mostly need the first ones. */
function sharedTexts(archive: ZipArchive, part: string, file: string): Workbook['texts'] {
  let texts: readonly string[] = []
  let isWhole = !archive.has(part)
  return async (count, abort) => {
    if (isWhole || texts.length >= count) return texts
    const wanted = Math.max(count, fewestTexts)
    texts = await firstTexts(archive, part, file, wanted, abort)
    isWhole = texts.length < wanted
    return texts
  }
}

async function firstTexts(
  archive: ZipArchive,
  part: string,
  file: string,
  count: number,
  abort: AbortState | undefined,
): Promise<readonly string[]> {
  const texts: string[] = []
  const damaged = (): InputError => new InputError('ingest:xlsx-damaged', { part }, { file })
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of archive.pieces(part, abort)) {
    const markup = decoder.decode(piece, { stream: true })
    if (markup.includes('<!DOCTYPE')) throw damaged()
    // A text that ends in this piece ends in its new part, or where the old and the new meet.
    const seam = Math.max(0, rest.length - 8)
    rest += markup
    const last =
      Math.max(rest.indexOf('</si>', seam), rest.indexOf(':si>', seam)) < 0
        ? -1
        : Math.max(rest.lastIndexOf('</si>'), rest.lastIndexOf(':si>'))
    if (last < 0) {
      if (rest.length > longestText) throw damaged()
      continue
    }
    const whole = rest.slice(0, rest.indexOf('>', last) + 1)
    rest = rest.slice(whole.length)
    addTexts(texts, whole)
    if (texts.length > mostTexts) throw damaged()
    if (texts.length >= count) return texts
  }
  for (const _ of rest.matchAll(/<(?:\w+:)?si\s*\/>/g)) texts.push('')
  return texts
}

function addTexts(texts: string[], markup: string): void {
  for (let at = 0; at < markup.length;) {
    // Nearly all are one text and nothing more.
    const isPlain = markup.startsWith('<si><t>', at)
    const end = isPlain ? markup.indexOf('<', at + 7) : -1
    if (end >= 0 && markup.startsWith('</t></si>', end)) {
      texts.push(textOf(markup.slice(at + 7, end)))
      at = end + 9
      continue
    }
    anyText.lastIndex = at
    const found = anyText.exec(markup)
    if (found === null) return
    texts.push(joinedText(found[1] ?? ''))
    at = anyText.lastIndex
  }
}

const anyText = /<(?:\w+:)?si(?:\s[^>]*)?(?:\/>|>([^]*?)<\/(?:\w+:)?si>)/g
