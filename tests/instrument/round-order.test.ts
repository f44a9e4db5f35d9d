import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  areRoundNames,
  doubtfulWinters,
  orderRounds,
  type RoundOrderBasis,
} from '../../analyses/instrument/round-order'

/** Rounds as they follow each other in time, and what tells that. */
const inTime: readonly (readonly [RoundOrderBasis, readonly string[]])[] = [
  ['dates', ['mai 2021', 'november 2021', 'april 2022', 'august 2022']],
  ['dates', ['Nov-20', 'Mai-21', 'Apr-22']],
  ['dates', ['2020-12', '2021-05', '2021-11']],
  ['dates', ['05/2021', '01/2022']],
  ['dates', ['31.12.2020', '01.02.2021', '02.01.2022']],
  ['dates', ['3. mai 2021', '4. juli 2021']],
  ['dates', ['20200101', '20210704']],
  ['dates', ['Q4 2020', 'Q3 2021', 'Q1 2022']],
  ['dates', ['3. kvartal 2021', '1. kvartal 2022']],
  ['dates', ['K4 2021', 'K1 2022']],
  ['dates', ['uke 12 2021', 'uke 9 2022']],
  ['dates', ['V50 2020', 'V3 2021', 'V12 2021']],
  ['dates', ['vår 2021', 'høst 2021', 'vår 2022']],
  ['dates', ['våren 2021', 'hösten 2021', 'våren 2022']],
  ['dates', ['vt21', 'ht21', 'vt22']],
  ['dates', ['V21', 'H21', 'V22']],
  ['dates', ['Spring 2021', 'Summer 2021', 'Fall 2021', 'Winter 2022']],
  ['dates', ['H1 2021', 'H2 2021', 'H1 2022']],
  ['dates', ['2021/22', '2022/23']],
  ['dates', ['2020-2021', '2021-2022']],
  ['dates', ['3. tertial 2020', '1. tertial 2021']],
  ['dates', ['Quarter one 2021', 'Quarter three 2021', 'Quarter one 2022']],
  ['dates', ['tredje kvartal 2021', 'första kvartalet 2022', 'andra kvartalet 2022']],
  // Parts of a year begin where a month does.
  ['dates', ['mars 2021', 'Q2 2021', 'mai 2021']],
  ['dates', ['juni 2021', 'H2 2021', 'august 2021']],
  ['dates', ['april 2021', '2. tertial 2021', 'juni 2021']],
  ['dates', ['Pilot 2019', 'Main 2020']],
  ['dates', ['Vår', 'Høst']],
  ['course', ['pre', 'post']],
  ['course', ['pre', 'post', '6 months']],
  ['course', ['Pre-test', 'Post-test']],
  ['course', ['pretest', 'posttest']],
  ['course', ['før', 'under', 'etter']],
  ['course', ['før tiltak', 'etter tiltak']],
  ['course', ['före', 'efter']],
  ['course', ['start', 'slutt']],
  ['course', ['start', 'slut']],
  ['course', ['Startmåling', 'Midtveismåling', 'Sluttmåling']],
  ['course', ['Baseline', '6 months', '12 months']],
  ['course', ['Nullpunktsmåling', 'Ettermåling']],
  ['numbers', ['Nullpunktsmåling', 'Måling 2', 'Måling 3']],
  ['numbers', ['Nollpunktsmätning', 'Mätning 1', 'Mätning 2']],
  ['course', ['baseline', '3 mnd', 'oppfølging']],
  ['course', ['baslinje', 'uppföljning']],
  ['course', ['baseline', 'follow-up']],
  ['course', ['3 mnd', '6 mån', '1 år']],
  ['course', ['M0', 'M6', 'M12']],
  ['course', ['Uke 9', 'Uke 10']],
  ['course', ['baseline_arm_1', 'followup_arm_1']],
  ['course', ['baseline_arm_1', '6_month_visit_arm_1', '12_month_visit_arm_1']],
  ['numbers', ['T0', 'T1', 'T2', 'T10']],
  ['numbers', ['T-1', 'T0', 'T+1']],
  ['dates', ['2022 pilot', '2022 main']],
  ['dates', ['Vår 2021', 'Høst 2021', 'Vinter 2021/22', 'Vår 2022']],
  ['dates', ['Autumn 2021', 'Winter 2021-2022', 'Spring 2022']],
  ['course', ['Pilot', 'Hovedundersøkelse']],
  ['course', ['Pilotstudie', 'Huvudstudie', 'Uppföljning']],
  ['course', ['Pilot', 'Main survey', 'Follow-up']],
  ['course', ['I fjor', 'I år']],
  ['course', ['Förra året', 'I år']],
  ['course', ['Last year', 'This year']],
  ['course', ['Forrige måling', 'Nåværende måling']],
  ['numbers', ['Runde 1', 'Runde 9', 'Runde 10']],
  ['numbers', ['Wave 2', 'Wave 10']],
  ['numbers', ['Round 9', 'Round 9b', 'Round 10']],
  ['numbers', ['1. omgang', '2. omgang', '10. omgang']],
  ['numbers', ['Mätning 1', 'Mätning 2']],
  ['numbers', ['First', 'Second', 'Third']],
  ['numbers', ['første runde', 'andre runde', 'tredje runde']],
  ['numbers', ['första mätningen', 'andra mätningen']],
  ['numbers', ['II', 'V', 'IX', 'X']],
  ['numbers', ['Fase I', 'Fase II', 'Fase III']],
  ['numbers', ['Baseline', 'Wave 2', 'Wave 3']],
  ['numbers', ['1', '9', '10']],
]

describe('rounds come in time, whatever order the data have them in', () => {
  test.each(inTime)('%s: %j', (basis, names) => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...names], { minLength: names.length }), (shuffled) => {
        expect(orderRounds(shuffled)).toEqual({ rounds: names, basis })
      }),
      { numRuns: 20 },
    )
  })
})

test.each([[['B', 'A']], [['uge', 'Åre', 'Bo']], [['2021', 'pre']]])(
  'names that say neither a time nor a number keep the order of the data: %j',
  (names) => {
    expect(orderRounds(names)).toEqual({ rounds: names, basis: 'data' })
    expect(areRoundNames(names)).toBe(false)
  },
)

test.each([
  [['Winter 2021', 'Spring 2021', 'Autumn 2021'], ['Winter 2021']],
  [['Vinter 2021', 'Vår 2022'], []],
  [['Høst 2020', 'Vinter 2021'], []],
  [['vintern 2021', 'hösten 2021', 'vintern 2022'], ['vintern 2021']],
  [['Winter 2021/22', 'Spring 2021'], []],
  [['Winter', 'Spring'], []],
])('a winter that other rounds of its year follow may be the one that begins then: %j', (names, doubtful) => {
  expect(doubtfulWinters(names)).toEqual(doubtful)
})

test('months that follow each other over a turn of the year keep their order', () => {
  expect(orderRounds(['november', 'februar']).rounds).toEqual(['november', 'februar'])
  expect(orderRounds(['februar', 'november']).rounds).toEqual(['februar', 'november'])
})

test('a declared order goes first; rounds that it leaves out follow, and names that no data have are passed over', () => {
  expect(orderRounds(['2021', '2022', '2023', '2020'], ['2022', '2021', '1999'])).toEqual({
    rounds: ['2022', '2021', '2020', '2023'],
    basis: 'declared',
  })
})

test('any names come out once each, the same whenever their order does not rest on the data', () => {
  const name = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(...inTime.flatMap(([, names]) => names)),
    fc.integer({ min: -5, max: 300_000_000 }).map(String),
  )
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 8 }), (names) => {
      const found = orderRounds(names)
      expect(found.rounds.toSorted()).toEqual(names.toSorted())
      if (found.basis === 'course' || found.basis === 'numbers')
        expect(orderRounds(names.toReversed()).rounds).toEqual(found.rounds)
    }),
    { numRuns: 2000 },
  )
})
