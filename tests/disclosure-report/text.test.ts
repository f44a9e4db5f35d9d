import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import type { DisclosureReport, Released } from '../../analyses/disclosure-report/report'
import { reportText } from '../../analyses/disclosure-report/text'
import { messagesOf } from '../../analyses/index'

/** Four rows of a table, of which disclosure control withheld some because of what others tell. */
const released: Released = {
  id: 'dimension-scores',
  as: 'scores',
  where: [],
  isReleased: true,
  tables: [{ id: 'scores', rows: 8, withheld: 3, withheldInPart: 1 }],
  beside: [
    { table: 'scores', row: 6, reason: 'few-people', beside: ['leaders'] },
    { table: 'scores', row: 0, reason: 'few-people', beside: ['leaders'] },
    { table: 'scores', row: 3, reason: 'few-people', beside: ['items'] },
    { table: 'scores', row: 4, reason: 'few-people', beside: ['leaders'], columns: ['mean_complete'] },
  ].map((row) => ({ as: 'scores', ...row }) as Released['beside'][number]),
}

const report: DisclosureReport = { title: 'Nord', minGroup: 5, releases: [released], earlier: [], findings: null }

const textOf = (of: DisclosureReport): readonly string[] => {
  const speaker = createSpeaker('en', messagesOf('en'), null)
  return reportText(of, (label) => speaker.label(label)).split('\n')
}

describe('the disclosure report as text', () => {
  test('names every section with its lines, rows of one reason together and in order', () => {
    const lines = textOf(report)
    expect(lines.filter((line) => line !== '' && !line.startsWith(' '))).toEqual([
      expect.stringContaining('Nord'),
      'The rule',
      'What is released',
      'What is guaranteed',
      'What is not guaranteed',
      expect.any(String),
    ])
    expect(lines).toContain('  scores (Dimension scores), everybody')
    expect(lines).toContain('    Dimension scores: 8 rows, of which 3 withheld and 1 shown in part')
    expect(lines.filter((line) => /^ {4}rows? \d/.test(line))).toEqual([
      '    rows 1 and 7 withheld: beside leaders the answers of fewer than 5 people could be worked out',
      '    row 4 withheld: beside items the answers of fewer than 5 people could be worked out',
      '    row 5 shown in part: beside leaders the rest would tell the answers of fewer than 5 people',
    ])
  })

  test('guarantees nothing where the rule is off', () => {
    const lines = textOf({ ...report, minGroup: 1 })
    expect(lines).not.toContain('What is guaranteed')
    expect(lines).toContain('What is not guaranteed')
    expect(lines.join('\n')).toContain('switched off')
  })
})
