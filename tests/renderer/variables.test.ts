import { expect, test } from 'vitest'
import type { Variable } from '../../analyses/variables/model'
import { emptyProject } from '../../renderer/state/project'
import { completed, moveVariable, putVariable, readableAt, removeVariable } from '../../renderer/state/variables'

const bands: Variable = { kind: 'bands', id: 'seniority', of: 'years', limits: [5], levels: ['short', 'long'] }
const recode: Variable = { kind: 'recode', id: 'place', of: 'seniority', into: { short: 'new' }, others: 'keep' }

test('steps are added, moved, changed and removed, and nothing is left of them', () => {
  const empty = emptyProject('nb')
  const both = putVariable(putVariable(empty, 0, bands), 1, recode)
  expect(both.variables).toEqual([bands, recode])
  expect(moveVariable(both, 0, 1).variables).toEqual([recode, bands])
  expect(moveVariable(both, 0, -1)).toBe(both)
  expect(moveVariable(both, 1, 1)).toBe(both)
  expect(putVariable(both, 0, { ...bands, limits: [6] }).variables).toEqual([{ ...bands, limits: [6] }, recode])
  const back = removeVariable(removeVariable(both, 0), 0)
  expect(back).toEqual(empty)
  expect(Object.hasOwn(back, 'variables')).toBe(false)
})

test('what is written is saved without empty and unchanged values, and not at all while something lacks', () => {
  expect(completed({ ...recode, id: ' place ', into: { short: ' new ', long: 'long', middle: ' ' } })).toEqual(recode)
  expect(completed({ ...recode, others: 'blank', into: { short: 'new', long: 'long' } })).toEqual({
    ...recode,
    others: 'blank',
    into: { short: 'new', long: 'long' },
  })
  expect(completed({ ...bands, id: ' ' })).toBeNull()
  expect(completed({ ...bands, levels: ['short', ''] })).toBeNull()
})

test('without a survey there is nothing to read', () => {
  expect(readableAt(null, [bands], 0)).toEqual({ attributes: [], numbers: [] })
})
