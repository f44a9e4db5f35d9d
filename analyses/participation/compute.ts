import type { ComputeContext } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import type { Phrase } from '../core/words'
import { finite } from '../core/result'
import { momentsOfCounts } from '../numeric/summary/summary'
import { meanContrast, tTest } from '../numeric/comparison/welch'
import { wilsonInterval } from '../numeric/summary/proportion'
import { readValueCounts } from '../survey/distribution'
import { finiteHalfWidth, gateFailures, gateReason } from '../survey/gate'
import { groupColumns, groupIndex, withoutGroupNote } from '../survey/groups'
import { scoringPlan } from '../survey/scoring'
import { largest } from '../numeric/summary/extremes'

export interface ParticipationOptions {
  readonly by: readonly string[]
  readonly min_n: number
  readonly min_response_rate: number
  readonly max_half_width: number
  readonly confidence: number
}

export interface GroupParticipation {
  readonly key: readonly string[]
  /** People invited; null when unknown. */
  readonly headcount: number | null
  readonly responded: number
  readonly usable: number
  readonly responseRate: number | null
  /** Wilson's interval of the response rate. */
  readonly low: number | null
  readonly high: number | null
  /** The widest half-width among the dimensions' means, in points of the response scale. */
  readonly marginOfError: number | null
  /** Respondents whose answers could be judged for straight-lining, and the share of them who gave one answer throughout. */
  readonly judged: number
  readonly straightLining: number | null
  readonly isComparable: boolean
  readonly reason: Phrase
}

export interface Participation {
  readonly columns: readonly string[]
  readonly groups: readonly GroupParticipation[]
}

/** Who answered, by round and group, and whether that is enough for comparison. */
export function computeParticipation(
  frames: Readonly<Record<string, Frame>>,
  options: ParticipationOptions,
  context: ComputeContext<SurveyDataset>,
): Participation {
  const { dataset } = context
  const columns = groupColumns(dataset, options.by, 'round')
  const invited = frames['headcount']
  const rounds = new Set(dataset.rounds.map(({ id }) => id))

  const counts = new Map<
    string,
    { responded: number; judged: number; straight: number; usable: number; headcount: number | null }
  >()
  const keys: (readonly string[])[] = []
  const entry = (
    key: readonly string[],
  ): { responded: number; judged: number; straight: number; usable: number; headcount: number | null } => {
    const text = JSON.stringify(key)
    let found = counts.get(text)
    if (found === undefined) {
      found = { responded: 0, judged: 0, straight: 0, usable: 0, headcount: null }
      counts.set(text, found)
      keys.push(key)
    }
    return found
  }
  const answering = frameOf(frames, 'answering')
  const readings = ['responded', 'judged', 'straight'].map((id) => numericColumn(answering, id))
  let without = 0
  keysOf(answering, columns).forEach((key, row) => {
    if (key === null) {
      without += readings[0]?.[row] ?? 0
      return
    }
    const group = entry(key)
    group.responded = readings[0]?.[row] ?? 0
    group.judged = readings[1]?.[row] ?? 0
    group.straight = readings[2]?.[row] ?? 0
  })
  const usable = frameOf(frames, 'usable')
  keysOf(usable, columns).forEach((key, row) => {
    if (key !== null) entry(key).usable = numericColumn(usable, 'usable')[row] ?? 0
  })
  if (invited !== undefined) {
    keysOf(invited, columns).forEach((key, row) => {
      if (key !== null && rounds.has(key[0] ?? ''))
        entry(key).headcount = finite(numericColumn(invited, 'headcount')[row] ?? Number.NaN)
    })
  }

  const values = readValueCounts(frameOf(frames, 'values'), columns, keys)
  const plan = scoringPlan(dataset)
  const limits = {
    minN: options.min_n,
    minResponseRate: options.min_response_rate,
    maxHalfWidth: options.max_half_width,
  }
  const groups = keys.map((key, index): GroupParticipation => {
    stopIfAborted(context.abort)
    const count = entry(key)
    const { headcount, responded } = count
    const used = plan.length === 0 ? responded : count.usable
    const hasRate = headcount !== null && headcount > 0 && responded <= headcount
    const interval = hasRate ? wilsonInterval(responded, headcount, options.confidence) : null
    const reaches = plan.flatMap(({ dimension, items }) => {
      const distribution = values.get(index, dimension.id)
      const moments = distribution === undefined ? null : momentsOfCounts(distribution)
      if (moments === null || moments.n < 2) return []
      const test = tTest(meanContrast(moments), { confidence: options.confidence })
      const perItem = dimension.score === 'sum' ? Math.max(1, items.length) : 1
      return [finiteHalfWidth(test.high - test.estimate, moments.n, headcount) / perItem]
    })
    const facts = {
      n: used,
      responseRate: hasRate ? responded / headcount : null,
      halfWidth: reaches.length === 0 ? null : largest(reaches),
    }
    const failures = gateFailures(facts, limits)
    return {
      key,
      headcount,
      responded,
      usable: used,
      responseRate: facts.responseRate,
      low: finite(interval?.low ?? Number.NaN),
      high: finite(interval?.high ?? Number.NaN),
      marginOfError: facts.halfWidth === null ? null : finite(facts.halfWidth),
      judged: count.judged,
      straightLining: count.judged === 0 ? null : count.straight / count.judged,
      isComparable: failures.length === 0,
      reason: gateReason(failures),
    }
  })
  noteHeadcount(groups, columns, invited !== undefined, context)
  const leftOut = withoutGroupNote(without, columns)
  if (leftOut !== null) context.note(leftOut)
  return { columns, groups }
}

function noteHeadcount(
  groups: readonly GroupParticipation[],
  columns: readonly string[],
  isKnown: boolean,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  if (dataset.tables.headcount === null) {
    context.note({
      code: 'participation:headcount-none',
      level: 'info',
      about: {},
      concerns: { table: 'participation', column: 'response_rate' },
    })
    return
  }
  if (!isKnown) {
    const blind = columns.filter((id) => id !== 'round' && !dataset.headcountBy.includes(id))
    context.note({
      code: 'participation:headcount-not-by',
      level: 'warning',
      about: { columns: { list: blind.map((attribute) => ({ attribute })) } },
      concerns: { table: 'participation', column: 'response_rate' },
    })
    return
  }
  const missing = groups.filter(({ headcount }) => headcount === null).length
  if (missing > 0)
    context.note({
      code: 'participation:headcount-missing',
      level: 'warning',
      about: { n: missing },
      concerns: { table: 'participation', column: 'headcount' },
    })
  const tooMany = groups.filter(({ headcount, responded }) => headcount !== null && responded > headcount).length
  if (tooMany > 0)
    context.note({
      code: 'participation:more-than-invited',
      level: 'warning',
      about: { n: tooMany },
      concerns: { table: 'participation', column: 'response_rate' },
    })
}

/** The keys of a frame's rows; null where a column is missing. */
function keysOf(frame: Frame, columns: readonly string[]): readonly (readonly string[] | null)[] {
  const { keys, ofRow } = groupIndex(frame, columns)
  const factors = columns.map((id) => factorColumn(frame, id))
  return Array.from(ofRow, (index, row) =>
    factors.some(({ codes }) => (codes[row] ?? -1) < 0) ? null : (keys[index] ?? []),
  )
}

function frameOf(frames: Readonly<Record<string, Frame>>, id: string): Frame {
  const frame = frames[id]
  if (frame === undefined) throw new Error(`no frame ${id}`)
  return frame
}
