import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import type { Instrument } from '../../analyses/instrument/model'
import { nearestName } from '../../analyses/sources/columns'
import { matchSurveyColumns, type SurveyColumns } from '../../analyses/sources/survey/columns'
import { readTableHead } from '../../analyses/readers/delimited/dialect'
import { instrumentOf, item, textFile } from './sample-data'
import type { SurveySource } from '../../analyses/sources/survey/fields'

const instrument = instrumentOf([
  item('culture_1', {
    aliases: ['Q7_1', 'culture.1'],
    text: { nb: 'Vi har en god kultur.', sv: 'Vi har en bra kultur' },
  }),
  item('culture_2', { aliases: ['digi[SQ002]'], text: { nb: 'Vi prøver nytt' } }),
  item('culture_3', { text: { en: 'Same words' } }),
  item('culture_4', { text: { en: 'Same words' } }),
])

async function match(
  header: string,
  source: Partial<SurveySource> = {},
  fits: Instrument = instrument,
): Promise<SurveyColumns> {
  const width = header.split(';').length
  const head = await readTableHead(
    textFile('t.csv', `${header}\n${Array.from({ length: width }, () => '1').join(';')}\n`),
    source.dialect ?? { delimiter: ';' },
  )
  return matchSurveyColumns(head, fits, { kind: 'survey', id: 's', file: 't.csv', round: '1', ...source })
}

const roles = ({ uses }: SurveyColumns): readonly string[] =>
  uses.map(({ role, id, matchedBy }) => [role, id, matchedBy].filter((part) => part !== null).join(' '))
const codes = ({ problems }: SurveyColumns): readonly string[] => problems.map(({ code }) => code)

describe('a column is an item', () => {
  test.each([
    ['culture_1', 'id'],
    ['CULTURE_1 ', 'id'],
    ['Q7_1', 'alias'],
    ['culture.1', 'alias'],
    ['vi har en\u00a0god  kultur', 'text'],
    ['Vi har en bra kultur?', 'text'],
    ['Hvor enig er du? [Vi har en god kultur.]', 'part'],
    ['Hvor enig er du? - Vi har en god kultur', 'part'],
    ['G01. Vi har en god kultur', 'part'],
    ['Q7_1. Hvor enig?', 'part'],
    ['matrise.Q7_1', 'part'],
  ])('%s, by %s', async (header, matchedBy) => {
    const columns = await match(`${header};x`)
    expect(roles(columns)[0]).toBe(`item culture_1 ${matchedBy}`)
    expect(codes(columns)).toEqual([])
  })

  test('the surer match wins and the other is told', async () => {
    const columns = await match('Vi har en god kultur;culture_1')
    expect(roles(columns)).toEqual(['ignored', 'item culture_1 id'])
    expect(columns.notes.map(({ code }) => code)).toContain('ingest:other-column-is-item')
  })

  test('two equally sure matches are refused, in the words of the item', async () => {
    const columns = await match('Q7_1;culture.1')
    expect(codes(columns)).toEqual(['ingest:item-twice'])
    const speaker = createSpeaker('nb', messagesOf('nb'), instrument)
    expect(columns.problems.map(({ code, about }) => speaker.text(code, about))).toEqual([
      'Kolonnene «Q7_1» og «culture.1» svarer begge til spørsmålet «Vi har en god kultur.». Koble den riktige til spørsmålet.',
    ])
  })

  test('a text that two items share matches neither', async () => {
    expect(roles(await match('Same words;culture_1'))[0]).toBe('ignored')
  })

  test('the mapping overrides, and items that are missing are told', async () => {
    const columns = await match('culture_1;Spm', { columns: { Spm: 'culture_1' } })
    expect(roles(columns)).toEqual(['ignored', 'item culture_1 mapping'])
    expect(columns.missingItems).toEqual(['culture_2', 'culture_3', 'culture_4'])
  })
})

describe('other columns', () => {
  test('attributes by name, by a usual name, by the mapping', async () => {
    const columns = await match('Role;Kommune;Sted;culture_1', {
      attributes: ['organisation', 'role', 'unit'],
      columns: { Sted: 'unit' },
    })
    expect(roles(columns)).toEqual([
      'attribute role name',
      'attribute organisation synonym',
      'attribute unit mapping',
      'item culture_1 id',
    ])
    expect(columns.attributes.map(({ id }) => id)).toEqual(['organisation', 'role', 'unit'])
  })

  test('those of the survey tool are left alone, free text too', async () => {
    const columns = await match('$submission_id;stato_4;ResponseId;Tidsmerke;Kommentar;culture_1')
    expect(roles(columns)).toEqual(['system', 'system', 'system', 'system', 'ignored', 'item culture_1 id'])
  })

  test('a column of rounds is used when no round is declared', async () => {
    expect((await match('Runde;culture_1', { round: undefined })).round).toBe(0)
    expect((await match('Runde;culture_1')).round).toBeNull()
  })

  test('respondent and weight by header', async () => {
    const columns = await match('ResponseId;w;culture_1', { respondent: 'responseid', weight: 'w' })
    expect([columns.respondent, columns.weight]).toEqual([0, 1])
  })
})

describe('what cannot be matched', () => {
  test('is named with the nearest header', async () => {
    const columns = await match('Organisasjon;culture_1', { columns: { Organisasjn: 'organisation' } })
    expect(codes(columns)).toEqual(['ingest:column-not-found-nearest'])
    expect(columns.problems[0]?.about['nearest']).toBe('Organisasjon')
  })

  test.each<[string, string, Partial<SurveySource>]>([
    ['ingest:no-item-matched', 'a;b', {}],
    ['ingest:no-item-matched', 'a;b', { attributes: ['role'] }],
    ['ingest:attribute-not-found', 'culture_1;b', { attributes: ['role'] }],
    ['ingest:mapping-unknown', 'culture_1;b', { attributes: [], columns: { b: 'cultur_2' } }],
    ['ingest:attribute-id-taken', 'culture_1;b', { attributes: ['culture_1'] }],
    ['ingest:attribute-id-taken', 'culture_1;b', { attributes: ['Culture_1'] }],
    ['ingest:attribute-id-taken', 'culture_1;value', { attributes: ['Value'] }],
    ['ingest:attribute-id-taken', 'culture_1;b;B', { attributes: ['b', 'B'] }],
    ['ingest:attribute-twice', 'culture_1;b;c', { columns: { b: 'role', c: 'role' } }],
    ['ingest:item-twice', 'b;c', { columns: { b: 'culture_1', c: 'culture_1' } }],
    ['ingest:column-not-found', 'culture_1;b', { respondent: 'respondentnummer' }],
    ['ingest:one-column', 'culture_1,culture_2', {}],
    ['ingest:one-column-detected', 'culture_1 culture_2', { dialect: {} }],
    ['ingest:one-column-separator-line', 'sep=|\nculture_1,culture_2', { dialect: {} }],
  ])('%s', async (code, header, source) => {
    expect(codes(await match(header, source))[0]).toBe(code)
  })

  test('an attribute called like a dimension, which stands beside it in the scores', async () => {
    const dimension = { id: 'mood', label: { en: 'Mood' }, score: 'mean', minAnswered: 'half' } as const
    const columns = await match('culture_1;b', { columns: { b: 'Mood' } }, { ...instrument, dimensions: [dimension] })
    expect(codes(columns)).toContain('ingest:attribute-id-taken')
  })

  test('names that resemble nothing have no nearest', () => {
    expect(nearestName('Kommune', ['Kommun', 'alder'])).toBe('Kommun')
    expect(nearestName('Kommune', ['alder', 'x'])).toBeNull()
  })
})
