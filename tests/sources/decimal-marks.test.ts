import { describe, expect, test } from 'vitest'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { emptiedEngine } from '../database/engine-of-tests'
import { load, loadHeadcount, loadInventory, loadSurvey } from './reading'
import { refusal, instrumentOf, item, textFile, valuesOf, years } from './sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1'), item('q2'), item('tenure', { scale: years.id })])
const source: SurveySource = { kind: 'survey', id: 's', file: 'x', round: '1', weight: 'w' }

const weightsOf = async (text: string, more: Partial<SurveySource> = {}): Promise<readonly unknown[]> => {
  await loadSurvey(database, textFile('x.csv', text), { ...source, ...more }, instrument)
  return valuesOf(database, 'responses', '_weight')
}

describe('the decimal mark belongs to a column', () => {
  test('weights with a comma beside coordinates with a point', async () => {
    const answers = [1, 5, 2, 5, 1, 4, 2, 5].map((answer, row) => [answer, [2, 5, 2, 4, 1, 5, 1, 5][row]] as const)
    const weights = ['0,873', '1,250', '0,640', '1,137', '0,910', '1,420', '0,755', '1,015']
    const rows = weights.map((weight, row) => `${row};63.43${row};10.39${row};${weight};${answers[row]?.join(';')}`)
    const stored = (await weightsOf(`id;lat;lon;w;q1;q2\n${rows.join('\n')}\n`)) as readonly number[]
    expect(stored).toEqual([0.873, 1.25, 0.64, 1.137, 0.91, 1.42, 0.755, 1.015])
    // weighted.mean(c(1.5,5,2,4.5,1,4.5,1.5,5), c(.873,1.25,.64,1.137,.91,1.42,.755,1.015)) in R 4.2.
    const scores = answers.map(([first, second]) => (first + (second ?? 0)) / 2)
    const total = stored.reduce((sum, weight) => sum + weight, 0)
    const mean = scores.reduce((sum, score, row) => sum + score * (stored[row] ?? 0), 0) / total
    expect(mean).toBeCloseTo(3.4329375, 12)
  })

  test('the other way round: weights with a point beside commas', async () => {
    expect(await weightsOf('id;km;w;q1\n1;12,5;0.875;1\n2;10,25;1.250;2\n3;9,75;1.137;3\n')).toEqual([
      0.875, 1.25, 1.137,
    ])
  })

  test('numbers that could all be thousands are taken as the delimiter has it', async () => {
    expect(await weightsOf('w;q1\n1,250;1\n1,137;2\n')).toEqual([1.25, 1.137])
    expect(await weightsOf('w,q1\n1.250,1\n1.137,2\n')).toEqual([1.25, 1.137])
  })

  test('a column in which a mark sets thousands apart says what it means in the others', async () => {
    const commas = 'price,w,q1\n"1,250.50","1,250",1\n"2,250.50","2,500",2\n"3,250.50","12,000",3\n'
    expect(await weightsOf(commas)).toEqual([1250, 2500, 12_000])
    expect(await weightsOf('price;w;q1\n1.250,5;1.250;1\n2.250.000;2.500;2\n')).toEqual([1250, 2500])
    expect(await weightsOf('w,q1\n"1,250.50",1\n"1,250",2\n7,3\n')).toEqual([1250.5, 1250, 7])
    // A comma before decimals in one column is not overruled by one that sets thousands apart in another, and a column's own cells go first.
    expect(await weightsOf('price;km;w;q1\n1,250,000;0,5;1,250;1\n2,250,000;9,75;1,137;2\n')).toEqual([1.25, 1.137])
    expect(await weightsOf('price;w;q1\n1,250,000;1,250;1\n2,250,000;0,64;2\n')).toEqual([1.25, 0.64])
  })

  test('a cell far below that shows another mark is refused, and nothing is left out silently', async () => {
    const rows = Array.from({ length: 700 }, (_, row) => `1,${String(100 + (row % 900)).padStart(3, '0')};3\n`).join('')
    const failure = await refusal(weightsOf(`w;q1\n${rows}12.5;3\n`))
    expect([failure.code, failure.place.line, failure.place.column]).toEqual(['ingest:decimal-contradicts', 702, 'w'])
    expect(await weightsOf(`w;q1\n${'1;3\n'.repeat(600)}12.5;3\n`)).toContain(12.5)
    const unclear = await refusal(weightsOf(`w,q1\n${'950,3\n'.repeat(600)}"1,250",3\n`))
    expect([unclear.code, unclear.place.line]).toEqual(['ingest:decimal-unclear', 602])
  })

  test('a declared mark holds for every column', async () => {
    const text = 'lat;w;q1\n63.430;1,250;1\n63.431;0,5;2\n'
    expect(await weightsOf(text, { dialect: { decimal: ',' } })).toEqual([1.25, 0.5])
  })

  test('thousands apart by spaces and apostrophes', async () => {
    expect(await weightsOf("w;q1\n1'250,5;1\n1\u2009250,5;2\n1.250,5;3\n")).toEqual([1250.5, 1250.5, 1250.5])
  })
})

describe('tables that people write', () => {
  test('a headcount is whole, so that a mark before three digits sets thousands apart, whatever the other columns show', async () => {
    const text =
      'round;unit;area;headcount\n2021;A;12.5;1.250\n2021;B;3.75;2,000\n2021;C;1.5;12,0\n2021;D;1.5;1.234.567\n'
    await loadHeadcount(database, textFile('h.csv', text), { id: 'h', kind: 'headcount', file: 'h' })
    expect(await valuesOf(database, 'headcount', 'headcount', '"unit"')).toEqual([1250, 2000, 12, 1_234_567])
    const failure = await refusal(
      loadHeadcount(database, textFile('h.csv', 'round,headcount\n2021,12.5\n'), {
        id: 'h',
        kind: 'headcount',
        file: 'h',
      }),
    )
    expect([failure.code, failure.place.line]).toEqual(['ingest:headcount-not-whole', 2])
  })

  test('targets with a comma stand beside outcomes with a point', async () => {
    const text = 'indicator;baseline;target;outcome\nA;10.5;1,250;0.875\nB;20.25;1,5;1.137\n'
    await load(database, textFile('i.csv', text), { id: 'i', kind: 'indicators', file: 'i' })
    const columns = await Promise.all(
      ['baseline', 'target', 'outcome'].map((id) => valuesOf(database, 'indicators', id)),
    )
    expect(columns).toEqual([
      [10.5, 20.25],
      [1.25, 1.5],
      [0.875, 1.137],
    ])
  })

  test('ratings may have either mark, each column its own', async () => {
    const levels = [0, 1, 2].map((value) => ({ value, label: `L${value}` }))
    const text = 'organisation;X;Y;km\nA;1.0;2,0;3.75\nB;0.0;1,0;1,250\n'
    await loadInventory(database, textFile('t.csv', text), {
      id: 't',
      kind: 'inventory',
      file: 't',
      levels,
      areas: ['X', 'Y'],
    })
    expect(await valuesOf(database, 'inventory', 'value', 'organisation, area')).toEqual([1, 2, 0, 1])
  })
})
