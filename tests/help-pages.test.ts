import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { lexer, type Token, type Tokens } from 'marked'
import { describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../analyses/core/contract'
import type { TableColumn } from '../analyses/core/result'
import type { InterfaceLanguage } from '../analyses/core/words'
import { analyses, messagesOf } from '../analyses/index'
import { sources } from '../analyses/sources/registry'
import { projectFolder, readProjectFile } from './source-files'

/*
 * The help page of an analysis says the same in three languages, in sections of one order, and names only what the analysis has. A bare word in backticks is an id of
 * the analysis; functions of R are written with their package or with parentheses.
 */
const languages = ['en', 'nb', 'sv'] as const
const pathOf = (id: string, language: InterfaceLanguage): string =>
  `analyses/${id}/README${language === 'en' ? '' : `.${language}`}.md`
const isThere = (path: string): boolean => existsSync(join(projectFolder, path))

/** The sections that every page has: the first comes first, the others close the page, and sections of the analysis' own stand between. */
const sections = {
  en: ['Method', 'Assumptions', 'When not to use it', 'What is undefined', 'References'],
  nb: ['Metode', 'Forutsetninger', 'Når den ikke bør brukes', 'Hva som ikke er definert', 'Referanser'],
  sv: ['Metod', 'Förutsättningar', 'När den inte bör användas', 'Vad som inte är definierat', 'Referenser'],
} as const

/** A paragraph, an item of a list, a cell of a table or a heading, with the heading of the section that it stands in. */
interface Passage {
  readonly kind: string
  readonly section: string
  readonly text: string
}

/** The passages of a page in reading order; the kind of a cell counts the rows and columns of its table. */
function passagesOf(markdown: string): readonly Passage[] {
  let section = ''
  const passagesOfBlock = (block: Token): readonly Passage[] => {
    switch (block.type) {
      case 'space':
        return []
      case 'heading': {
        const { depth, text } = block as Tokens.Heading
        if (depth === 2) section = text
        return [{ kind: `heading ${depth}`, section, text }]
      }
      case 'list': {
        const { items, ordered } = block as Tokens.List
        return items.map(({ text }) => ({
          kind: `item of ${items.length}${ordered ? ', numbered' : ''}`,
          section,
          text,
        }))
      }
      case 'table': {
        const { header, rows } = block as Tokens.Table
        return [header, ...rows].flatMap((cells) =>
          cells.map(({ text }) => ({ kind: `cell of ${rows.length} × ${header.length}`, section, text })),
        )
      }
      default:
        return [{ kind: block.type, section, text: block.raw }]
    }
  }
  return lexer(markdown).flatMap(passagesOfBlock)
}

const codeIn = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '')
const doisIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b10\.\d{4,}\/[^\s)]+/g)].map(([doi]) => doi.replace(/[.,;]+$/, '')).toSorted()
/** What is read as a sentence: a passage with four words or more outside code, mathematics aside. */
const isProse = (text: string): boolean =>
  (text.replaceAll(/`[^`]*`/g, '').match(/(?<![\p{L}\d])\p{L}{3,}(?![\p{L}\d(])/gu) ?? []).length >= 4

/** A decimal comma, thousands apart by a space, or a per cent sign after one. */
const foreignToEnglish = /\d[,\u00a0]\d{1,2}(?!\d)|\d \d{3}(?!\d)|\d[ \u00a0]%/g
/** A decimal point, or an ordinary space before a per cent sign or within a number, where a line may break. */
const englishOnly = /\d\.\d|\d%|\d %|(?<!\d)\d{1,3} \d{3}(?!\d)/g

/** Every id that a page may name: options and their choices, tables, columns and codes, figures, attributes, and the fields of a source of the analysis' own kind. */
function idsOf(id: string, { options, tables, figures, needs }: AnyAnalysis): ReadonlySet<string> {
  const choices = Object.values(options).flatMap((option) => (option.kind === 'choice' ? option.choices : []))
  const columns = Object.values(tables).flatMap((table): readonly TableColumn[] => table.columns)
  const codes = columns.flatMap(({ codes: own }) => own ?? [])
  const words = Object.keys(messagesOf('en'))
  const named = words.flatMap((key) => {
    const [, room, name] = /^([\w-]+):(?:attribute|verdict|reason)\.(.+)$/.exec(key) ?? []
    return name !== undefined && (room === 'core' || room === id) ? [name] : []
  })
  const source = sources.get(needs.data)
  const fields = Object.entries(source?.fields ?? {}).flatMap(([name, field]) => [
    name,
    ...(field.kind === 'mapping' ? field.roles.map(({ role }) => role) : []),
  ])
  return new Set([
    ...Object.keys(options),
    ...choices,
    ...Object.keys(tables),
    ...columns.map((column) => column.id),
    ...codes,
    ...figures,
    ...named,
    ...(source === undefined ? [] : [source.kind]),
    ...fields,
  ])
}

describe.each([...analyses])('the help page of %s', (id, analysis) => {
  test('is there in every language', () => {
    expect(languages.filter((language) => !isThere(pathOf(id, language)))).toEqual([])
  })

  const pages = Object.fromEntries(
    languages.map((language) => [
      language,
      isThere(pathOf(id, language)) ? passagesOf(readProjectFile(pathOf(id, language))) : [],
    ]),
  ) as Readonly<Record<InterfaceLanguage, readonly Passage[]>>

  test.each(languages)('has its name and the sections of all pages in their order (%s)', (language) => {
    const [name, lead] = pages[language]
    expect(name).toMatchObject({ kind: 'heading 1', text: messagesOf(language)[`${id}:title`] })
    expect(lead?.kind).toBe('paragraph')
    const headings = pages[language].filter(({ kind }) => kind === 'heading 2').map(({ text }) => text)
    const [first, ...closing] = sections[language]
    expect(headings[0]).toBe(first)
    expect(headings.slice(-closing.length)).toEqual(closing)
    expect(new Set(headings).size).toBe(headings.length)
  })

  test.each(['nb', 'sv'] as const)('is built as the English one (%s)', (language) => {
    const shapeOf = (passages: readonly Passage[]): readonly string[] =>
      passages.map(({ kind, text }) => [kind, ...codeIn(text).toSorted()].join(' | '))
    expect(shapeOf(pages[language])).toEqual(shapeOf(pages.en))
  })

  test.each(['nb', 'sv'] as const)('leaves no sentence in English (%s)', (language) => {
    const references = sections[language].at(-1)
    const left = pages[language].filter(
      ({ section, text }, position) => section !== references && isProse(text) && text === pages.en[position]?.text,
    )
    expect(left.map(({ text }) => text)).toEqual([])
  })

  test.each(languages)(
    'writes numbers as its language does, and no tag, which the window would show as text (%s)',
    (language) => {
      const references = sections[language].at(-1)
      const wrong = pages[language]
        .filter(({ section }) => section !== references)
        .flatMap(
          ({ text }) =>
            text.replaceAll(/`[^`]*`/g, '`').match(language === 'en' ? foreignToEnglish : englishOnly) ?? [],
        )
      expect(wrong).toEqual([])
      expect(pages[language].filter(({ text }) => /<\/?[a-z]/i.test(text)).map(({ text }) => text)).toEqual([])
    },
  )

  test('names only what the analysis has', () => {
    const known = idsOf(id, analysis)
    const bare = pages.en
      .flatMap(({ text }) => codeIn(text))
      .filter((code) => /^[a-z][a-z0-9]*(?:[_-][a-z0-9.]+)*$/.test(code))
    expect(bare.filter((code) => !known.has(code))).toEqual([])
  })

  test('has the references of the analysis, and the same in every language', () => {
    const dois = languages.map((language) => doisIn(readProjectFile(pathOf(id, language))))
    expect(dois[1]).toEqual(dois[0])
    expect(dois[2]).toEqual(dois[0])
    expect(analysis.references.flatMap(doisIn).filter((doi) => !dois[0]?.includes(doi))).toEqual([])
  })
})

test.each(['nb', 'sv'] as const)('a heading is called the same on every page (%s)', (language) => {
  const names = new Map<string, Set<string>>()
  for (const id of analyses.keys()) {
    const others = passagesOf(readProjectFile(pathOf(id, language)))
    passagesOf(readProjectFile(pathOf(id, 'en'))).forEach(({ kind, text }, position) => {
      if (kind !== 'heading 2') return
      names.set(text, (names.get(text) ?? new Set()).add(others[position]?.text ?? ''))
    })
  }
  expect([...names].filter(([, own]) => own.size > 1).map(([text, own]) => [text, ...own])).toEqual([])
})
