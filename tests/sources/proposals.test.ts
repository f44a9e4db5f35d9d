import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { parseInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import { openTable, type TableHead } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { withEarlierSettings } from '../../analyses/sources/earlier-settings'
import { doubtsOf, isSure, proposedLabel, reasonOf, type ColumnProposal } from '../../analyses/sources/proposal'
import { sourceOf } from '../../analyses/sources/registry'
import type { AnySource } from '../../analyses/sources/source'
import { roundOf } from '../../analyses/sources/survey/recognise'
import { projectFolder } from '../source-files'
import { recognise } from './reading'
import { textFile } from './sample-data'

const folder = join(projectFolder, 'fixtures/formats/next-year')
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8')

const instrument = ((): Instrument => {
  const read = parseInstrument(textOf('instrument.json'), 'instrument.json')
  if (!read.ok) throw new Error('the fixture is an instrument')
  return read.value
})()

const headOf = async (name: string, text: string): Promise<TableHead> =>
  (await openTable(readers, textFile(name, text))).table.head

const of2023: AnySource = {
  id: 'r2023',
  kind: 'survey',
  file: 'medarbetare_2023.csv',
  round: '2023',
  respondent: 'Respondent-ID',
  columns: { 'Vilken organisation arbetar du i?': 'organisation', Befattning: 'role' },
  attributes: ['organisation', 'role'],
}

const proposed = (head: TableHead, source: AnySource, others: readonly AnySource[] = []): readonly ColumnProposal[] =>
  sourceOf('survey').propose?.(head, source as never, instrument, others) ?? []

/** The file of the next year, as it comes into a project that has the first. */
async function nextYear(earlier: AnySource = of2023, headers?: Readonly<Record<string, readonly string[]>>) {
  const file = textFile('medarbetare_2024.csv', textOf('medarbetare_2024.csv'))
  const guess = await recognise(file, { instrument, others: [earlier] })
  const { head } = guess
  return { head, ...withEarlierSettings(sourceOf('survey'), head, instrument, guess.source, [earlier], headers) }
}

describe('columns are proposed by likeness', () => {
  test('reworded items and the attribute are proposed with their score and the text that they are like, and nothing is used', async () => {
    const { head, source } = await nextYear()
    const proposals = proposed(head, source, [of2023])
    expect(proposals.map(({ position, role, id }) => [position, role, id])).toEqual([
      [2, 'attribute', 'organisation'],
      [5, 'item', 'ansvar'],
      [6, 'item', 'information'],
      [8, 'item', 'latta'],
    ])
    expect(proposals.every(isSure)).toBe(true)
    expect(proposals.map(({ score }) => score.toFixed(2))).toEqual(['0.84', '0.87', '0.56', '0.78'])
    expect(proposals[0]?.basis).toEqual({ from: 'file', file: 'medarbetare_2023.csv' })
    expect(proposals[1]?.like).toBe('Det är tydligt vem som ansvarar för att införa ny teknik hos oss')
    const { uses } = sourceOf('survey').match(head, source as never, instrument)
    expect([2, 5, 6, 8].map((position) => uses[position - 1]?.role)).toEqual([
      'ignored',
      'ignored',
      'ignored',
      'ignored',
    ])
  })

  test('a proposal that was confirmed is read, and is proposed no more', async () => {
    const { head, source } = await nextYear()
    const [, first] = proposed(head, source, [of2023])
    if (first === undefined) throw new Error('there is a proposal')
    const confirmed = { ...source, columns: { ...(source['columns'] as object), [first.header]: first.id } }
    const { uses } = sourceOf('survey').match(head, confirmed as never, instrument)
    expect(uses[first.position - 1]).toMatchObject({ role: 'item', id: 'ansvar', matchedBy: 'mapping' })
    expect(proposed(head, confirmed, [of2023]).map(({ id }) => id)).not.toContain('ansvar')
  })

  test('a text that denies the other, one with a rival as like, and one whose cells are no answers are told apart', async () => {
    const text = [
      'Jag känner mig inte motiverad att använda digitala verktyg;Digitala verktyg gör mitt arbete meningsfullt;Digitala verktyg gör mitt arbete mer meningsfull;Jag har den utrustningen som jag behöver för att arbeta digitalt',
      ...Array.from({ length: 12 }, () => 'Instämmer helt;Instämmer delvis;Instämmer delvis;17'),
    ].join('\n')
    const head = await headOf('x.csv', text)
    const proposals = proposed(head, { id: 'x', kind: 'survey', file: 'x.csv', attributes: [] })
    expect(proposals.map(({ id, doubts }) => [id, doubts])).toEqual([
      ['motiverad', ['denied']],
      ['meningsfullt', ['close']],
      ['utrustning', ['answers']],
    ])
  })

  test('free text is no item, however much its header is like one', async () => {
    const rows = ['Bra stöd från chefen, men det tar tid.', '', 'Systemet är långsamt och jag väntar ofta.', '']
    const head = await headOf(
      'x.csv',
      ['Jag trivs;Jag känner mig motiverad att använda verktygen', ...rows.map((row) => `1;${row}`)].join('\n'),
    )
    expect(proposed(head, { id: 'x', kind: 'survey', file: 'x.csv', attributes: [] })).toEqual([])
  })

  test('every proposal has its reason and its doubts in every language', () => {
    const one: ColumnProposal = {
      position: 1,
      header: 'a',
      role: 'item',
      id: 'ansvar',
      score: 0.875,
      like: 'Det är tydligt',
      basis: { from: 'text' },
      doubts: ['close', 'denied', 'answers'],
    }
    for (const language of ['en', 'nb', 'sv'] as const) {
      const speaker = createSpeaker(language, messagesOf(language), instrument)
      expect(speaker.label(reasonOf(one))).toContain('87')
      expect(speaker.label(reasonOf({ ...one, basis: { from: 'file', file: 'f.csv' } }))).toContain('f.csv')
      expect(speaker.label(reasonOf({ ...one, basis: { from: 'alias' } }))).toContain('alias')
      expect(
        doubtsOf(one)
          .map(speaker.label)
          .every((text) => text.endsWith('.')),
      ).toBe(true)
      expect(speaker.label(proposedLabel(one))).toBe('Det är tydligt vem som ansvarar för att införa ny teknik hos oss')
    }
  })
})

describe('the mapping of one round serves the next', () => {
  test('mapping, attributes, respondent and round come over, as far as the new file has the columns', async () => {
    const { source, from } = await nextYear()
    expect(from).toBe('r2023')
    expect(source).toEqual({
      id: 'medarbetare_2024',
      kind: 'survey',
      file: 'medarbetare_2024.csv',
      round: '2024',
      respondent: 'Respondent-ID',
      columns: { Befattning: 'role' },
      attributes: ['role'],
    })
  })

  test('what else was set holds too', async () => {
    const more = { reverse_already: true, codes: { instammer5: { 6: 1 } }, unfinished: 'use' }
    const values = { role: { Chef: 'leader' }, organisation: { Åre: null } }
    const { source } = await nextYear({ ...of2023, ...more, values })
    expect(source).toMatchObject(more)
    // Nothing may be said of an attribute that has no column; it comes with the column when that is confirmed.
    expect(source['values']).toEqual({ role: { Chef: 'leader' } })
  })

  test('a column that says the round is taken over where the file has it, and then the file’s name says nothing', async () => {
    const { source } = await nextYear({ ...of2023, round_column: 'Befattning', columns: {}, attributes: [] })
    expect(source).toMatchObject({ round_column: 'Befattning' })
    expect(source).not.toHaveProperty('round')
  })

  test('an attribute that only the new file has is kept, and one that was set aside in the first is not', async () => {
    const text = 'Befattning;Land;Jag har den utrustning jag behöver för att arbeta digitalt\n'.concat(
      'Chef;Sverige;Instämmer helt\n'.repeat(9),
    )
    const file = textFile('a_2024.csv', text)
    const earlier = { ...of2023, columns: { Befattning: 'role' }, attributes: ['role'], respondent: undefined }
    const guess = await recognise(file, { instrument, others: [earlier] })
    const taken = (headers: readonly string[]): AnySource =>
      withEarlierSettings(sourceOf('survey'), guess.head, instrument, guess.source, [earlier], { r2023: headers })
        .source
    expect(taken(['Befattning'])['attributes']).toEqual(['role', 'country'])
    expect(taken(['Befattning', 'Land'])['attributes']).toEqual(['role'])
  })

  test('another survey takes nothing over', async () => {
    const file = textFile('annat_2024.csv', 'Kommun;Hur gammal är du?\n'.concat('Åre;33\nKrokom;44\n'.repeat(6)))
    const guess = await recognise(file, { instrument, others: [of2023] })
    const taken = withEarlierSettings(sourceOf('survey'), guess.head, instrument, guess.source, [of2023])
    expect(taken).toEqual({ source: guess.source, from: null })
  })

  test.each([
    [['2023'], 'export.csv', '2024'],
    [['2021', '2022'], 'export.csv', '2023'],
    [['Runde 1'], 'svar.csv', 'Runde 2'],
    [['2023'], 'svar_2025.csv', '2025'],
    [['2023'], 'svar_2023.csv', '2024'],
    [['før'], 'svar.csv', '1'],
    [[], 'svar.csv', '1'],
    [['T09'], 'svar.csv', 'T10'],
  ])('after the rounds %j the file %s is round %s', (rounds, file, expected) => {
    expect(
      roundOf(
        file,
        rounds.map((round) => ({ id: round, kind: 'survey', file: 'x.csv', round })),
      ),
    ).toBe(expected)
  })
})
