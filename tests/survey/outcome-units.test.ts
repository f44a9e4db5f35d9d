import { expect, test } from 'vitest'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { unitLabel } from '../../analyses/survey/score-axis'
import { instrumentOf } from './hand-made-survey'

const scaled = (unit: string | undefined): Pick<SurveyDataset, 'instrument' | 'rounds' | 'itemsMissingByRound'> => ({
  rounds: [],
  itemsMissingByRound: {},
  instrument: instrumentOf(
    [{ id: 's', kind: 'continuous', min: 0, max: 60, ...(unit === undefined ? {} : { unit }) }],
    [{ id: 'years' }],
    [{ id: 'years_1', scale: 's' }],
  ),
})

test.each([
  ['years', 'years'],
  ['1', { message: 'core:unit.scale-points' }],
  [undefined, { message: 'core:unit.scale-points' }],
])('a scale in %j is spoken of in %j: nobody says that a mean is «3.20 1 higher»', (unit, spoken) => {
  expect(unitLabel(scaled(unit) as SurveyDataset, 'years_1')).toEqual(spoken)
})
