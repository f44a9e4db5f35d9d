import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { rowsWith, type RowWith } from '../core/reading'
import type { Prose } from '../core/result'
import { fewInWords, intervalPhrase, percentOf, quantity, type Label, type Quantity, type Values } from '../core/words'
import { mostResampledRows } from '../numeric/reliability/reliability-resampling'
import { isOverlapping } from '../survey/overlap'
import { groupColumns } from '../survey/groups'
import type { ItemRow, ScaleRow, Tables } from './declarations'
import type { ReliabilityOptions } from './options'
import { say } from './words'

/** Dimensions that get a sentence of their own. */
const dimensionsInWords = 12
/** A gain in alpha that shows in two decimals. */
const smallestGain = 0.005

type EstimatedRow = RowWith<ScaleRow, 'alpha'>

const coefficient = (value: number | null): Quantity => quantity(value, 'correlation')

/** Nothing where there is no interval. */
export function intervalIfAny(low: number | null, high: number | null): Label {
  return low === null || high === null ? '' : intervalPhrase(low, high, 'correlation')
}

/** How reliability was estimated, and for each dimension alpha, omega, intervals, k, n and the average correlation together: none of them says enough alone. */
export function sayReliability(
  { scales, items }: Tables,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const estimated = rowsWith(scales.rows, 'alpha')
  const method = methodSentences(scales.rows, options)
  if (estimated.length === 0) return { method, finding: [say('say.nothing')] }
  const isByGroup = groupColumns(context.dataset, options.by).length > 0
  return {
    method,
    finding: isByGroup
      ? groupSentences(estimated, options)
      : [...estimated.slice(0, dimensionsInWords).map(scaleSentence), ...droppedSentences(estimated, items.rows)],
  }
}

function methodSentences(rows: readonly ScaleRow[], options: ReliabilityOptions): readonly Label[] {
  const confidence = percentOf(options.confidence)
  const hasAny = (column: 'omega' | 'omega_low' | 'alpha_ordinal'): boolean => rowsWith(rows, column).length > 0
  return [
    say('say.method.alpha', { confidence }),
    ...(hasAny('omega') ? [say('say.method.omega')] : []),
    ...(hasAny('omega_low')
      ? [say('say.method.omega-interval', { confidence, draws: options.draws, most: mostResampledRows })]
      : []),
    say('say.method.missing', { missing: options.missing }),
    ...(hasAny('alpha_ordinal') ? [say('say.method.ordinal')] : []),
    say('say.method.items'),
  ]
}

/** `Culture: α = 0.82 [0.77; 0.85], ω = 0.82 [0.78; 0.86]; 4 items, n = 206, average correlation 0.53.` */
function scaleSentence(row: EstimatedRow): Label {
  return say('say.scale', { ...valuesOf(row), dimension: { dimension: row.cells.dimension } })
}

function valuesOf({ cells }: EstimatedRow): Values {
  return {
    alpha: coefficient(cells.alpha),
    interval: intervalIfAny(cells.conf_low, cells.conf_high),
    omega:
      cells.omega === null
        ? say('say.no-omega')
        : cells.omega_low === null
          ? say('say.omega', { omega: coefficient(cells.omega) })
          : say('say.omega-interval', {
              omega: coefficient(cells.omega),
              interval: intervalIfAny(cells.omega_low, cells.omega_high),
            }),
    items: cells.items ?? 0,
    n: cells.n ?? 0,
    average: coefficient(cells.average_r),
  }
}

/** Lowest and highest alpha over the groups, each with its n. */
function groupSentences(rows: readonly EstimatedRow[], options: ReliabilityOptions): readonly Label[] {
  return options.dimensions.slice(0, dimensionsInWords).flatMap((dimension): readonly Label[] => {
    const own = rows
      .filter(({ cells }) => cells.dimension === dimension)
      .toSorted((a, b) => a.cells.alpha - b.cells.alpha)
    const [lowest] = own
    const highest = own.at(-1)
    if (lowest === undefined || highest === undefined) return []
    const inWords = (row: EstimatedRow): Label => say('say.group', { ...valuesOf(row), group: row.name })
    return [
      say('say.groups', {
        dimension: { dimension },
        groups: own.length,
        lowest: inWords(lowest),
        highest: inWords(highest),
        isOverlapping: isOverlapping(lowest.cells.conf_high, highest.cells.conf_low),
      }),
    ]
  })
}

/** Items without which alpha would be higher. */
function droppedSentences(scales: readonly EstimatedRow[], items: readonly ItemRow[]): readonly Label[] {
  const gains = rowsWith(items, 'alpha_if_dropped').flatMap(({ cells }): readonly Label[] => {
    const scale = scales.find((candidate) => candidate.cells.dimension === cells.dimension)
    if (scale === undefined || cells.alpha_if_dropped - scale.cells.alpha < smallestGain) return []
    return [
      say('say.dropped-item', {
        item: { item: cells.item },
        before: coefficient(scale.cells.alpha),
        after: coefficient(cells.alpha_if_dropped),
      }),
    ]
  })
  return gains.length === 0 ? [] : [say('say.dropped', { n: gains.length, items: fewInWords(gains) })]
}
