import type { ComputeContext, FramesOf } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import type { Phrase } from '../core/words'
import { finite } from '../core/result'
import { momentsOfCounts } from '../numeric/summary/summary'
import { meanContrast, tTest } from '../numeric/comparison/welch'
import { largest } from '../numeric/summary/extremes'
import { wilsonInterval } from '../numeric/summary/proportion'
import { readValueCounts, type Distribution } from '../survey/distribution'
import { invitedOf } from '../survey/filter'
import { finiteHalfWidth, gateFailures, gateLimits, gateReason, gateReservations } from '../survey/gate'
import { keyText } from '../survey/group-counts'
import { groupColumns, groupIndex, withoutGroupNotes } from '../survey/groups'
import { readInvited, type Invited, type InvitedFacts, type RateBasis } from '../survey/response-rates'
import { itemsSummed, scoringPlan, type DimensionScoring } from '../survey/scoring'
import type { ParticipationOptions } from './options'
import type { selectParticipation } from './statements'
import { info, warning } from './words'

export interface GroupParticipation {
  readonly key: readonly string[]
  /** People invited; null when unknown. */
  readonly headcount: number | null
  readonly responded: number
  readonly usable: number
  /** The share of the invited who responded: of the group, or of those in it whose headcount is known; null where that of others stands in for it, or none is known. */
  readonly responseRate: number | null
  readonly rateBasis: RateBasis
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
  frames: FramesOf<typeof selectParticipation>,
  options: ParticipationOptions,
  context: ComputeContext<SurveyDataset>,
): Participation {
  const { dataset } = context
  const columns = groupColumns(dataset, options.by, 'round')
  const invited = readInvited(frames.headcount, columns, dataset)
  const { groups: counted, without } = readCounts(frames, columns, dataset, invited)
  const valuesOf = readValueCounts(
    frames.values,
    columns,
    counted.map(({ key }) => key),
  )
  const plan = scoringPlan(dataset)
  const groups = counted.map((counts, index): GroupParticipation => {
    stopIfAborted(context.abort)
    const used = plan.length === 0 ? { ...counts, usable: counts.responded } : counts
    const widths = plan.flatMap((scoring) =>
      halfWidthOf(scoring, valuesOf.get(index, scoring.dimension.id), used, options),
    )
    return participationOf(used, widths.length === 0 ? null : largest(widths), options)
  })
  noteHeadcount(groups, columns, context)
  for (const note of withoutGroupNotes(without, columns)) context.note(note)
  return { columns, groups }
}

/** A group and how many people it has. */
interface CountedGroup {
  readonly key: readonly string[]
  readonly invited: InvitedFacts
  readonly responded: number
  readonly usable: number
  readonly judged: number
  readonly straight: number
}

/** Every group of which somebody answered or was invited, and how many respondents belong to none because a column is missing. */
function readCounts(
  { answering, usable }: FramesOf<typeof selectParticipation>,
  columns: readonly string[],
  { rounds }: SurveyDataset,
  invited: Invited,
): { readonly groups: readonly CountedGroup[]; readonly without: number } {
  const groups = new Map<string, CountedGroup>()
  const add = (key: readonly string[], counts: Partial<CountedGroup>): void => {
    const none = { key, invited: invited.of(key), responded: 0, usable: 0, judged: 0, straight: 0 }
    groups.set(keyText(key), { ...(groups.get(keyText(key)) ?? none), ...counts })
  }
  const inRow = (frame: Frame, id: string): ((row: number) => number) => {
    const column = numericColumn(frame, id)
    return (row) => column[row] ?? 0
  }
  const [responded, judged, straight] = [
    inRow(answering, 'responded'),
    inRow(answering, '#judged'),
    inRow(answering, '#straight'),
  ]
  let without = 0
  for (const [row, key] of keysOf(answering, columns).entries()) {
    if (key === null) without += responded(row)
    else add(key, { responded: responded(row), judged: judged(row), straight: straight(row) })
  }
  const scored = inRow(usable, 'usable')
  for (const [row, key] of keysOf(usable, columns).entries()) if (key !== null) add(key, { usable: scored(row) })
  for (const key of invited.keys) if (rounds.some(({ id }) => id === key[0])) add(key, {})
  return { groups: [...groups.values()], without }
}

/** Half the width of the interval of a dimension's mean, in points of the response scale; nothing for fewer than two answers. */
function halfWidthOf(
  scoring: DimensionScoring,
  distribution: Distribution | undefined,
  { invited }: CountedGroup,
  { confidence }: ParticipationOptions,
): readonly number[] {
  const moments = distribution === undefined ? null : momentsOfCounts(distribution)
  if (moments === null || moments.n < 2) return []
  const test = tTest(meanContrast(moments), { confidence })
  return [finiteHalfWidth(test.high - test.estimate, moments.n, invited.population) / itemsSummed(scoring)]
}

function participationOf(
  { key, invited, responded, usable, judged, straight }: CountedGroup,
  halfWidth: number | null,
  options: ParticipationOptions,
): GroupParticipation {
  const { headcount, response } = invited
  const responseRate = response.basis === 'whole' ? null : response.rate
  const interval =
    responseRate === null || headcount === null
      ? null
      : wilsonInterval(Math.round(responseRate * headcount), headcount, options.confidence)
  const failures = gateFailures({ n: usable, response, halfWidth }, gateLimits(options))
  return {
    key,
    headcount,
    responded,
    usable,
    responseRate,
    rateBasis: response.basis,
    low: finite(interval?.low),
    high: finite(interval?.high),
    marginOfError: finite(halfWidth),
    judged,
    straightLining: judged === 0 ? null : straight / judged,
    isComparable: failures.length === 0,
    reason: gateReason(failures, gateReservations({ response })),
  }
}

function noteHeadcount(
  groups: readonly GroupParticipation[],
  columns: readonly string[],
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  if (invitedOf(dataset).headcount === null) {
    context.note(info('headcount-none', {}, { table: 'participation', column: 'response_rate' }))
    return
  }
  const blind = columns.filter((id) => id !== 'round' && !dataset.headcountBy.includes(id))
  if (blind.length > 0) {
    context.note(
      warning(
        'headcount-not-by',
        { columns: { list: blind.map((attribute) => ({ attribute })) } },
        { table: 'participation', column: 'response_rate' },
      ),
    )
    return
  }
  const missing = groups.filter(({ headcount }) => headcount === null).length
  if (missing > 0)
    context.note(warning('headcount-missing', { n: missing }, { table: 'participation', column: 'headcount' }))
  const tooMany = groups.filter(({ headcount, responded }) => headcount !== null && responded > headcount).length
  if (tooMany > 0)
    context.note(warning('more-than-invited', { n: tooMany }, { table: 'participation', column: 'response_rate' }))
  const inPart = groups.filter(({ rateBasis }) => rateBasis === 'part').length
  if (inPart > 0)
    context.note(warning('counted-in-part', { n: inPart }, { table: 'participation', column: 'response_rate' }))
}

/** The keys of a frame's rows; null where a column is missing. */
function keysOf(frame: Frame, columns: readonly string[]): readonly (readonly string[] | null)[] {
  const { keys, ofRow } = groupIndex(frame, columns)
  const factors = columns.map((id) => factorColumn(frame, id))
  return Array.from(ofRow, (index, row) =>
    factors.some(({ codes }) => (codes[row] ?? -1) < 0) ? null : (keys[index] ?? []),
  )
}
