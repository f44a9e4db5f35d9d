import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CellsOf, GroupedRows, RowsById, RowSum } from '../core/result'
import { differenceCells, fitCells, modificationCells } from '../survey/factor-fit'
import { keyOrder } from '../survey/groups'
import type { tables } from './declarations'
import type { RevalidationOptions } from './options'
import type { Revalidation, StepResult } from './result'

/** The conclusion first; items in the order of the instrument, the whole dimension before the dimension without each. */
export function tabulateRevalidation(
  result: Revalidation,
  _options: RevalidationOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const { dimension, n, reliability } = result
  const all = { item: null, alpha: reliability.alpha, omega: reliability.omega, fit: result.fit }
  return {
    conclusion: result.conclusion.map(({ aspect, verdict, reason, value, guide }) => ({
      dimension,
      aspect,
      verdict,
      reason,
      aspect_value: value,
      guide,
      n,
    })),
    reliability: [
      {
        dimension,
        n,
        items: reliability.items,
        alpha: reliability.alpha,
        conf_low: reliability.low,
        conf_high: reliability.high,
        omega: reliability.omega,
        omega_low: reliability.omegaLow,
        omega_high: reliability.omegaHigh,
        average_r: reliability.averageCorrelation,
      },
    ],
    items: {
      by: [],
      sums: itemSums(result),
      rows: result.items.map(({ item, mean, sd, itemRest, loading, closest, concerns }) => ({
        key: [],
        item,
        n,
        mean,
        sd,
        item_rest_r: itemRest,
        loading,
        closest_dimension: closest?.dimension ?? null,
        closest_r: closest?.r ?? null,
        n_whole: result.nElsewhere,
        concerns: concerns.length === 0 ? 'none' : concerns.join(' '),
      })),
    },
    fit: [{ dimension, n, items: reliability.items, ...fitCells(result.fit) }],
    elsewhere: result.elsewhere.map(({ item, dimension: other, r, modification }) => ({
      item,
      dimension: other,
      r,
      ...modificationCells(modification),
      n: result.nElsewhere,
    })),
    without_item: [all, ...result.without].map(({ fit, ...row }) => ({ ...row, ...fitCells(fit), n })),
    groups: groupRows(result, context),
    invariance: result.steps.map((row) => stepCells(dimension, row)),
  }
}

/** Items are described over those who answered all items of the dimension. */
const itemSums = ({ items }: Revalidation): readonly RowSum[] => [
  { n: 'n', columns: ['mean', 'sd'], basis: { isAsked: true, complete: items.map(({ item }) => item) } },
]

/** The groups compared; everybody where none are. */
function groupRows(
  { columns, groups, n }: Revalidation,
  context: ReportContext<SurveyDataset>,
): GroupedRows<typeof tables.groups> {
  if (groups.length === 0) return { by: columns, rows: [{ key: [], n, state: 'included' }] }
  const order = keyOrder(context, columns)
  return { by: columns, rows: groups.toSorted((a, b) => order(a.key, b.key)) }
}

function stepCells(
  dimension: string,
  { step, n, groups, fit, difference, verdict }: StepResult,
): CellsOf<typeof tables.invariance> {
  const { chi_square, df, cfi, rmsea } = fitCells(fit)
  return { dimension, step, n, groups, chi_square, df, cfi, rmsea, ...differenceCells(difference), verdict }
}
