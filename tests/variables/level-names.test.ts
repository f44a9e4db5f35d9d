import { expect, test } from 'vitest'
import { withLevelNames } from '../../analyses/variables/edits'
import type { Variable } from '../../analyses/variables/model'

const condition = (cases: Extract<Variable, { kind: 'condition' }>['cases']): Variable => ({
  id: 'post',
  kind: 'condition',
  cases,
})

test('a case of a condition goes when one of its tests holds for nobody any more, and stays while each holds for somebody', () => {
  const isBoth = { of: 'role', in: ['leader', 'chief'] }
  const isNord = { of: 'organisation', in: ['Nord'] }
  const variable = condition([
    { if: [isBoth, isNord], level: 'leading in Nord' },
    { if: [{ of: 'role', in: ['chief'] }, isNord], level: 'chief in Nord' },
    { if: [{ of: 'role', in: ['chief'] }], level: 'chief' },
  ])
  expect(withLevelNames(variable, 'role', new Map([['chief', null]]))).toEqual(
    condition([{ if: [{ of: 'role', in: ['leader'] }, isNord], level: 'leading in Nord' }]),
  )
  expect(withLevelNames(variable, 'role', new Map([['chief', 'leader']]))).toEqual(
    condition([
      { if: [{ of: 'role', in: ['leader'] }, isNord], level: 'leading in Nord' },
      { if: [{ of: 'role', in: ['leader'] }, isNord], level: 'chief in Nord' },
      { if: [{ of: 'role', in: ['leader'] }], level: 'chief' },
    ]),
  )
})

test('nothing is left of a condition whose cases all hold for nobody', () => {
  const variable = condition([{ if: [{ of: 'role', in: ['chief'] }], level: 'chief' }])
  expect(withLevelNames(variable, 'role', new Map([['chief', null]]))).toBeNull()
  expect(withLevelNames(variable, 'unit', new Map([['chief', null]]))).toEqual(variable)
})
