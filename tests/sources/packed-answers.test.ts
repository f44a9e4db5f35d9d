import { expect, test } from 'vitest'
import { blankByte, givenColumn, nonAnswerCode } from '../../analyses/core/datasets'
import { memoryFile } from '../../analyses/readers/data-file'
import delimited from '../../analyses/readers/delimited/reader'
import { notGiven, repeatedItems } from '../../analyses/sources/survey/batches'
import { matchSurveyColumns } from '../../analyses/sources/survey/columns'
import { createSurveyTable } from '../../analyses/sources/survey/table'
import { instrumentOf, item } from './sample-data'

const instrument = instrumentOf([item('a'), item('b')])
const source = { id: 's', kind: 'survey', file: 's.csv', round: '2022', attributes: [] } as const

test('answers stand beside themselves without blanks and typed non-answers, whatever their place in a word', async () => {
  const cells = ['1', '', '9', '5', '3', '3', '2', '4', '1', '5', '9', '9', '', '2', '7', '4', ' 2', '1', '3']
  const text = `a;b\n${cells.map((cell) => `${cell};3`).join('\n')}\n`
  const table = await delimited.open(memoryFile('s.csv', new TextEncoder().encode(text)), { delimiter: ';' })
  const survey = createSurveyTable(
    table,
    matchSurveyColumns(table.head, instrument, source),
    source,
    repeatedItems(instrument),
  )
  for await (const block of table.blocks({ wanted: survey.wanted })) survey.read(block)
  const { columns } = survey.takeBatch()
  const valuesOf = (id: string): unknown => {
    const column = columns.find((each) => each.id === id)
    return column?.kind === 'byte' ? Array.from(column.values) : null
  }
  const meant = cells.map((cell) => {
    const code = Number(cell)
    if (code === 9) return nonAnswerCode.dont_know
    return cell === '' || code === 7 ? blankByte : code
  })
  expect(valuesOf('a')).toEqual(meant)
  expect(valuesOf(givenColumn('a'))).toEqual(meant.map((value) => (value < 0 ? notGiven : value)))
})
