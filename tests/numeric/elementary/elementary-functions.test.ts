import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  atanh,
  cos,
  exp,
  expm1,
  log,
  log1p,
  sin,
  tanh,
} from '../../../analyses/numeric/elementary/elementary-functions'
import { power } from '../../../analyses/numeric/elementary/power'
import { relativeError } from '../closeness'

describe('elementary functions', () => {
  interface Row {
    readonly x: readonly number[]
    readonly value: string
  }
  const reference = JSON.parse(
    readFileSync(new URL('reference/elementary-functions.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, Row[]>>
  const functions: Readonly<Record<string, (...x: number[]) => number>> = {
    exp,
    expm1,
    log,
    log1p,
    tanh,
    atanh,
    sin,
    cos,
    power: power as (...x: number[]) => number,
  }
  it.each(Object.entries(functions))('%s is within three units in the last place, against 40 digits', (name, f) => {
    const rows = reference[name] as Row[]
    expect(rows.length).toBeGreaterThan(60)
    const unit = 2.220446049250313e-16
    const worst = Math.max(
      ...rows.map(({ x, value }) => (Math.abs(Number(value)) < 1e-300 ? 0 : relativeError(f(...x), Number(value)))),
    )
    console.log(`${name}: worst ${(worst / unit).toFixed(2)} × 2⁻⁵² of ${rows.length}`)
    expect(worst).toBeLessThan((name === 'tanh' ? 3 : 1.01) * unit)
  })

  it('the ends', () => {
    for (const f of Object.values(functions)) expect(f(Number.NaN, 2)).toBeNaN()
    expect([exp(-Infinity), exp(Infinity), exp(0), exp(710), exp(-746)]).toEqual([0, Infinity, 1, Infinity, 0])
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308)
    expect([exp(-744.9), exp(-745)]).toEqual([5e-324, 5e-324])
    for (let x = -746; x < -700; x += 0.0625) expect(exp(x)).toBeGreaterThanOrEqual(0)
    expect([log(0), log(-1), log(Infinity), log(1), log(5e-324)]).toEqual([
      -Infinity,
      Number.NaN,
      Infinity,
      0,
      -744.4400719213812,
    ])
    expect([log1p(-1), log1p(-2), log1p(0), log1p(Infinity)]).toEqual([-Infinity, Number.NaN, 0, Infinity])
    expect([expm1(-Infinity), expm1(Infinity), expm1(0)]).toEqual([-1, Infinity, 0])
    expect([tanh(Infinity), tanh(-Infinity), atanh(1), atanh(-1), atanh(2)]).toEqual([
      1,
      -1,
      Infinity,
      -Infinity,
      Number.NaN,
    ])
    expect([sin(0), cos(0), sin(1e7)]).toEqual([0, 1, Number.NaN])
    expect([
      power(2, 10),
      power(-2, 3),
      power(-2, 0.5),
      power(0, 2),
      power(0, -1),
      power(7, 0),
      power(2, 5000),
      power(2, -5000),
      power(0.5, Infinity),
      power(3, -2),
    ]).toEqual([1024, -8, Number.NaN, 0, Infinity, 1, Infinity, 0, 0, 1 / 9])
  })
})
