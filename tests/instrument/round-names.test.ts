import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { orderRounds } from '../../analyses/instrument/round-order'

/** Rounds as people name them, in the order of time. */
const series: readonly (readonly string[])[] = [
  ['2019', '2021', '2022'],
  ['mai 2021', 'november 2021', 'april 2022', 'august 2022'],
  ['Maj 2021', 'Oktober 2021', 'Januari 2022'],
  ['March 2021', 'December 2021', 'February 2022'],
  ['mai-21', 'nov-21', 'apr-22'],
  ['2021-05', '2021-11', '2022-04'],
  ['05.2021', '11.2021', '04.2022'],
  ['17.05.2021', '18.05.2021', '01.06.2021'],
  ['2. kvartal 2021', '4. kvartal 2021', '1. kvartal 2022'],
  ['Q2 2021', 'Q4 2021', 'Q1 2022'],
  ['K2 2021', 'K4 2021', 'K1 2022'],
  ['uke 9 2021', 'uke 10 2021', 'uke 2 2022'],
  ['v 9 2021', 'v 10 2021'],
  ['vår 2021', 'høst 2021', 'vår 2022'],
  ['Våren 2021', 'Hösten 2021', 'Våren 2022'],
  ['vt21', 'ht21', 'vt22'],
  ['Spring 2021', 'Fall 2021', 'Spring 2022'],
  ['vår', 'høst'],
  ['Vår', 'Höst'],
  ['H1 2021', 'H2 2021', 'H1 2022'],
  ['2020/21', '2021/22'],
  ['2020-2021', '2021-2022'],
  ['Medarbeiderundersøkelsen 2021', 'Medarbeiderundersøkelsen 2023'],
  ['Pulsmåling 2 2021', 'Pulsmåling 10 2021', 'Pulsmåling 1 2022'],
  ['pre', 'post'],
  ['pre 2021', 'post 2021', 'pre 2022'],
  ['2021 pre', '2021 post', '2022 pre', '2022 post'],
  ['før 2021', 'etter 2021', 'før 2022', 'etter 2022'],
  ['Före våren 2021', 'Efter våren 2021', 'Före hösten 2021'],
  ['Baseline 2021', 'Follow-up 2021', 'Baseline 2023'],
  ['Start mai 2021', 'Slutt mai 2021', 'november 2021'],
  ['Pre-test', 'Post-test'],
  ['pretest', 'posttest', 'follow-up'],
  ['før', 'etter'],
  ['Før', 'Underveis', 'Etter'],
  ['före', 'efter'],
  ['Innan', 'Efter'],
  ['Before', 'During', 'After'],
  ['start', 'slutt'],
  ['Start', 'Slut'],
  ['Baseline', '6 months', '12 months'],
  ['Baseline', '3 mnd', '6 mnd', '1 år'],
  ['Baseline', '6 veckor', '6 månader'],
  ['Nullmåling', 'Sluttmåling', 'Oppfølging'],
  ['baseline_arm_1', 'followup_arm_1'],
  ['T0', 'T1', 'T2', 'T10'],
  ['t-1', 't0', 't1'],
  ['Round 9', 'Round 10', 'Round 11'],
  ['Runde 1', 'Runde 2', 'Runde 10'],
  ['wave2', 'wave10'],
  ['1', '2', '10'],
  ['første måling', 'andre måling', 'tredje måling'],
  ['Första mätningen', 'Andra mätningen', 'Tredje mätningen'],
  ['First', 'Second', 'Third'],
  ['Mätning I', 'Mätning II', 'Mätning III', 'Mätning IV', 'Mätning IX'],
  ['Year 1', 'Year 2', 'Year 10'],
]

describe('rounds whose names say when they were', () => {
  test.each(series.map((rounds) => [rounds]))('%j', (rounds) => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...rounds], { minLength: rounds.length }), (shuffled) => {
        expect(orderRounds(shuffled)).toEqual({ rounds, basis: expect.not.stringMatching('data') })
      }),
      { numRuns: 20 },
    )
  })

  test('in another form of Unicode, in capitals', () => {
    expect(orderRounds(['HØST 2021', 'va\u030ar 2021']).rounds).toEqual(['va\u030ar 2021', 'HØST 2021'])
  })
})

describe('rounds whose names do not say it stand as they came', () => {
  test.each([[['b', 'a']], [['2022', 'pilot']], [['majoritet', 'april 2022']]])('%j', (rounds) => {
    expect(orderRounds(rounds)).toEqual({ rounds, basis: 'data' })
  })

  test('one round is in order', () => {
    expect(orderRounds(['hva som helst']).rounds).toEqual(['hva som helst'])
  })
})

describe('the order that a person gives', () => {
  test('goes before what the names say, and the rest follows', () => {
    expect(orderRounds(['2021', '2022', '2023'], ['2023', '2021'])).toEqual({
      rounds: ['2023', '2021', '2022'],
      basis: 'declared',
    })
  })

  test('of rounds that are not there says nothing', () => {
    expect(orderRounds(['post', 'pre'], ['x']).basis).not.toBe('data')
  })
})
