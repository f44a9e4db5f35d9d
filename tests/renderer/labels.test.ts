import { expect, test } from 'vitest'
import { labelOf, levelOfName, withLabel } from '../../renderer/state/labels'
import { emptyProject } from '../../renderer/state/project'

const employee = { attribute: 'role', level: 'employee' }
const leader = { attribute: 'role', level: 'leader' }

test('a name is given, changed and taken away, and nothing is left of it', () => {
  const empty = emptyProject('nb')
  const given = withLabel(
    withLabel(empty, employee, 'nb', ' Ansatt '),
    { attribute: 'role', level: null },
    'sv',
    'Befattning',
  )
  expect(given.labels).toEqual({ role: { values: { employee: { nb: 'Ansatt' } }, label: { sv: 'Befattning' } } })
  expect(labelOf(given.labels, employee)).toEqual({ nb: 'Ansatt' })
  const back = withLabel(withLabel(given, employee, 'nb', ''), { attribute: 'role', level: null }, 'sv', ' ')
  expect(back).toEqual(empty)
  expect(Object.hasOwn(back, 'labels')).toBe(false)
})

test('a name that another level has is told with that level, in its language alone', () => {
  const given = withLabel(emptyProject('nb'), employee, 'nb', 'Ansatt')
  expect(levelOfName(given, leader, 'nb', 'ansatt')).toBe('employee')
  expect(levelOfName(given, leader, 'sv', 'Ansatt')).toBeNull()
  expect(levelOfName(given, employee, 'nb', 'Ansatt')).toBeNull()
  expect(levelOfName(given, { attribute: 'role', level: null }, 'nb', 'Ansatt')).toBeNull()
})
