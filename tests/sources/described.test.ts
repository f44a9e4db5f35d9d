import { describe, expect, test } from 'vitest'
import { sources } from '../../analyses/sources/registry'
import { readers } from '../../analyses/readers/registry'
import { recipeSchema } from '../../analyses/recipe/recipe'
import { describe as description } from '../../main/cli/describe'

/** Formats of which something can be declared. */
const declarable = readers.filter(({ settings }) => Object.keys(settings).length > 0)

describe('the help on sources', () => {
  const described = JSON.parse(description('sources', 'nb', true) ?? '[]') as readonly {
    readonly id: string
    readonly title: string
    readonly fields: readonly { readonly id: string; readonly required: boolean; readonly label: string }[]
  }[]

  test('names every kind, every field and which of them must be there', () => {
    expect(described.map(({ id }) => id)).toEqual([...sources.keys(), ...declarable.map(({ id }) => `dialect (${id})`)])
    expect(described.find(({ id }) => id === 'observations')).toMatchObject({
      title: 'Målinger',
      fields: [
        { id: 'time', required: true, label: 'Kolonne for tid' },
        { id: 'value', required: true, label: 'Kolonne for verdi' },
        { id: 'series', required: false },
        { id: 'unit' },
        { id: 'range' },
        { id: 'time_zone', label: 'Tidssone' },
        { id: 'date_order' },
      ],
    })
    expect(described.find(({ id }) => id === 'dialect (delimited)')?.fields.map(({ label }) => label)).toContain(
      'Tegnkoding',
    )
  })

  test('names the keys that a recipe takes, and no other', () => {
    for (const { id: kind, fields } of described.slice(0, -declarable.length)) {
      const required = Object.fromEntries(fields.filter((field) => field.required).map(({ id }) => [id, 'x']))
      const source = { id: 'a', kind, file: 'a.csv', ...required }
      const parse = (given: object): boolean => recipeSchema.safeParse({ recipe: 1, sources: [given] }).success
      expect(parse(source), kind).toBe(true)
      for (const id of Object.keys(required)) expect(parse({ ...source, [id]: undefined }), `${kind} ${id}`).toBe(false)
      expect(parse({ ...source, nothing_such: 'x' }), kind).toBe(false)
    }
  })

  test('is a page for people', () => {
    const page = description('sources', 'en', false) ?? ''
    expect(page).toContain(
      'events: Events\n  time: header, or [header of the date, header of the clock]; required\n      Column for time\n',
    )
    expect(page).toContain('delimiter: ";" | "," | "\\t" | "|"')
  })
})
