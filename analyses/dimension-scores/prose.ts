import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/dataset'
import type { Label, Phrase } from '../core/messages'
import type { Prose } from '../core/result'
import { groupColumns, groupLabel } from '../survey/groups'
import { namesOf, shownRows, type ShownRow } from '../survey/table-reading'
import type { DimensionScoresOptions } from './compute'

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `dimension-scores:${key}`, values })
/** Groups of which each gets a sentence; of more, each dimension does. */
const mostSentences = 3

/** The columns that sentences tell: of the weighted means where weights are asked for. */
interface Measure {
  readonly mean: 'mean' | 'weighted_mean'
  readonly low: 'conf_low' | 'weighted_conf_low'
  readonly high: 'conf_high' | 'weighted_conf_high'
}

const unweighted: Measure = { mean: 'mean', low: 'conf_low', high: 'conf_high' }
const caseWeighted: Measure = { mean: 'weighted_mean', low: 'weighted_conf_low', high: 'weighted_conf_high' }

/** How scores were made, and which are highest and lowest: of the dimensions in few groups, of the groups in each dimension. */
export function sayDimensionScores(tables: TablesById, options: DimensionScoresOptions, context: ReportContext<SurveyDataset>): Prose {
  const { instrument, weighted } = context.dataset
  const chosen = instrument.dimensions.filter(({ id }) => options.dimensions.includes(id))
  const isUsual = chosen.every(({ score, minAnswered }) => score === 'mean' && minAnswered === 'half')
  const method: Label[] = [
    phrase(isUsual ? 'say.method.half' : 'say.method.declared', { instrument: instrument.id, version: instrument.version }),
    phrase('say.method.interval', { confidence: { value: options.confidence, as: 'percent' } }),
    ...(options.weights && weighted ? [phrase('say.method.weighted')] : []),
  ]
  const table = tables['scores']
  if (table === undefined) return { method, finding: [] }
  const columns = groupColumns(context.dataset, options.by)
  const measure = options.weights && weighted ? caseWeighted : unweighted
  const shown = shownRows(table, columns, measure.mean).filter((row) => row.number(measure.mean) !== null)
  const groups = namesOf(shown)
  if (shown.length === 0) return { method, finding: [phrase('say.finding.nothing')] }
  const finding = groups.length <= mostSentences ? groups.map((group) => profileSentence(shown.filter(({ name }) => name === group), options, measure)) : groupSentences(shown, measure)
  return { method, finding }
}

function profileSentence(rows: readonly ShownRow[], options: DimensionScoresOptions, measure: Measure): Label {
  const [highest, lowest] = ends(rows, measure)
  const mean = (row: ShownRow): Label => {
    const n = row.number('n') ?? 0
    const value = { value: row.number(measure.mean), as: 'mean' } as const
    const [low, high] = [row.number(measure.low), row.number(measure.high)]
    if (low === null || high === null) return phrase('say.mean-alone', { mean: value, n })
    return phrase('say.mean', { mean: value, n, confidence: { value: options.confidence, as: 'percent' }, low: { value: low, as: 'mean' }, high: { value: high, as: 'mean' } })
  }
  const group = groupLabel(highest.key)
  const [first, last] = [highest.text('dimension'), lowest.text('dimension')]
  if (first === last) return phrase('say.finding.one', { group, dimension: { dimension: first }, mean: mean(highest) })
  return phrase('say.finding.profile', { group, highest: { dimension: first }, highestMean: mean(highest), lowest: { dimension: last }, lowestMean: mean(lowest) })
}

function groupSentences(rows: readonly ShownRow[], measure: Measure): readonly Label[] {
  const dimensions = [...new Set(rows.map((row) => row.text('dimension')))]
  return dimensions.flatMap((dimension) => {
    const own = rows.filter((row) => row.text('dimension') === dimension)
    if (own.length < 2) return []
    const [highest, lowest] = ends(own, measure)
    return [
      phrase('say.finding.groups', {
        dimension: { dimension },
        groups: own.length,
        highest: groupLabel(highest.key),
        highestMean: { value: highest.number(measure.mean), as: 'mean' },
        lowest: groupLabel(lowest.key),
        lowestMean: { value: lowest.number(measure.mean), as: 'mean' },
      }),
    ]
  })
}

function ends(rows: readonly ShownRow[], { mean }: Measure): readonly [ShownRow, ShownRow] {
  const sorted = rows.toSorted((a, b) => (b.number(mean) ?? 0) - (a.number(mean) ?? 0))
  const [first] = sorted
  const last = sorted.at(-1)
  if (first === undefined || last === undefined) throw new Error('no rows to compare')
  return [first, last]
}
