import { numericColumn, quoteName, type Frame, type SurveyDataset } from '../core/datasets'
import type { Note } from '../core/words'
import { conditionsClause, invitedOf } from './filter'
import { keyText } from './group-counts'
import { belongs, groupClause, groupIndex, keyList } from './groups'
import { respondedCondition } from './invited'
import { survey } from './words'

/**
 * Whose response rate it is: the group's own; that of those in the group whose headcount is known; that of the nearest wider group, since the group has no headcount of its
 * own; or nobody's, since there is none anywhere.
 */
export const rateBases = ['own', 'part', 'whole', 'unknown'] as const
export type RateBasis = (typeof rateBases)[number]

/** The share of the invited who responded, and whose it is. */
export interface ResponseRate {
  /** 0 … 1; null where it is unknown. */
  readonly rate: number | null
  readonly basis: RateBasis
  /** Names of the wider group whose rate it is; empty for everybody in the round, and where the rate is not a wider group's. */
  readonly place: string
}

export const unknownRate: ResponseRate = { rate: null, basis: 'unknown', place: '' }

/** What is known of the people invited in a group. */
export interface InvitedFacts {
  /** People invited as the headcount has them; null where it does not know the group. It may be less than the respondents, and is then wrong. */
  readonly headcount: number | null
  /** The same, where everybody who responded is among them: what a finite population may be corrected for. */
  readonly population: number | null
  readonly response: ResponseRate
}

/** Groups of the statement: as near to the groups asked for as the headcount goes; the rounds of the selection; the rounds without any selection. */
const nearest = 0
const ofRound = 1
const ofWhole = 2

/**
 * People invited and people who responded, at every group from which a response rate can come. Columns: `#level`, the keys that the headcount knows (null at wider levels),
 * `#people` who responded, `#kept` of them by the conditions that the headcount does not know, `#counted` of them for whom some row of the headcount stands, and `headcount`.
 * @param columns of the groups, `round` first where it is one of them; without it there are no wider groups
 * @returns null without a headcount, or where it is broken down by none of the columns
 */
export function invitedStatement(dataset: SurveyDataset, columns: readonly string[]): string | null {
  const { headcount, responses, blind, whole } = invitedOf(dataset)
  const near = knownTo(dataset, columns)
  if (headcount === null || whole.headcount === null || near.length === 0) return null
  const hasRounds = near.includes('round')
  const isKept = blind.length === 0 ? 'TRUE' : conditionsClause(blind)
  const levels = [
    levelRows(dataset, { level: nearest, keys: near, responses, headcount, isKept }),
    ...(hasRounds && near.length > 1
      ? [levelRows(dataset, { level: ofRound, keys: ['round'], responses, headcount, isKept })]
      : []),
    ...(!hasRounds || whole.responses === responses
      ? []
      : [
          levelRows(dataset, {
            level: ofWhole,
            keys: ['round'],
            responses: whole.responses,
            headcount: whole.headcount,
            isKept: 'TRUE',
          }),
        ]),
  ]
  const keys = near.map(quoteName).join(', ')
  return `SELECT "#level", ${keys}, sum("#people")::DOUBLE AS "#people", sum("#kept")::DOUBLE AS "#kept", sum("#counted")::DOUBLE AS "#counted", sum("headcount")::DOUBLE AS headcount FROM (${levels.join(' UNION ALL BY NAME ')}) GROUP BY "#level", ${keys} ORDER BY "#level", ${keys}`
}

/** The columns of groups that the headcount is broken down by. */
const knownTo = ({ headcountBy }: SurveyDataset, columns: readonly string[]): readonly string[] =>
  columns.filter((id) => id === 'round' || headcountBy.includes(id))

interface Level {
  readonly level: number
  readonly keys: readonly string[]
  readonly responses: string
  readonly headcount: string
  readonly isKept: string
}

/** Rows of people and rows of headcounts of one level, to be added up. */
function levelRows(dataset: SurveyDataset, { level, keys, responses, headcount, isKept }: Level): string {
  const by = dataset.headcountBy
  const texts = ['round', ...by].map((id) => `${quoteName(id)}::VARCHAR AS ${quoteName(id)}`).join(', ')
  const names = ['round', ...by].map(quoteName).join(', ')
  const people = `(SELECT ${texts}, count(*) AS n, count(*) FILTER (WHERE ${isKept}) AS kept FROM ${responses} WHERE (${respondedCondition(dataset)}) GROUP BY ALL)`
  const rows = `(SELECT DISTINCT ${texts} FROM ${headcount})`
  const equal = ['round', ...by].map((id) => `h.${quoteName(id)} = p.${quoteName(id)}`).join(' AND ')
  // A row of the headcount without a level stands for people of all levels, and somebody whose level is not known may be any of those counted.
  const open = [
    `h."round" = p."round"`,
    ...by.map(
      (id) => `(h.${quoteName(id)} IS NULL OR p.${quoteName(id)} IS NULL OR h.${quoteName(id)} = p.${quoteName(id)})`,
    ),
  ].join(' AND ')
  const isOpen = (side: string): string =>
    by.length === 0 ? 'FALSE' : by.map((id) => `${side}.${quoteName(id)} IS NULL`).join(' OR ')
  const counted =
    `EXISTS (SELECT 1 FROM ${rows} h WHERE ${equal}) OR EXISTS (SELECT 1 FROM (SELECT * FROM ${rows} h WHERE ${isOpen('h')}) h WHERE ${open}) ` +
    `OR ((${isOpen('p')}) AND EXISTS (SELECT 1 FROM ${rows} h WHERE ${open}))`
  const list = keyList(keys)
  return (
    `SELECT ${level} AS "#level", ${list}sum(n) AS "#people", sum(kept) AS "#kept", sum(n) FILTER (WHERE is_counted) AS "#counted", NULL::BIGINT AS headcount ` +
    `FROM (SELECT ${names}, n, kept, (${counted}) AS is_counted FROM ${people} p) WHERE ${belongs(keys)}${groupClause(keys)} ` +
    `UNION ALL BY NAME SELECT ${level} AS "#level", ${keys.map((id) => `${quoteName(id)}::VARCHAR AS ${quoteName(id)}, `).join('')}0 AS "#people", 0 AS "#kept", 0 AS "#counted", sum("headcount") AS headcount ` +
    `FROM ${headcount} WHERE ${belongs(keys)} GROUP BY ${keys.map((_, index) => index + 2).join(', ')}`
  )
}

interface Counts {
  readonly people: number
  readonly kept: number
  readonly counted: number
  /** Null where no row of the headcount is of the group. */
  readonly headcount: number | null
}

/** What is known of the people invited, group by group. */
export interface Invited {
  readonly of: (key: readonly string[]) => InvitedFacts
  /** Groups that the headcount knows, whether or not anybody responded; none where it is not broken down by their columns. */
  readonly keys: readonly (readonly string[])[]
}

/**
 * Reads the frame of `invitedStatement`. A group has its own rate where the headcount knows it, no condition leaves out any of its respondents, and no more responded than were
 * invited. Where only some of its respondents belong to places that were counted, the rate is theirs; where none does, names of the headcount differ from those of the answers, and its
 * people are taken for the same. Otherwise the nearest wider group that has a rate stands in.
 * @param frame undefined without a headcount
 * @param columns those of the statement
 */
export function readInvited(frame: Frame | undefined, columns: readonly string[], dataset: SurveyDataset): Invited {
  if (frame === undefined) return { of: () => ({ headcount: null, population: null, response: unknownRate }), keys: [] }
  const near = knownTo(dataset, columns)
  const places = near.map((id) => columns.indexOf(id))
  const hasOwn = near.length === columns.length
  const isFiltered = invitedOf(dataset).blind.length > 0
  const levels = countsByLevel(frame, near)
  const countsAt = (level: number, key: readonly string[]): Counts | undefined =>
    levels.counts.get(keyText([String(level), ...key]))
  return {
    keys: hasOwn ? levels.nearKeys : [],
    of(key) {
      const nearKey = places.map((place) => key[place] ?? '')
      const own = countsAt(nearest, nearKey)
      const isWhole = hasOwn && own !== undefined && own.kept === own.people && (!isFiltered || own.people > 0)
      const headcount = isWhole ? own.headcount : null
      const rate = isWhole ? rateOf(own) : null
      if (own !== undefined && rate !== null)
        return {
          headcount,
          population: rate.isInPart ? null : headcount,
          response: { rate: rate.share, basis: rate.isInPart ? 'part' : 'own', place: '' },
        }
      const round = [key[columns.indexOf('round')] ?? '', ...near.slice(1).map(() => '')]
      const wider = [
        ...(isWhole ? [] : [{ counts: own, place: nearKey.slice(1).join(' · ') }]),
        { counts: countsAt(ofRound, round), place: '' },
        { counts: countsAt(ofWhole, round), place: '' },
      ]
      for (const { counts, place } of wider) {
        const whole = counts === undefined ? null : rateOf(counts)
        if (whole !== null)
          return { headcount, population: null, response: { rate: whole.share, basis: 'whole', place } }
      }
      return { headcount, population: null, response: unknownRate }
    },
  }
}

/** Null where nobody was counted, or more responded than were invited: the headcount is wrong, and so would a rate be. */
function rateOf({ people, counted, headcount }: Counts): { readonly share: number; readonly isInPart: boolean } | null {
  const isInPart = counted > 0 && counted < people
  const responded = isInPart ? counted : people
  return headcount === null || headcount <= 0 || responded > headcount
    ? null
    : { share: responded / headcount, isInPart }
}

function countsByLevel(
  frame: Frame,
  near: readonly string[],
): { readonly counts: ReadonlyMap<string, Counts>; readonly nearKeys: readonly (readonly string[])[] } {
  const { keys, ofRow } = groupIndex(frame, near)
  const [level, people, kept, counted, headcount] = ['#level', '#people', '#kept', '#counted', 'headcount'].map((id) =>
    numericColumn(frame, id),
  )
  const counts = new Map<string, Counts>()
  const nearKeys: (readonly string[])[] = []
  ofRow.forEach((group, row) => {
    const key = keys[group] ?? []
    const invited = headcount?.[row] ?? Number.NaN
    counts.set(keyText([String(level?.[row] ?? 0), ...key]), {
      people: people?.[row] ?? 0,
      kept: kept?.[row] ?? 0,
      counted: numberOf(counted?.[row]),
      headcount: Number.isNaN(invited) ? null : invited,
    })
    if (level?.[row] === nearest && !Number.isNaN(invited)) nearKeys.push(key)
  })
  return { counts, nearKeys }
}

const numberOf = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value)

/** What must be said of the rates that the gate asked for: that some are those of a wider group, of a part, or unknown. */
export function rateNotes(rates: readonly ResponseRate[], concerns: Note['concerns']): readonly Note[] {
  return (['whole', 'part', 'unknown'] as const).flatMap((basis) => {
    const count = rates.filter((one) => one.basis === basis).length
    return count === 0 ? [] : [survey.warning(`rate-${basis}`, { count, of: rates.length }, concerns)]
  })
}
