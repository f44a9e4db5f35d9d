import { expect, test } from 'vitest'
import { messagesOf } from '../../analyses/index'
import { sources } from '../../analyses/sources/registry'
import { describeSources } from '../../main/cli/describe-sources'

interface Part {
  readonly id: string
  readonly fields: readonly { readonly id: string; readonly label: string; readonly help: string | null }[]
}

test.each(['nb', 'sv', 'en'] as const)(
  'what programs are told of every field, people are told in words: %s',
  (language) => {
    const told = JSON.parse(describeSources(language, true)) as readonly Part[]
    const pages = describeSources(language, false)
    expect(told.map(({ id }) => id)).toEqual(expect.arrayContaining([...sources.keys()]))
    for (const { id, fields } of told) {
      const page = pages.slice(pages.indexOf(`${id}: `)).split('\n\n')[0] ?? ''
      for (const field of fields) {
        const [, ...lines] = page.slice(page.indexOf(`\n  ${field.id}: `) + 1).split('\n')
        const next = lines.findIndex((line) => !line.startsWith('      '))
        const words = next < 0 ? lines : lines.slice(0, next)
        const wanted = [field.label, field.help ?? ''].filter((text) => text.length > 0)
        expect(words, `${id} ${field.id}`).toEqual(wanted.map((text) => `      ${text}`))
      }
      expect(page).not.toMatch(/^ +$/m)
    }
    expect(pages).toContain(messagesOf(language)['ingest:kind.survey'])
  },
)
