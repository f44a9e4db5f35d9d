import type { Database } from '../../analyses/core/database'
import type { SurveyDataset } from '../../analyses/core/datasets'
import type { SurveyShape } from '../../analyses/quality/shape'
import { readProjectFile } from '../source-files'
import { instrumentOf, openHandMade, type Answer } from '../survey/hand-made-survey'

const kinds: Readonly<Record<string, Answer>> = { '': null, '8': 'not_relevant', '9': 'dont_know' }
const reversed = new Set(['culture_2', 'culture_5', 'technology_3', 'technology_7'])

/** The answers that R's reference was computed from, in an engine. */
export async function openAnswers(
  database: Database,
): Promise<{ readonly shape: SurveyShape; readonly survey: SurveyDataset }> {
  const [header = '', ...lines] = readProjectFile('analyses/quality/reference/answers.csv').trim().split('\n')
  const names = header.split(',')
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index], cell])))
  const items = names.slice(3)
  const instrument = instrumentOf(
    [{ min: 1, max: 5 }],
    [{ id: 'culture' }, { id: 'technology' }],
    items.map((id) => ({ id, reversed: reversed.has(id) })),
  )
  const survey = await openHandMade(database, {
    instrument,
    attributes: ['organisation'],
    people: rows.map((row) => ({
      round: row['round'] ?? '',
      places: { organisation: row['organisation'] ?? null },
      answers: Object.fromEntries(
        items.map((id) => {
          const cell = row[id] ?? ''
          return [id, cell in kinds ? (kinds[cell] ?? null) : Number(cell)]
        }),
      ),
    })),
  })
  await database.execute('ALTER TABLE responses ADD COLUMN "_seconds" DOUBLE')
  const cases = rows.flatMap(({ seconds = '' }, row) => (seconds === '' ? [] : [`WHEN ${row + 1} THEN ${seconds}`]))
  await database.execute(`UPDATE responses SET "_seconds" = CASE "_row" ${cases.join(' ')} END`)
  return {
    survey,
    shape: {
      instrument,
      attributes: survey.attributes,
      itemsMissingByRound: {},
      table: 'responses',
      columns: new Set(['_seconds']),
      hasImpossible: false,
    },
  }
}
