import { expect, test } from 'vitest'
import { savedName, windowTitle } from '../../renderer/views/shell/window-title'

test.each([
  [null, 'pilot.json', 'VälTel Workbench'],
  ['', null, 'VälTel Workbench'],
  ['Medarbeidere', null, 'Medarbeidere – VälTel Workbench'],
  ['', 'pilot.json', 'pilot – VälTel Workbench'],
  ['Medarbeidere', 'pilot.json', 'Medarbeidere (pilot) – VälTel Workbench'],
  ['pilot', 'pilot.json', 'pilot – VälTel Workbench'],
])('a project of title %j saved as %j is in a window called «%s»', (title, name, expected) => {
  expect(windowTitle(title, name)).toBe(expected)
})

test('only the ending that the program writes is left out of the name', () => {
  expect(['2023.1.json', 'Rapport.JSON', 'json', 'a.json.bak'].map(savedName)).toEqual([
    '2023.1',
    'Rapport',
    'json',
    'a.json.bak',
  ])
})
