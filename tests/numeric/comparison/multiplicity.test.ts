import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { adjust, benjaminiHochberg, holm, type PValue } from '../../../analyses/numeric/comparison/multiplicity'
import { relativeError } from '../closeness'

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), 'utf8')) as T

describe('adjusted p values', () => {
  interface Adjusted {
    readonly p: readonly PValue[]
    readonly holm: readonly PValue[]
    readonly bh: readonly PValue[]
  }
  const compare = (actual: readonly PValue[], expected: readonly PValue[]): void => {
    expect(actual.length).toBe(expected.length)
    expect(actual.map((value) => value === null)).toEqual(expected.map((value) => value === null))
    actual.forEach((value, i) => expect(relativeError(value ?? 0, expected[i] ?? 0)).toBeLessThanOrEqual(1e-14))
  }

  it("equals R's p.adjust, missing values passed through and not counted", () => {
    const { p_adjust } = read<{ p_adjust: Adjusted[] }>('comparison')
    expect(p_adjust.length).toBe(6)
    for (const row of p_adjust) {
      compare(holm(row.p), row.holm)
      compare(benjaminiHochberg(row.p), row.bh)
    }
  })

  it("Benjamini and Hochberg's fifteen p values", () => {
    const { pAdjust } = read<{ pAdjust: { p: number[]; holm: number[]; BH: number[] } }>('comparison-published')
    compare(holm(pAdjust.p), pAdjust.holm)
    compare(benjaminiHochberg(pAdjust.p), pAdjust.BH)
    expect(adjust(pAdjust.p, 'none')).toEqual(pAdjust.p)
    expect(adjust(pAdjust.p, 'holm')).toEqual(holm(pAdjust.p))
    expect(adjust(pAdjust.p, 'bh')).toEqual(benjaminiHochberg(pAdjust.p))
  })

  it('never below the p value, never above 1, same order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (p) => {
        for (const adjusted of [holm(p), benjaminiHochberg(p)] as (readonly number[])[]) {
          adjusted.forEach((value, i) => {
            expect(value).toBeGreaterThanOrEqual(p[i] as number)
            expect(value).toBeLessThanOrEqual(1)
            p.forEach((other, k) => {
              if (other < (p[i] as number)) expect(adjusted[k]).toBeLessThanOrEqual(value)
            })
          })
        }
      }),
    )
  })
})
