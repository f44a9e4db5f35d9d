import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import type { Prose, ResultTable } from '../core/result'
import { groupColumns } from '../survey/groups'
import { shownRows, type ShownRow } from '../survey/table-reading'
import { mostResampledRows } from '../numeric/reliability/reliability-resampling'
import type { ReliabilityOptions } from './options'

/** Dimensions that get a sentence of their own. */
const dimensionsInWords = 12
/** A gain in alpha that shows in two decimals. */
const smallestGain = 0.005

const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `reliability:${key}`, values })
const coefficient = (value: number | null): Quantity => ({ value, as: 'correlation' })

/** Percent with at most one decimal. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

export function intervalPhrase(low: number | null, high: number | null): Label {
  return low === null || high === null ? '' : say('interval', { low: coefficient(low), high: coefficient(high) })
}

/** How reliability was estimated, and for each dimension alpha, omega, intervals, k, n and the average correlation together: none of them says enough alone. */
export function sayReliability(
  tables: TablesById,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { scales, items } = tables
  if (scales === undefined || items === undefined) return { method: [], finding: [] }
  const columns = groupColumns(context.dataset, options.by)
  const rows = shownRows(scales, columns, 'alpha')
  const confidence = percentOf(options.confidence)
  const hasOmega = rows.some((row) => row.number('omega') !== null)
  const hasInterval = rows.some((row) => row.number('omega_low') !== null)
  const method: Label[] = [
    say('say.method.alpha', { confidence }),
    ...(hasOmega ? [say('say.method.omega')] : []),
    ...(hasInterval
      ? [say('say.method.omega-interval', { confidence, draws: options.draws, most: mostResampledRows })]
      : []),
    say('say.method.missing', { missing: options.missing }),
    ...(rows.some((row) => row.number('alpha_ordinal') !== null) ? [say('say.method.ordinal')] : []),
    say('say.method.items'),
  ]
  const shown = rows.filter((row) => row.number('alpha') !== null)
  if (shown.length === 0) return { method, finding: [say('say.nothing')] }
  if (columns.length > 0) return { method, finding: groupSentences(shown, options) }
  return {
    method,
    finding: [...shown.slice(0, dimensionsInWords).map(scaleSentence), ...droppedSentences(shown, items)],
  }
}

/** `Culture: α = 0.82 [0.77; 0.85], ω = 0.82 [0.78; 0.86]; 4 items, n = 206, average correlation 0.53.` */
function scaleSentence(row: ShownRow): Label {
  return say('say.scale', { ...valuesOf(row), dimension: { dimension: row.text('dimension') } })
}

function valuesOf(row: ShownRow): Phrase['values'] {
  const omega = row.number('omega')
  const omegaLow = row.number('omega_low')
  return {
    alpha: coefficient(row.number('alpha')),
    interval: intervalPhrase(row.number('conf_low'), row.number('conf_high')),
    omega:
      omega === null
        ? say('say.no-omega')
        : omegaLow === null
          ? say('say.omega', { omega: coefficient(omega) })
          : say('say.omega-interval', {
              omega: coefficient(omega),
              interval: intervalPhrase(omegaLow, row.number('omega_high')),
            }),
    items: row.number('items') ?? 0,
    n: row.number('n') ?? 0,
    average: coefficient(row.number('average_r')),
  }
}

/** Lowest and highest alpha over the groups, each with its n. */
function groupSentences(rows: readonly ShownRow[], options: ReliabilityOptions): readonly Label[] {
  return options.dimensions.slice(0, dimensionsInWords).flatMap((dimension): readonly Label[] => {
    const own = rows
      .filter((row) => row.text('dimension') === dimension)
      .toSorted((a, b) => (a.number('alpha') ?? 0) - (b.number('alpha') ?? 0))
    const [lowest] = own
    const highest = own.at(-1)
    if (lowest === undefined || highest === undefined) return []
    const inWords = (row: ShownRow): Label => say('say.group', { ...valuesOf(row), group: row.name })
    return [
      say('say.groups', {
        dimension: { dimension },
        groups: own.length,
        lowest: inWords(lowest),
        highest: inWords(highest),
      }),
    ]
  })
}

/** Items without which alpha would be higher. */
function droppedSentences(scales: readonly ShownRow[], items: ResultTable): readonly Label[] {
  const gains = shownRows(items, [], 'item_rest_r').flatMap((row): readonly Label[] => {
    const alpha = scales.find((scale) => scale.text('dimension') === row.text('dimension'))?.number('alpha') ?? null
    const without = row.number('alpha_if_dropped')
    if (alpha === null || without === null || without - alpha < smallestGain) return []
    return [
      say('say.dropped-item', {
        item: { item: row.text('item') },
        before: coefficient(alpha),
        after: coefficient(without),
      }),
    ]
  })
  return gains.length === 0 ? [] : [say('say.dropped', { n: gains.length, items: { list: gains } })]
}
