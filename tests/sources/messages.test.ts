import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { filesBelow, readProjectFile } from '../source-files'

/** Everything that is said while a file is read goes by `ingest:`, whichever of these rooms says it. */
const rooms = ['analyses/readers', 'analyses/sources', 'analyses/series']
const messageFiles = rooms.flatMap((room) => filesBelow(room, ['messages.en.json']))
const languages = ['en', 'nb', 'sv'] as const
const read = (language: string): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...messageFiles.map(
      (path) => JSON.parse(readProjectFile(path.replace('.en.json', `.${language}.json`))) as Record<string, string>,
    ),
  ) as Record<string, string>
const source = rooms
  .flatMap((room) => filesBelow(room, ['.ts']))
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
  const whole = [...source.matchAll(/['`]ingest:([a-z0-9-]+)['`]/g)].map((match) => match[1] ?? '')
  for (const key of whole) expect(keys, key).toContain(key)
  // Keys that are put together from a prefix and a name that the types list.
  const composed =
    /^(is|delimiter|decimal|role|matched|left-out)[-.]|^no-(round|headcount)-column$|^example|^(unreadable-time|time-in-gap|no-time|ambiguous-time|unreadable-value|no-subject|no-event|no-end|no-indicator|no-organisation|no-area|level-outside|level-unreadable|end-before-start|column-not-found-nearest|ragged-over-lines|text-after-quote|quote-swallows|answered-not-asked|asked-of-other-names|blank-word|unreadable)$/
  expect([...keys].filter((key) => !whole.includes(key) && !composed.test(key))).toEqual([])
})
