import { describe, expect, test } from 'vitest'
import { levelNames, type Labels } from '../../analyses/core/level-names'
import en from '../../analyses/core/messages.en.json'
import nb from '../../analyses/core/messages.nb.json'
import sv from '../../analyses/core/messages.sv.json'
import { createSpeaker } from '../../analyses/core/speaker'
import { usualAttributeLabel } from '../../analyses/core/usual-labels'
import type { Language } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'

const attributes = [
  { id: 'round', levels: ['1', '2'] },
  { id: 'role', levels: ['employee', 'leader'] },
  { id: 'gender', levels: ['1', '2'] },
  { id: 'organisation', levels: ['Åre kommun', 'Namsos'] },
]
const labels: Labels = {
  gender: {
    label: { nb: 'Kjønn, selvrapportert', sv: 'Kön, självrapporterat' },
    values: { '1': { nb: 'Mann' }, '2': { nb: 'Kvinne' } },
  },
}
const names = (language: Language, own: Labels = labels) => levelNames(attributes, own, language)

describe('names of levels', () => {
  test('usual words have a name in every language without being asked for', () => {
    expect((['nb', 'sv', 'da', 'en'] as const).map((language) => names(language).level('role', 'employee'))).toEqual([
      'ansatt',
      'anställd',
      'ansat',
      'employee',
    ])
    expect((['nb', 'sv', 'da', 'en'] as const).map((language) => names(language).level('role', 'leader'))).toEqual([
      'leder',
      'chef',
      'leder',
      'leader',
    ])
    const others = levelNames(
      [
        { id: 'country', levels: ['NO', 'Sweden'] },
        { id: 'gender', levels: ['Female', 'm'] },
        { id: 'language', levels: ['sv', 'nb'] },
      ],
      {},
      'sv',
    )
    expect([others.level('country', 'NO'), others.level('country', 'Sweden')]).toEqual(['Norge', 'Sverige'])
    expect([others.level('gender', 'Female'), others.level('gender', 'm')]).toEqual(['Kvinna', 'man'])
    expect([others.level('language', 'sv'), others.level('language', 'nb')]).toEqual(['svenska', 'bokmål'])
  })

  test('a name that a person gave goes before the usual one, in its language and in those without one', () => {
    const own = { role: { values: { employee: { nb: 'medarbeider' } } } }
    expect(names('nb', own).level('role', 'employee')).toBe('medarbeider')
    expect(names('sv', own).level('role', 'employee')).toBe('anställd')
    expect(names('sv').level('gender', '2')).toBe('Kvinne')
    expect(names('nb').attribute('gender')).toBe('Kjønn, selvrapportert')
    expect(names('nb').attribute('ward')).toBeUndefined()
  })

  test('two levels never go by one name', () => {
    const both = levelNames([{ id: 'role', levels: ['leader', 'manager', 'leder', 'employee'] }], {}, 'nb')
    expect(['leader', 'manager', 'leder', 'employee'].map((level) => both.level('role', level))).toEqual([
      'leader',
      'manager',
      'leder',
      'ansatt',
    ])
  })

  test('a group is named level by level, by the place of each', () => {
    const nb = names('nb')
    expect(nb.group('1 · 2', ['gender', 'round'])).toBe('1 · Kvinne')
    expect(nb.group('Namsos · leader', ['role'])).toBe('Namsos · leder')
    expect(nb.group('Namsos', ['organisation'])).toBe('Namsos')
  })

  test('a text by itself is named only where it can be one thing', () => {
    const nb = names('nb')
    expect(nb.said('leader')).toBe('leder')
    expect(nb.said('Åre kommun · leader')).toBe('Åre kommun · leder')
    // A round is called so too.
    expect(nb.said('1')).toBeUndefined()
    expect(nb.said('toString')).toBeUndefined()
  })

  test('names that belong to every object are levels like others', () => {
    const odd = levelNames([{ id: 'constructor', levels: ['__proto__', 'toString'] }], {}, 'nb')
    expect(odd.level('constructor', 'toString')).toBe('toString')
    expect(odd.attribute('constructor')).toBeUndefined()
  })
})

describe('a speaker with names', () => {
  const speaker = createSpeaker('nb', messagesOf('nb'), null, names('nb'))

  test('says levels in cells, groups in cells, and texts in messages', () => {
    const cell = (column: Parameters<typeof speaker.cell>[0], text: string) =>
      speaker.cell(column, text, false, 'participation')
    expect(cell({ id: 'gender', kind: 'text', refersTo: 'level' }, '2')).toBe('Kvinne')
    expect(cell({ id: 'group_a', kind: 'text', refersTo: 'group', groupedBy: ['gender'] }, '2')).toBe('Kvinne')
    expect(cell({ id: 'series', kind: 'text' }, '2')).toBe('2')
    expect(speaker.label({ list: ['leader', 'employee'] })).toBe('leder og ansatt')
  })

  test('an attribute is written small within a sentence, an abbreviation as it is', () => {
    const own = createSpeaker(
      'nb',
      messagesOf('nb'),
      null,
      levelNames([], { it: { label: { nb: 'IT-erfaring' } } }, 'nb'),
    )
    const within = (attribute: string): string =>
      own.text('survey:without-group', { n: 2, columns: { list: [{ attribute }] } })
    expect(within('role')).toContain('rolle')
    expect(within('role')).not.toContain('Rolle')
    expect(within('it')).toContain('IT-erfaring')
  })
})

test('usual attributes have a name in every language, the same that the messages have', () => {
  const messages = { en, nb, sv } as const
  for (const [language, known] of Object.entries(messages))
    for (const [key, name] of Object.entries(known)) {
      const attribute = key.replace(/^attribute\./u, '')
      const usual = usualAttributeLabel(attribute)
      if (attribute === key || usual === undefined) continue
      expect(usual[language as keyof typeof usual], `${language} ${attribute}`).toBe(name)
    }
  for (const attribute of ['role', 'region', 'unit', 'gender', 'age_group', 'language', 'country', 'organisation'])
    expect(Object.keys(usualAttributeLabel(attribute) ?? {}).toSorted(), attribute).toEqual(['da', 'en', 'nb', 'sv'])
  expect(levelNames([], {}, 'da').attribute('unit')).toBe('Enhed')
})
