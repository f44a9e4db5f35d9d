import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance } from '../../../analyses/sources/spellings/edit-distance'
import { repaired } from '../../../analyses/sources/spellings/encoding-damage'
import { proposeMerges, type MergeProposal } from '../../../analyses/sources/spellings/merge-proposals'
import { municipalities } from '../../../analyses/sources/spellings/place-names'
import { districts, formerMunicipalities, norwegianHospitals, swedishHospitals, units } from './names'

const { NO, SE, DK } = municipalities
const counted = (texts: readonly string[], rows: (place: number) => number = () => 10) =>
  texts.map((text, place) => ({ text, rows: rows(place) }))
const proposed = (
  rows: Readonly<Record<string, number>>,
  known: readonly string[] = [],
  attribute = 'organisation',
): readonly string[] =>
  proposeMerges(
    attribute,
    Object.entries(rows).map(([text, count]) => ({ text, rows: count })),
    known,
  ).map(({ from, into, reason }) => `${from} → ${into} (${reason})`)
const pairs = (found: readonly MergeProposal[]): readonly string[] => found.map(({ from, into }) => `${from} → ${into}`)

/** Numbers of rows as surveys have them: a few large organisations, and many of which one or two answer. */
const skewed = (place: number): number => [1, 200, 3, 40, 1, 12, 900, 2][place % 8] ?? 1

/** A text whose bytes of UTF-8 were read one by one. */
const damage = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join('')

describe('names of different places are never one', () => {
  test('the lists are complete', () => {
    // Herøy and Våler are two municipalities each, so that 357 have 355 names.
    expect([NO, SE, DK].map((names) => [names.length, new Set(names).size])).toEqual([
      [355, 355],
      [290, 290],
      [98, 98],
    ])
  })

  const former = formerMunicipalities.filter((name) => !NO.includes(name))
  test.each<[string, readonly string[]]>([
    ['municipalities of Norway', NO],
    ['of Norway, as organisations', NO.map((name) => `${name} kommune`)],
    ['of Sweden', SE],
    ['of Sweden, as organisations', SE.map((name) => `${name}${/[sx]$/u.test(name) ? '' : 's'} kommun`)],
    ['of Denmark', DK.map((name) => `${name} Kommune`)],
    ['of all three countries', [...new Set([...NO, ...SE, ...DK])]],
    ['hospitals of Norway', norwegianHospitals],
    ['hospitals of Sweden', swedishHospitals],
    ['hospitals of both', [...norwegianHospitals, ...swedishHospitals]],
    [
      'hospitals beside municipalities',
      [...NO, ...SE.filter((name) => name !== 'Lund'), ...norwegianHospitals, ...swedishHospitals],
    ],
    [
      'hospitals beside municipalities as organisations',
      [...NO.map((name) => `${name} kommune`), ...norwegianHospitals],
    ],
    ['former municipalities, which the program does not know', former],
    ['former ones beside those of today', [...new Set([...NO, ...former])]],
    ['former ones as organisations', former.map((name) => `${name} kommune`)],
    ['districts', districts],
    ['wards, teams and answers', units],
  ])('%s', (_, names) => {
    for (const rows of [
      () => 10,
      skewed,
      (place: number) => skewed(place + 3),
      (place: number) => (place % 2 === 0 ? 1 : 500),
    ])
      expect(pairs(proposeMerges('organisation', counted(names, rows)))).toEqual([])
  })
})

describe('misspelt versions are found', () => {
  /** The same choices in every run. */
  const random = (seed: number): ((below: number) => number) => {
    let state = seed
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }
  const pick = random(20_241)
  const inner = (name: string): number => 1 + pick(name.length - 3)
  const isLong = (name: string): boolean => /^\p{L}{7,}$/u.test(name)
  const has = (letters: RegExp) => (name: string) => letters.test(name)
  const ascii: Readonly<Record<string, string>> = { å: 'a', ä: 'a', ø: 'o', ö: 'o', Å: 'A', Ä: 'A', Ø: 'O', Ö: 'O' }
  test.each<[string, (name: string) => string, number, ((name: string) => boolean)?]>([
    ['in capitals', (name) => name.toUpperCase(), 1],
    ['in lower case with a point', (name) => `${name.toLowerCase()}.`, 1],
    ['with another dash', (name) => name.replace('-', '\u2013'), 1, has(/-/)],
    ['with what it is', (name) => `${name} kommune`, 1],
    ['with that misspelt', (name) => `${name} komune`, 1],
    ['encoded twice', damage, 1, has(/[æøåäöé]/i)],
    ['with lost letters', (name) => name.replaceAll(/[æøåäöé]/giu, '\ufffd'), 0.95, has(/^(?=.{5})\w+[æøåäöé]/i)],
    [
      'without letters of our own',
      (name) => name.replaceAll(/[åäøö]/giu, (letter) => ascii[letter] ?? ''),
      0.95,
      has(/^.{3,}[åäøö]/i),
    ],
    ['with two letters exchanged', (name) => exchanged(name, inner(name)), 0.9, isLong],
    ['with a letter left out', (name) => without(name, inner(name)), 0.9, isLong],
    ['with a letter twice', (name) => doubled(name, inner(name)), 0.95, isLong],
    ['with a wrong consonant', (name) => replaced(name), 0.9, has(/^\p{L}{7,}$/u)],
  ])(
    '%s',
    (_, spoil, least, isFit = () => true) => {
      for (const names of [NO, SE]) {
        const meant = new Map<string, string>()
        for (const name of names.filter(isFit)) {
          const spoilt = spoil(name)
          const isOther = names.some((other) => other.toLowerCase() === spoilt.toLowerCase() && other !== name)
          if (spoilt !== name && !isOther) meant.set(spoilt, name)
        }
        const given = [...counted(names, () => 40), ...counted([...meant.keys()], () => 2)]
        const proposals = proposeMerges('organisation', given)
        const found = proposals.filter(({ from, into }) => meant.get(from) === into).length
        expect(pairs(proposals.filter(({ from, into }) => meant.get(from) !== into))).toEqual([])
        const fit = meant.size
        expect(fit).toBeGreaterThan(2)
        expect(found / fit).toBeGreaterThanOrEqual(least)
      }
    },
    60_000,
  )

  const exchanged = (name: string, at: number): string =>
    name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2)
  const without = (name: string, at: number): string => name.slice(0, at) + name.slice(at + 1)
  const doubled = (name: string, at: number): string => name.slice(0, at) + name.charAt(at) + name.slice(at)
  const replaced = (name: string): string =>
    name.replace(
      /(?<=.{2})[nmdtbplr](?=.{2})/u,
      (letter) => ({ n: 'm', m: 'n', d: 't', t: 'd', b: 'p', p: 'b', l: 'k', r: 't' })[letter] ?? letter,
    )
})

describe('the name of a level', () => {
  test('is that of the headcount or the tree, else the most frequent spelling', () => {
    const rows = { 'NAMSOS KOMMUNE': 30, 'Namsos kommune': 12, Namsos: 3, 'Åre Kommun': 5 }
    expect(proposed(rows)).toEqual(['Namsos kommune → NAMSOS KOMMUNE (writing)', 'Namsos → NAMSOS KOMMUNE (kind)'])
    expect(proposed(rows, ['Namsos kommune', 'Åre kommun'])).toEqual([
      'NAMSOS KOMMUNE → Namsos kommune (writing)',
      'Åre Kommun → Åre kommun (writing)',
      'Namsos → Namsos kommune (kind)',
    ])
  })

  test('is the name of a municipality where the other is none, however many rows have that', () => {
    expect(proposed({ Stienkjer: 200, Steinkjer: 3 })).toEqual(['Stienkjer → Steinkjer (misspelt)'])
  })

  test('two names that are known are never one', () => {
    expect(proposed({ 'Enhet for helse': 20, 'Enhet for Helse': 3 }, ['Enhet for helse', 'Enhet for Helse'])).toEqual(
      [],
    )
  })

  test('of a city is the same as of its municipality, with the genitive or without', () => {
    expect(proposed({ 'Göteborgs stad': 30, Göteborg: 5, 'Göteborgs kommun': 4, 'Göteborgs Stad': 2 })).toEqual([
      'Göteborg → Göteborgs stad (kind)',
      'Göteborgs kommun → Göteborgs stad (kind)',
      'Göteborgs Stad → Göteborgs stad (writing)',
    ])
  })

  test('which a municipality and a hospital have is neither', () => {
    expect(proposed({ Molde: 5, 'Molde kommune': 20, 'Molde sjukehus': 20 })).toEqual([])
    expect(proposed({ Drammen: 2, 'Drammen sykehus': 20, 'Kongsberg sykehus': 10, 'Ringerike sykehus': 9 })).toEqual([
      'Drammen → Drammen sykehus (kind)',
    ])
  })

  test('of an enterprise keeps or loses its form, and nynorsk is no other hospital', () => {
    expect(proposed({ 'Helse Bergen HF': 30, 'Helse Bergen': 4, 'Voss sjukehus': 9, 'Voss sykehus': 2 })).toEqual([
      'Helse Bergen → Helse Bergen HF (kind)',
      'Voss sykehus → Voss sjukehus (kind)',
    ])
  })

  test('may be cut short, joined, or written with another word for and', () => {
    expect(
      proposed({
        'Barne- og ungdomsavdelingen': 30,
        'Barne & ungdomsavd.': 4,
        'Kirurgisk avdeling': 20,
        'Kir. avd.': 2,
        Hjemmetjenesten: 40,
        'Hjemme tjenesten': 1,
      }),
    ).toEqual([
      'Barne & ungdomsavd. → Barne- og ungdomsavdelingen (shortened)',
      'Kir. avd. → Kirurgisk avdeling (shortened)',
      'Hjemme tjenesten → Hjemmetjenesten (letters)',
    ])
  })

  test('nobody knows where two are equally like', () => {
    expect(proposed({ 'Kirurgisk avdeling': 20, 'Kirurgisk avdelingskontor': 20, 'Kir. avd.': 2 })).toEqual([])
  })
})

describe('roles and countries', () => {
  test('words of five languages are the usual ids', () => {
    const roles = [
      'Avdelingsleder',
      'Enhetschef',
      'Chef',
      'Leder',
      'Leiar',
      'Medarbeider',
      'Anställd',
      'Medarbejder',
      'Tilsett',
      'Manager',
      'Staff',
      'employee',
    ]
    expect(proposeMerges('role', counted(roles)).map(({ from, into }) => [from, into])).toEqual([
      ...['Avdelingsleder', 'Enhetschef', 'Chef', 'Leder', 'Leiar'].map((from) => [from, 'leader']),
      ...['Medarbeider', 'Anställd', 'Medarbejder', 'Tilsett'].map((from) => [from, 'employee']),
      ['Manager', 'leader'],
      ['Staff', 'employee'],
    ])
  })

  test('who guides, or is no leader, is none', () => {
    const roles = [
      'Veileder',
      'Handledare',
      'Prosjektleder',
      'Ikke leder',
      'Inte chef',
      'Ansatt uten personalansvar',
      'Leder med personalansvar',
      'Kjeder',
      'Sykepleier',
    ]
    expect(pairs(proposeMerges('role', counted(roles)))).toEqual([
      'Ikke leder → employee',
      'Inte chef → employee',
      'Ansatt uten personalansvar → employee',
      'Leder med personalansvar → leader',
    ])
  })

  test('an attribute of another name holds roles where most of its values do', () => {
    expect(proposeMerges('stilling', counted(['Leder', 'Medarbeider', 'Annet'])).length).toBe(2)
    expect(proposeMerges('yrke', counted(['Leder', 'Sykepleier', 'Lege', 'Vaktmester']))).toEqual([])
  })

  test('a country goes by the name that most rows have', () => {
    expect(proposed({ Norge: 20, Norway: 3, SE: 2, Sverige: 9, Annet: 1 }, [], 'country')).toEqual([
      'Norway → Norge (country)',
      'SE → Sverige (country)',
    ])
    expect(proposed({ Norge: 20, SE: 2, Sverige: 9 })).toEqual([])
  })
})

describe('in general', () => {
  const letters = fc.constantFrom(...'abeklnorsåøä -.19AB')
  const text = fc.string({ unit: letters, minLength: 1, maxLength: 14 }).filter((given) => given.trim() !== '')

  test('every proposal is from a spelling that is there into another, and none of them twice or in a chain', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { maxLength: 12 }),
        fc.array(fc.nat(300), { minLength: 12, maxLength: 12 }),
        (texts, rows) => {
          const found = proposeMerges(
            'unit',
            counted(texts, (place) => rows[place] ?? 0),
          )
          const from = found.map((proposal) => proposal.from)
          expect(new Set(from).size).toBe(from.length)
          for (const proposal of found) {
            expect(texts).toContain(proposal.from)
            expect(texts).toContain(proposal.into)
            expect(from).not.toContain(proposal.into)
            expect(proposal.score > 0.5 && proposal.score < 1).toBe(true)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('numbers and single letters are never another', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 8 }),
        fc.nat(9),
        (digits, other) => {
          const names = [
            `Avdeling ${digits}`,
            `Avdeling ${digits}${other}`,
            `Avdeling ${other}${digits}`,
            `Post ${digits}`,
            digits,
          ]
          const found = proposeMerges('unit', counted([...new Set(names)], skewed))
          expect(found.filter(({ from, into }) => from.replaceAll(/\D/gu, '') !== into.replaceAll(/\D/gu, ''))).toEqual(
            [],
          )
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a distance counts an exchange of neighbours once', () => {
    expect(
      [
        ['', ''],
        ['abc', ''],
        ['abc', 'acb'],
        ['kitten', 'sitting'],
        ['ca', 'abc'],
        ['Trondhiem', 'Trondheim'],
      ].map(([a = '', b = '']) => editDistance(a, b)),
    ).toEqual([0, 3, 1, 3, 3, 1])
  })

  test('letters that were encoded twice are put right', () => {
    expect(['Tromsø', 'Åre', 'Ørsta', 'Ängelholm', 'Ærø'].map((name) => repaired(damage(name)))).toEqual([
      'Tromsø',
      'Åre',
      'Ørsta',
      'Ängelholm',
      'Ærø',
    ])
    expect(repaired('\u00c3\u2026re')).toBe('Åre')
    // Bytes of UTF-8 read as windows-1252 (WHATWG Encoding, index windows-1252): 0x84 „, 0x85 …, 0x86 †, 0x89 ‰, 0x96 –, 0x98 ˜, 0x9C œ.
    const inWindows = [
      '\u00c3\u201e',
      '\u00c3\u2026',
      '\u00c3\u2020',
      '\u00c3\u2030',
      '\u00c3\u2013',
      '\u00c3\u02dc',
      '\u00c3\u0153',
    ]
    expect(inWindows.map(repaired)).toEqual([...'ÄÅÆÉÖØÜ'])
  })

  test('long lists are looked through, and longer ones are no names of places', () => {
    const names = Array.from(
      { length: 1499 },
      (_, place) => `Enhet for ${NO[place % NO.length] ?? ''} ${Math.floor(place / NO.length)}`,
    )
    expect(proposeMerges('unit', counted(names))).toEqual([])
    expect(proposeMerges('unit', counted([...names, names[0]?.toUpperCase() ?? ''])).length).toBe(1)
    expect(proposeMerges('unit', counted([...names, 'Ein', 'ein']))).toEqual([])
  })
})
