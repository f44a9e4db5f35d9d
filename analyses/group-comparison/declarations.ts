import {
  cliffsDelta,
  cliffsInterval,
  df,
  dfResidual,
  epsilonSquared,
  equalSpread,
  estimate,
  etaSquared,
  groupName,
  groups,
  hedgesG,
  hedgesInterval,
  interval,
  method,
  n,
  omegaSquared,
  outcome,
  pAdjusted,
  pairOfGroups,
  pValue,
  reference,
  se,
  secondary,
  statistic,
  group,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { meanColumns, meanDetail } from '../survey/descriptive-columns'
import { contrastNames, options, pairMethods } from './options'

/** Columns of a comparison from which the spread of its groups can be worked out, or how their answers lie beside each other. */
const pairSpread = [
  'se',
  'statistic',
  'df',
  'conf_low',
  'conf_high',
  'p_value',
  'p_adjusted',
  'hedges_g',
  'g_low',
  'g_high',
  'cliffs_delta',
  'delta_low',
  'delta_high',
  'acceleration',
] as const

export const tables = {
  descriptives: {
    columns: [outcome, ...meanColumns, groupName],
    protection: {
      kind: 'counts',
      counts: ['n'],
      family: ['outcome'],
      keeps: ['group_name'],
      spreads: ['sd'],
      describes: [{ n: 'n', mean: 'mean', sd: 'sd' }],
      detail: meanDetail,
    },
  },
  omnibus: {
    columns: [
      outcome,
      { id: 'test', kind: 'text', refersTo: 'choice:test', codes: options.test.choices },
      n,
      groups,
      statistic,
      df,
      dfResidual,
      pValue,
      pAdjusted,
      omegaSquared,
      ...interval('correlation'),
      ...secondary(etaSquared, epsilonSquared, ...equalSpread),
    ],
    protection: { kind: 'counts', counts: ['n'], family: ['outcome'] },
  },
  pairwise: {
    columns: [
      outcome,
      ...pairOfGroups,
      estimate('estimate'),
      ...secondary(se('estimate')),
      statistic,
      df,
      ...interval('estimate'),
      pValue,
      pAdjusted,
      method('pairwise', pairMethods),
      hedgesG,
      ...secondary(...hedgesInterval, cliffsDelta, ...cliffsInterval),
      { id: 'acceleration', kind: 'number', as: 'correlation', secondary: true, when: { interval: 'bca' } },
    ],
    protection: {
      kind: 'groups',
      of: 'descriptives',
      columns: ['group_a', 'group_b'],
      groupColumn: 'group_name',
      match: ['outcome'],
      spread: pairSpread,
    },
  },
  contrasts: {
    columns: [
      outcome,
      { id: 'contrast', kind: 'text', refersTo: 'codes:contrast', codes: contrastNames },
      group,
      reference,
      estimate('estimate'),
      ...secondary(se('estimate')),
      df,
      statistic,
      ...interval('estimate'),
      pValue,
      pAdjusted,
    ],
    protection: {
      kind: 'groups',
      of: 'descriptives',
      columns: ['group', 'reference'],
      groupColumn: 'group_name',
      match: ['outcome'],
      spread: pairSpread,
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type OmnibusRow = RowOf<typeof tables.omnibus>
export type PairRow = RowOf<typeof tables.pairwise>
export type ContrastRow = RowOf<typeof tables.contrasts>
