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
import { meanColumns } from '../survey/descriptive-columns'
import { contrastNames, options, pairMethods } from './options'

export const tables = {
  descriptives: {
    columns: [outcome, ...meanColumns, groupName],
    protection: { kind: 'counts', counts: ['n'], family: ['outcome'], keeps: ['group_name'], spreads: ['sd'] },
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
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type OmnibusRow = RowOf<typeof tables.omnibus>
export type PairRow = RowOf<typeof tables.pairwise>
export type ContrastRow = RowOf<typeof tables.contrasts>
