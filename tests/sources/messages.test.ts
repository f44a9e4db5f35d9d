import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { clockRole, type Fields } from '../../analyses/core/fields'
import { readers } from '../../analyses/readers/registry'
import { sources } from '../../analyses/sources/registry'
import type { Reader } from '../../analyses/readers/reader'
import type { AnySourceDefinition } from '../../analyses/sources/source'
import { filesBelow, readProjectFile } from '../source-files'

/** Everything that is said while a file is read goes by `ingest:`, whichever of these rooms says it. */
const rooms = ['analyses/readers', 'analyses/sources']
const messageFiles = rooms.flatMap((room) => filesBelow(room, ['messages.en.json']))
const languages = ['en', 'nb', 'sv'] as const
const read = (language: string): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...messageFiles.map(
      (path) => JSON.parse(readProjectFile(path.replace('.en.json', `.${language}.json`))) as Record<string, string>,
    ),
  ) as Record<string, string>
const source = [...rooms, 'analyses/series', 'renderer/views/data', 'main/cli']
  .flatMap((room) => filesBelow(room, ['.ts', '.tsx']))
  .map(readProjectFile)
  .join('\n')

/** Places of a message, those inside plurals included. */
function places(text: string): readonly string[] {
  const found = new Set<string>()
  const visit = (
    elements: readonly {
      readonly type: number
      readonly value?: string
      readonly options?: Readonly<Record<string, { readonly value: readonly never[] }>>
    }[],
  ): void => {
    for (const element of elements) {
      if (element.type !== 0 && element.value !== undefined) found.add(element.value)
      for (const option of Object.values(element.options ?? {})) visit(option.value)
    }
  }
  visit(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst() as never)
  return [...found].sort()
}

test('every language has the same keys and the same places', () => {
  const [english] = languages.map(read)
  for (const language of languages) {
    const messages = read(language)
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english ?? {}).sort())
    for (const [key, text] of Object.entries(messages)) {
      expect(text.trim(), `${language} ${key}`).not.toBe('')
      expect(places(text), `${language} ${key}`).toEqual(places(english?.[key] ?? ''))
    }
  }
})

test('no message stands in two rooms', () => {
  const keys = messageFiles.flatMap((path) => Object.keys(JSON.parse(readProjectFile(path)) as object))
  expect(keys.filter((key, index) => keys.indexOf(key) < index)).toEqual([])
})

test('every code in the source has a message, and every message is used', () => {
  const keys = new Set(Object.keys(read('en')))
  const whole = [...source.matchAll(/['`]ingest:([a-z0-9._-]+)['`]/g)].map((match) => match[1] ?? '')
  for (const key of whole) expect(keys, key).toContain(key)
  const declared = new Set([...sources.values()].flatMap(declaredKeys).concat(readers.flatMap(settingKeys)))
  // Keys that are put together from a prefix and a name that the types list.
  const composed =
    /^(is|delimiter|decimal|part)-|^(matched|left-out|facts|columns|blank|understood|merge-reason)[.]|^proposal[.](from|doubt)-|^role[.](row-number|system|ignored|offset|item|attribute|round|area)$|^no-(round|headcount)-column$|^example|^(unreadable-time|time-in-gap|no-time|ambiguous-time|ambiguous-time-open|ends-next-day|unreadable-value|no-subject|no-event|no-end|no-indicator|no-organisation|no-area|level-outside|level-unreadable|end-before-start|column-not-found-nearest|ragged-over-lines|text-after-quote|quote-swallows|answered-not-asked|asked-of-other-names|blank-word|unreadable)$/
  // A row without what a column holds is left out as `no-<role>`.
  const isMissing = (key: string): boolean => key.startsWith('no-') && declared.has(`role.${key.slice(3)}`)
  const isUsed = (key: string): boolean =>
    whole.includes(key) || declared.has(key) || isMissing(key) || composed.test(key)
  expect([...keys].filter((key) => !isUsed(key))).toEqual([])
})

/** Keys that a declared field has, `.help` where there is something to explain. */
function fieldKeys(owner: string, fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([id, field]) => {
    if (field.kind === 'header')
      return [`role.${field.role}`, ...(field.isTime === true ? [`role.${clockRole(field.role)}`] : [])]
    if (field.kind === 'mapping') return field.roles.map(({ role }) => `role.${role}`)
    if (field.isUnseen === true) return []
    const name = field.message ?? `${owner}.${id}`
    const choices =
      field.kind === 'choice' && field.names === undefined
        ? field.choices.map((choice) => `${name}.${field.messages?.[choice] ?? choice}`)
        : []
    return [name, `${name}.help`, ...choices]
  })
}

const declaredKeys = ({ kind, fields }: AnySourceDefinition): readonly string[] => [
  `kind.${kind}`,
  ...fieldKeys(kind, fields),
]
const settingKeys = ({ id, settings }: Reader): readonly string[] => fieldKeys(id, settings)

test('every kind of source, field, choice and column has its name in every language', () => {
  const keys = [...sources.values()].flatMap(declaredKeys).concat(readers.flatMap(settingKeys))
  expect(keys.length).toBeGreaterThan(50)
  for (const language of languages) {
    const messages = read(language)
    expect(
      keys.filter((key) => !key.endsWith('.help') && !Object.hasOwn(messages, key)),
      language,
    ).toEqual([])
  }
})

test('a folder of sources is named for its kind, one of readers for its format', () => {
  const folders = (room: string, name: string): readonly string[] =>
    filesBelow(room, [name])
      .map((path) => path.split('/'))
      .filter((path) => path.length === 4)
      .map((path) => path[2] ?? '')
      .sort()
  expect([...sources.keys()].sort()).toEqual(folders('analyses/sources', 'source.ts'))
  expect(readers.map(({ id }) => id).sort()).toEqual(folders('analyses/readers', 'reader.ts'))
})
