import { describe, expect, test } from 'vitest'
import { expectCells, referenceOf, reportsOfTests } from './reported'

const reports = await reportsOfTests()

/** Files as people have them, that other programs read wrongly: what each is read as, from the file to the table. */
describe('how answers are read', () => {
  test('decimal marks differ by column', async () => {
    const scores = await reports.one('decimal-mark-by-other-columns')
    expectCells(scores.cells('scores'), { n: 8, ...referenceOf('weighted') }, 12)
  })

  test('apostrophes that were turned are the same apostrophes', async () => {
    const items = await reports.one('curly-apostrophe')
    expect(items.cells('items')).toMatchObject({ n: 3, dont_know: 3, blank: 0 })
    expect([...items.imported.keys()]).toEqual([])
  })

  test('two columns that are not read share a header', async () => {
    const items = await reports.one('same-header-twice')
    expect(items.column('items', 'n')).toEqual([3, 3])
    expect(items.cells('items', { item: 'q1' })['mean']).toBe(3)
  })

  test('a title stands above the header', async () => {
    const items = await reports.one('title-above-the-header')
    expect(items.column('items', 'n')).toEqual([2, 2])
    expect(items.column('items', 'mean')).toEqual([2, 3])
    expect(items.column('categories', 'count')).toEqual([1, 0, 1, 0, 0, 0, 1, 0, 1, 0])
  })

  test('a label stands together with its code, in sixteen ways', async () => {
    const items = await reports.one('labels-with-codes')
    expect(items.cells('items')).toMatchObject({ n: 16, mean: 5, blank: 0 })
    expect([...items.imported.keys()]).toEqual([])
  })

  test('codes of the file that are not those of the scale: the note says where they are declared, and declared they are read', async () => {
    const without = await reports.all('choice-ids-need-a-map')
    expect(without.get('is')?.imported.get('ingest:out-of-range')).toContain('“Codes that differ from the scale”')
    const declared = await reports.all('choice-ids-need-a-map', 'recipe-codes')
    expect(declared.get('is')?.cells('items')).toMatchObject({ n: 10, mean: 4.3 })
    expect(declared.get('is')?.column('categories', 'count')).toEqual([2, 1, 1, 1, 1, 1, 3])
    expect(declared.get('ds')?.cells('scores')).toMatchObject({ n: 10, mean: 4.3 })
  })
})

describe('rounds and people', () => {
  test('a column of any name is the round', async () => {
    const change = await reports.one('round-column-of-another-name')
    expect(change.cells('change')).toMatchObject({ n_1: 12, n_2: 12, n_linked: 12, n_unlinked: 0 })
    expect(change.column('rounds', 'round')).toEqual(['baseline_arm_1', 'followup_arm_1'])
  })

  test('rounds stand in the order of time and not of the alphabet', async () => {
    const ran = await reports.all('rounds-in-alphabetical-order')
    const change = ran.get('rc')
    expect(change?.column('rounds', 'round')).toEqual(['mai 2021', 'november 2021', 'april 2022', 'august 2022'])
    expectCells(change?.cells('trend') ?? {}, referenceOf('trend'), 7)
    expectCells(change?.cells('change') ?? {}, referenceOf('rounds'))
    expect(change?.sentences()).toContain('rose by 1.35 points from mai 2021 to august 2022 (from 2.30 to 3.65)')
    expect(change?.sentences()).toContain('Over all rounds culture rose by 0.43 points a round')
  })

  test('pre stands before post', async () => {
    const change = await reports.one('pre-post')
    expectCells(change.cells('change'), referenceOf('pre_post'))
    expect(change.sentences()).toContain('culture rose by 1.22 points from pre to post (from 2.22 to 3.43)')
    expect(change.sentences('nb')).toContain('fra pre til post')
  })

  test('ids that never meet are told, with what keeps them apart', async () => {
    const change = await reports.one('ids-that-never-meet')
    expectCells(change.cells('change'), referenceOf('never_meet'))
    const told = [...change.imported.values()].join(' ')
    expect(told).toContain('Of 30 respondent ids here and 30 in the other rounds, none is in common')
    expect(told).toContain('30 would meet if leading zeros')
  })

  test('ids that hold within a country: the refusal says so, and declared they link', async () => {
    await expect(reports.all('ids-unique-within-a-country')).rejects.toMatchObject({
      code: 'ingest:respondent-in-other-source',
    })
    const change = await reports.one('ids-unique-within-a-country', 'recipe-within-country')
    for (const country of ['NO', 'SE'])
      expectCells(change.cells('change', { country }), referenceOf(`countries.${country}`))
  })
})
