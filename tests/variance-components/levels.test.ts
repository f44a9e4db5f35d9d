import { expect, test } from 'vitest'
import type { ComputeContext } from '../../analyses/core/contract'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { attributesOf } from '../../analyses/survey/open'
import { withheldLevels, type ComponentLevels } from '../../analyses/variance-components/levels'

/** Two organisations; the units of one are 23 and 4 people, of the other 40, 30 and 6. */
const places = [
  ['Nord', 'Pleie', 23],
  ['Nord', 'Lege', 4],
  ['Sør', 'Pleie', 40],
  ['Sør', 'Hjemme', 30],
  ['Sør', 'Dag', 6],
] as const
const columns = ['organisation', 'unit']
const context = (minGroup: number): ComputeContext<SurveyDataset> => ({
  dataset: {
    kind: 'survey',
    linkage: 'unlinked',
    rounds: [],
    attributes: attributesOf(
      columns,
      places.map(([organisation, unit]) => [organisation, unit]),
    ),
  } as unknown as SurveyDataset,
  minGroup,
  seed: 1,
  abort: { aborted: false },
  note: () => undefined,
  progress: () => undefined,
})

const component = (
  id: string,
  own: readonly string[],
  levels: readonly { readonly key: readonly string[]; readonly n: number }[],
): ComponentLevels => ({
  id,
  isRandom: true,
  outcome: 'culture',
  levelOfPlace: new Int32Array(places.length),
  counts: levels.map(({ key, n }) => ({ component: id, key, columns: own, n, sd: 1 })),
  key: (level) => `${id} ${levels[level]?.key.join('/') ?? ''}`,
})

const organisations = component(
  'organisation',
  ['organisation'],
  [
    { key: ['Nord'], n: 27 },
    { key: ['Sør'], n: 76 },
  ],
)
const units = component(
  'unit',
  columns,
  places.map(([organisation, unit, n]) => ({ key: [organisation, unit], n })),
)

test('what an organisation’s number and its other units would let derive is withheld too', () => {
  const [withheld] = withheldLevels([[organisations, units]], columns, context(5))
  expect([...(withheld ?? [])].sort()).toEqual(['unit Nord/Lege', 'unit Nord/Pleie'])
})

test('without protection nothing is withheld', () => {
  expect(withheldLevels([[organisations, units]], columns, context(1))[0]?.size).toBe(0)
})
