import {
  interval,
  mean,
  n,
  nLinked,
  outcome,
  pAdjusted,
  pValue,
  rank,
  reason,
  sd,
  secondary,
  target,
  verdict,
  when,
  writtenAs,
} from '../core/columns'
import type { ReadingsOf, RowOf } from '../core/reading'
import type { TableDeclaration } from '../core/result'
import { verdicts } from '../survey/change-verdict'

/** Where the interval of the mean lies: wholly below the target, on both sides of it, or above it. */
const evidences = ['below', 'unsure', 'reached', 'no-interval'] as const
export type Evidence = (typeof evidences)[number]

const estimated = { importance: ['lmg', 'correlation'] } as const

/** What a row tells of how it changed. */
export const changeColumns = [
  'change',
  'change_low',
  'change_high',
  'p_value',
  'p_adjusted',
  'verdict',
  'reason',
] as const
/** What a row tells of the round before. */
export const movementColumns = ['n_before', 'mean_before', ...changeColumns] as const

export const tables = {
  priorities: {
    columns: [
      outcome,
      n,
      mean,
      ...secondary(...interval('mean')),
      ...writtenAs('mean', target),
      { id: 'gap', kind: 'number', as: 'estimate' },
      { id: 'gap_low', kind: 'number', as: 'estimate' },
      { id: 'gap_high', kind: 'number', as: 'estimate' },
      { id: 'importance', kind: 'number', as: 'percent' },
      ...when(
        estimated,
        { id: 'importance_low', kind: 'number', as: 'percent' },
        { id: 'importance_high', kind: 'number', as: 'percent' },
      ),
      { id: 'priority', kind: 'number', as: 'estimate' },
      { id: 'priority_low', kind: 'number', as: 'estimate' },
      { id: 'priority_high', kind: 'number', as: 'estimate' },
      rank,
      { id: 'measure', kind: 'text', refersTo: 'phrase' },
      { id: 'evidence', kind: 'text', refersTo: 'codes:evidence', codes: evidences },
      { id: 'measure_ids', kind: 'text', secondary: true },
      { id: 'measure_note', kind: 'text', refersTo: 'phrase', secondary: true },
      ...when(estimated, { id: 'importance_raw', kind: 'number', as: 'correlation', secondary: true }),
      ...secondary(sd, { id: 'n_before', kind: 'count' }),
      { id: 'mean_before', kind: 'number', as: 'mean' },
      { id: 'change', kind: 'number', as: 'estimate' },
      { id: 'change_low', kind: 'number', as: 'estimate' },
      { id: 'change_high', kind: 'number', as: 'estimate' },
      ...secondary(nLinked, pValue, pAdjusted),
      verdict(verdicts),
      ...secondary(reason),
    ],
    protection: {
      kind: 'counts',
      counts: ['n', 'n_before'],
      keeps: ['target', 'importance', 'importance_low', 'importance_high', 'importance_raw'],
      family: ['outcome'],
      spreads: ['sd'],
      extremes: Object.fromEntries(changeColumns.map((column) => [column, ['n_linked']])),
      describes: [{ n: 'n', mean: 'mean', sd: 'sd' }],
      detail: {
        spread: [
          'sd',
          'conf_low',
          'conf_high',
          'gap_low',
          'gap_high',
          'priority_low',
          'priority_high',
          'change_low',
          'change_high',
          'p_value',
          'p_adjusted',
        ],
      },
    },
  },
} as const satisfies Readonly<Record<string, TableDeclaration>>

export type Tables = ReadingsOf<typeof tables>
export type PriorityRow = RowOf<typeof tables.priorities>
