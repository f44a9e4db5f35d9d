import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase } from '../core/words'
import type { Prose } from '../core/result'
import { groupColumns, groupLabel } from '../survey/groups'
import { namesOf, shownRows, type ShownRow } from '../survey/table-reading'
import type { DimensionScoresOptions } from './compute'

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `dimension-scores:${key}`, values })
/** Groups of which each gets a sentence; of more, each dimension does. */
const mostSentences = 3

/** How scores were made, and which are highest and lowest: of the dimensions in few groups, of the groups in each dimension. */
export function sayDimensionScores(
  tables: TablesById,
  options: DimensionScoresOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { instrument, weighted } = context.dataset
  const chosen = instrument.dimensions.filter(({ id }) => options.dimensions.includes(id))
  const isUsual = chosen.every(({ score, minAnswered }) => score === 'mean' && minAnswered === 'half')
  const method: Label[] = [
    phrase(isUsual ? 'say.method.half' : 'say.method.declared', {
      instrument: instrument.id,
      version: instrument.version,
    }),
    phrase('say.method.interval', { confidence: { value: options.confidence, as: 'percent' } }),
    ...(options.weights && weighted ? [phrase('say.method.weighted')] : []),
  ]
  const table = tables['scores']
  if (table === undefined) return { method, finding: [] }
  const columns = groupColumns(context.dataset, options.by)
  const shown = shownRows(table, columns, 'mean').filter((row) => row.number('mean') !== null)
  const groups = namesOf(shown)
  if (shown.length === 0) return { method, finding: [phrase('say.finding.nothing')] }
  const finding =
    groups.length <= mostSentences
      ? groups.map((group) =>
          profileSentence(
            shown.filter(({ name }) => name === group),
            options,
          ),
        )
      : groupSentences(shown)
  return { method, finding }
}

function profileSentence(rows: readonly ShownRow[], options: DimensionScoresOptions): Label {
  const [highest, lowest] = ends(rows)
  const mean = (row: ShownRow): Label => {
    const n = row.number('n') ?? 0
    const value = { value: row.number('mean'), as: 'mean' } as const
    const [low, high] = [row.number('conf_low'), row.number('conf_high')]
    if (low === null || high === null) return phrase('say.mean-alone', { mean: value, n })
    return phrase('say.mean', {
      mean: value,
      n,
      confidence: { value: options.confidence, as: 'percent' },
      low: { value: low, as: 'mean' },
      high: { value: high, as: 'mean' },
    })
  }
  const group = groupLabel(highest.key)
  const [first, last] = [highest.text('dimension'), lowest.text('dimension')]
  if (first === last) return phrase('say.finding.one', { group, dimension: { dimension: first }, mean: mean(highest) })
  return phrase('say.finding.profile', {
    group,
    highest: { dimension: first },
    highestMean: mean(highest),
    lowest: { dimension: last },
    lowestMean: mean(lowest),
  })
}

function groupSentences(rows: readonly ShownRow[]): readonly Label[] {
  const dimensions = [...new Set(rows.map((row) => row.text('dimension')))]
  return dimensions.flatMap((dimension) => {
    const own = rows.filter((row) => row.text('dimension') === dimension)
    if (own.length < 2) return []
    const [highest, lowest] = ends(own)
    return [
      phrase('say.finding.groups', {
        dimension: { dimension },
        groups: own.length,
        highest: groupLabel(highest.key),
        highestMean: { value: highest.number('mean'), as: 'mean' },
        lowest: groupLabel(lowest.key),
        lowestMean: { value: lowest.number('mean'), as: 'mean' },
      }),
    ]
  })
}

function ends(rows: readonly ShownRow[]): readonly [ShownRow, ShownRow] {
  const sorted = rows.toSorted((a, b) => (b.number('mean') ?? 0) - (a.number('mean') ?? 0))
  const [first] = sorted
  const last = sorted.at(-1)
  if (first === undefined || last === undefined) throw new Error('no rows to compare')
  return [first, last]
}
