import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderAnswers } from '../../analyses/drafting/answer-order'
import { answeredDraft } from '../../analyses/drafting/answered-draft'
import { withChoice } from '../../analyses/drafting/choices'
import type { Draft } from '../../analyses/drafting/draft'
import { draftFromEvidence } from '../../analyses/drafting/drafting'
import { gatherEvidence } from '../../analyses/drafting/evidence'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { textFile } from '../sources/sample-data'

/** Answers from the lowest to the highest, as questionnaires have them. */
const orders = [
  'Instämmer inte alls|Instämmer till liten del|Instämmer delvis|Instämmer till stor del|Instämmer helt',
  'Stämmer inte alls|Stämmer dåligt|Varken eller|Stämmer ganska bra|Stämmer helt',
  'Stämmer inte alls|Stämmer ganska dåligt|Stämmer varken bra eller dåligt|Stämmer ganska bra|Stämmer mycket bra',
  'Helt uenig|Delvis uenig|Verken enig eller uenig|Delvis enig|Helt enig',
  'Helt uenig|Uenig|Litt uenig|Verken/eller|Litt enig|Enig|Helt enig',
  'Svært uenig|Uenig|Verken eller|Enig|Svært enig',
  'Helt ueinig|Delvis ueinig|Verken einig eller ueinig|Delvis einig|Heilt einig',
  'Strongly disagree|Disagree|Somewhat disagree|Neither agree nor disagree|Somewhat agree|Agree|Strongly agree',
  'Strongly disagree|Disagree|Neutral|Agree|Strongly agree',
  'Helt uenig|Overvejende uenig|Hverken enig eller uenig|Overvejende enig|Helt enig',
  'Meget utilfreds|Utilfreds|Hverken tilfreds eller utilfreds|Tilfreds|Meget tilfreds',
  'Mycket missnöjd|Ganska missnöjd|Varken nöjd eller missnöjd|Ganska nöjd|Mycket nöjd',
  'Svært misfornøyd|Misfornøyd|Verken fornøyd eller misfornøyd|Fornøyd|Svært fornøyd',
  'I svært liten grad|I liten grad|I noen grad|I stor grad|I svært stor grad',
  'I mycket liten utsträckning|I liten utsträckning|I viss utsträckning|I stor utsträckning|I mycket stor utsträckning',
  'Inte alls|I liten grad|I viss mån|I hög grad|I mycket hög grad',
  'Ikke i det hele tatt|I liten grad|I noen grad|I stor grad|I svært stor grad',
  'I meget lav grad|I lav grad|I nogen grad|I høj grad|I meget høj grad',
  'Slet ikke|I mindre grad|I nogen grad|I høj grad',
  'To a very small extent|To a small extent|To some extent|To a great extent|To a very great extent',
  'Not at all|A little|Somewhat|Quite a bit|Very much',
  'Aldri|Sjelden|Av og til|Ofte|Alltid',
  'Aldrig|Sällan|Ibland|Ofta|Mycket ofta|Alltid',
  'Never|Rarely|Sometimes|Often|Very often|Always',
  'Aldri|Nesten aldri|Av og til|Ganske ofte|Svært ofte',
  'Aldri|Årlig|Månedlig|Ukentlig|Daglig|Flere ganger om dagen',
  'Mycket dålig|Dålig|Varken bra eller dålig|Bra|Mycket bra',
  'Svært dårlig|Dårlig|Middels|God|Svært god',
  'Poor|Fair|Good|Very good|Excellent',
  'Svært usannsynlig|Usannsynlig|Verken sannsynlig eller usannsynlig|Sannsynlig|Svært sannsynlig',
  'Ikke viktig i det hele tatt|Lite viktig|Noe viktig|Viktig|Svært viktig',
  'Not at all important|Slightly important|Moderately important|Very important|Extremely important',
  'Not very important|Somewhat important|Very important',
  'Very difficult|Difficult|Neutral|Easy|Very easy',
  'Meget svært|Svært|Hverken let eller svært|Let|Meget let',
  'Svært vanskelig|Ganske vanskelig|Ganske lett|Svært lett',
  'Mycket osäker|Osäker|Säker|Mycket säker',
  'Not at all confident|Slightly confident|Somewhat confident|Fairly confident|Completely confident',
  'Nei|Delvis|Ja',
  'Nej, inte alls|Nej, inte riktigt|Ja, delvis|Ja, helt',
  'Ikke engasjert|Litt engasjert|Engasjert|Svært engasjert',
  'Svært usynlig|Usynlig|Synlig|Svært synlig',
  'Mye verre|Litt verre|Uendret|Litt bedre|Mye bedre',
  'Mycket sämre|Något sämre|Oförändrat|Något bättre|Mycket bättre',
  'Instämmer inte alls|Instämmer i huvudsak inte|Varken eller|Instämmer i huvudsak|Instämmer helt',
  'Passer ikke i det hele tatt|Passer dårlig|Passer noe|Passer godt|Passer helt',
  'Tar helt avstånd|Tar delvis avstånd|Varken eller|Instämmer delvis|Instämmer helt',
  'Tar helt avstand fra|Tar delvis avstand|Verken eller|Slutter meg delvis til|Slutter meg helt til',
  'Completely untrue of me|Mostly untrue of me|Slightly more true than untrue|Mostly true of me|Describes me perfectly',
  'Very Inaccurate|Moderately Inaccurate|Slightly Inaccurate|Slightly Accurate|Moderately Accurate|Very Accurate',
  'Inte alls nöjd|Inte särskilt nöjd|Ganska nöjd|Mycket nöjd',
  'Ikke fornøyd i det hele tatt|Ikke særlig fornøyd|Ganske fornøyd|Svært fornøyd',
  'Ingen tillit|Liten tillit|Noe tillit|Stor tillit|Svært stor tillit',
  'Inget behov|Litet behov|Visst behov|Stort behov|Mycket stort behov',
  'Extremely unlikely|Unlikely|Neutral|Likely|Extremely likely',
  'Stemmer ikke|Stemmer delvis|Stemmer helt',
  'Stemmer svært dårlig|Stemmer dårlig|Stemmer verken godt eller dårlig|Stemmer godt|Stemmer svært godt',
  'Nej, aldrig|Ja, någon gång|Ja, ofta|Ja, alltid',
  'Definitely not|Probably not|Possibly|Probably|Definitely',
  'Fungerar mycket dåligt|Fungerar dåligt|Fungerar varken bra eller dåligt|Fungerar bra|Fungerar mycket bra',
]

/** Questions that the answers leave open. */
const undecided = ({ questions }: Draft): Draft['questions'] => questions.filter(({ isAnswered }) => !isAnswered)

describe('answers are put in order by their words', () => {
  test.each(orders)('%s', (line) => {
    const right = line.split('|')
    const found = orderAnswers(right.toSorted())
    expect(found?.steps.map((step) => step.join('='))).toEqual(right)
  })

  test('words that say nothing of an order give none, and an answer that may be no answer is doubtful', () => {
    expect(orderAnswers(['Kvinne', 'Mann', 'Annet'])).toBeNull()
    const doubtful = orderAnswers(['Helt uenig', 'Uenig', 'Usikker', 'Enig', 'Helt enig'])
    expect(doubtful).toMatchObject({ doubtful: 'Usikker', isSure: false })
    expect(doubtful?.steps[2]).toEqual(['Usikker'])
  })

  test('answers of two languages in one column are steps together', () => {
    const labels = [
      'Helt uenig',
      'Delvis enig',
      'Helt enig',
      'Instämmer inte alls',
      'Instämmer delvis',
      'Instämmer helt',
    ]
    expect(orderAnswers(labels)?.steps).toEqual([
      ['Helt uenig', 'Instämmer inte alls'],
      ['Delvis enig', 'Instämmer delvis'],
      ['Helt enig', 'Instämmer helt'],
    ])
  })
})

const agreement = ['Helt uenig', 'Delvis uenig', 'Verken enig eller uenig', 'Delvis enig', 'Helt enig']
const stem = 'Hvor enig er du i påstandene?'

interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const draftOf = async ({ header, rows }: Table, name = 'svar.csv'): Promise<Draft> => {
  const text = [header, ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')).join('\n')
  const { table } = await openTable(readers, textFile(name, `${text}\n`, 'utf-8', 4096))
  return answeredDraft(await gatherEvidence(table), [], { name: 'svar' })
}

/** Forty people, five statements, the answers of a row moved on from those of the one before. */
const answers = (labels: readonly string[], length = 40): Table => ({
  header: ['Kommune', ...[1, 2, 3, 4, 5].map((item) => `${stem} - Påstand nummer ${item}`)],
  rows: Array.from({ length }, (_, row) => [
    `Kommune ${row % 3}`,
    ...[0, 1, 2, 3, 4].map((item) => labels[(row * 3 + item + Math.floor(row / 5)) % labels.length] ?? ''),
  ]),
})

const codesOf = (draft: Draft): Readonly<Record<string, number>> =>
  Object.fromEntries(
    draft.scales.flatMap(({ steps }) =>
      steps.map(({ label, code }): [string, number] => [label.toLowerCase().trim(), code]),
    ),
  )

describe('the codes of answers do not depend on', () => {
  const right = Object.fromEntries(agreement.map((label, at) => [label.toLowerCase(), at + 1]))

  test('the order of rows and columns, case and spaces, or how many do not know', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.array(fc.constantFrom('upper', 'lower', 'space', 'no-break', 'none'), { minLength: 40, maxLength: 40 }),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        async (seed, written, unknown) => {
          const { header, rows } = answers(agreement)
          const places = header
            .map((_, at) => at)
            .toSorted((a, b) => ((a * 7919 + seed) % 13) - ((b * 7919 + seed) % 13))
          const changed = rows
            .map((row, at) =>
              row.map((cell, place) =>
                place === 0
                  ? cell
                  : unknown[at] === true && (at + place) % 4 === 0
                    ? 'Vet ikke'
                    : rewritten(cell, written[at] ?? 'none'),
              ),
            )
            .toSorted((a, b) => ((a.join().length * 31 + seed) % 17) - ((b.join().length * 31 + seed) % 17))
          const draft = await draftOf({
            header: places.map((at) => header[at] ?? ''),
            rows: changed.map((row) => places.map((at) => row[at] ?? '')),
          })
          expect(codesOf(draft)).toEqual(right)
          expect(draft.columns.filter(({ role }) => role === 'item')).toHaveLength(5)
        },
      ),
      { numRuns: 60 },
    )
  })
})

function rewritten(cell: string, how: string): string {
  if (how === 'upper') return cell.toUpperCase()
  if (how === 'lower') return cell.toLowerCase()
  if (how === 'space') return `  ${cell} `
  return how === 'no-break' ? `${cell.replace(' ', '\u00a0')}\u00a0` : cell
}

describe('what the answers leave open is asked', () => {
  test('a step that nobody chose is suggested, and left out when a person says so', async () => {
    const draft = await draftOf(answers(agreement.slice(1)))
    const [scale] = draft.scales
    expect(scale?.steps.map(({ label }) => label)).toEqual(agreement)
    expect(draft.questions.filter(({ about }) => about === 'ends')).toMatchObject([
      { id: 'ends:agreement', suggested: '1-5', chosen: '1-5', isAnswered: false },
    ])
    const { header, rows } = answers(agreement.slice(1))
    const text = [header, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\n')
    const { table } = await openTable(readers, textFile('svar.csv', text, 'utf-8', 4096))
    const fewer = answeredDraft(await gatherEvidence(table), [{ question: 'ends:agreement', choice: '1-4' }], {
      name: 'x',
    })
    expect(fewer.scales[0]?.steps.map(({ label }) => label)).toEqual(agreement.slice(1))
    expect(fewer.questions[0]).toMatchObject({ chosen: '1-4', isAnswered: true })
  })

  test('every misspelling of an answer is read as that answer, also of one that is none', async () => {
    const { header, rows } = answers([...agreement, 'Vet ikke'])
    const slips = ['Delvis enigg', 'Dellvis enig', 'Devis enig', 'Delvs enig', 'Vet ikkke']
    const misspelt = rows.map((row, at) => row.map((cell, column) => (column === 1 ? (slips[at] ?? cell) : cell)))
    const draft = await draftOf({ header, rows: misspelt })
    const [scale] = draft.scales
    expect(scale?.unread).toEqual([])
    expect(scale?.steps[3]?.answers.toSorted()).toEqual(['Delvis enig', ...slips.slice(0, 4)].toSorted())
    const none = scale?.nonAnswers[0]?.code
    expect(draft.source.codes).toEqual({
      agreement: { ...Object.fromEntries(slips.slice(0, 4).map((slip) => [slip, 4])), 'Vet ikkke': none },
    })
  })

  test('misspelt words beside a code are read as the code, and the questions stay questions', async () => {
    const coded = agreement.map((label, at) => `${at + 1} - ${label}`)
    const { header, rows } = answers([...coded, 'Vet ikke'], 300)
    const slips = ['4 - Delvis enigg', '4 - Dellvis enig', '5 - Hlet enig', 'Vet ikek', 'Vet ikkje', '2 - Helt enig']
    const misspelt = rows.map((row, at) => row.map((cell, column) => (column === 1 ? (slips[at] ?? cell) : cell)))
    const draft = await draftOf({ header, rows: misspelt })
    const [scale] = draft.scales
    const none = scale?.nonAnswers[0]?.code
    const read = { [slips[0] ?? '']: 4, [slips[1] ?? '']: 4, [slips[2] ?? '']: 5, 'Vet ikek': none }
    expect(draft.source.codes?.['agreement']).toMatchObject(read)
    expect(draft.columns.filter(({ role }) => role === 'item')).toHaveLength(5)
    // A code with the words of another answer is neither of them.
    expect(scale?.unread).toEqual([{ answer: '2 - Helt enig', count: 1 }])
    expect(scale?.misspelt.filter(({ answer }) => answer.startsWith('4'))).toEqual([
      { answer: '4 - Dellvis enig', count: 1, meant: 'Delvis enig' },
      { answer: '4 - Delvis enigg', count: 1, meant: 'Delvis enig' },
    ])
    expect(scale?.steps.map(({ label }) => label)).toEqual(agreement)
  })

  test('a few words among bare numbers do not make groups of a question', async () => {
    const { header, rows } = answers(['1', '2', '3', '4', '5'], 300)
    const draft = await draftOf({ header, rows: rows.map((row, at) => (at === 7 ? row.with(1, 'kommer an på') : row)) })
    expect(draft.columns.filter(({ role }) => role === 'item')).toHaveLength(5)
    expect(draft.scales[0]?.unread).toEqual([{ answer: 'kommer an på', count: 1 }])
  })

  test('two languages may have two right words for one answer, of which the seldom one is read as the other', async () => {
    const { header, rows } = answers(['Instämmer inte alls', 'Instämmer delvis', 'Instämmer i stort', 'Instämmer helt'])
    const draft = await draftOf({
      header,
      rows: rows.map((row, at) => (at === 3 ? row.with(1, 'Instämmer delvist') : row)),
    })
    expect(draft.source.codes).toEqual({ agreement: { 'Instämmer delvist': 2 } })
    expect(draft.scales[0]?.unread).toEqual([])
  })

  test('numbers that begin with 2 are asked about, and a number apart from the scale is no step of it', async () => {
    const { header, rows } = answers(['2', '3', '4', '5', '9'])
    const draft = await draftOf({ header, rows })
    expect(undecided(draft).map(({ id, suggested }) => [id, suggested])).toEqual([
      ['ends:points', '1-5'],
      ['non-answer:points:9', 'dont_know'],
    ])
    expect(draft.scales[0]).toMatchObject({ min: 1, max: 5, nonAnswers: [{ answer: '9', kind: 'dont_know', code: 9 }] })
  })

  test.each([
    ['0 to 10', Array.from({ length: 11 }, (_, code) => String(code)), [0, 10]],
    ['minus three to three', ['-3', '-2', '-1', '0', '1', '2', '3'], [-3, 3]],
    ['1 to 7', ['1', '2', '3', '4', '5', '6', '7'], [1, 7]],
    ['ends with names', ['1 = Stämmer inte alls', '2', '3', '4', '5 = Stämmer helt'], [1, 5]],
  ])('%s is a scale as it stands', async (_, labels, ends) => {
    const draft = await draftOf(answers(labels))
    expect([draft.scales[0]?.min, draft.scales[0]?.max]).toEqual(ends)
    expect(undecided(draft).filter(({ about }) => about !== 'reversed')).toEqual([])
  })

  test('codes that fall as their words rise are turned by a map, so that more is more', async () => {
    const draft = await draftOf(answers(agreement.map((label, at) => `${5 - at} - ${label}`)))
    expect(draft.scales[0]?.steps.map(({ code, label }) => [code, label])).toEqual(
      agreement.map((label, at) => [at + 1, label]),
    )
    expect(draft.document?.scales[0]?.codes).toEqual({ 1: 5, 2: 4, 3: 3, 4: 2, 5: 1 })
  })

  test('a person moves columns between roles, scales turn, and dimensions take other items', async () => {
    const { header, rows } = answers(agreement)
    const text = [header, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\n')
    const { table } = await openTable(readers, textFile('svar.csv', text, 'utf-8', 4096))
    const evidence = await gatherEvidence(table)
    const [, first = '', second = '', third = ''] = header
    const choices = withChoice(withChoice({}, { roles: { [first]: 'unused' }, directions: { agreement: 'turned' } }), {
      dimensionOf: { [second]: 'ledelse', [third]: null },
      dimensionLabels: { ledelse: 'Ledelse' },
    })
    const draft = draftFromEvidence(evidence, choices, { name: 'x' })
    expect(draft.columns.slice(0, 4).map(({ role, dimension }) => [role, dimension])).toEqual([
      ['attribute', null],
      ['unused', null],
      ['item', 'ledelse'],
      ['item', null],
    ])
    expect(draft.scales[0]?.steps[0]?.label).toBe('Helt enig')
    expect(draft.dimensions.find(({ id }) => id === 'ledelse')?.label).toEqual({ nb: 'Ledelse' })
  })
})
