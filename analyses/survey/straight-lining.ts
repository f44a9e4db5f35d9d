import { quoteName, type SurveyDataset } from '../core/datasets'
import { scaleOf, type Item, type ResponseScale } from '../instrument/model'
import { askedCountExpression, type NamedAttributes } from './scoring'

type Surveyed = Pick<SurveyDataset, 'instrument'> & NamedAttributes

/**
 * Who gave one answer throughout, as SQL over `responses`, in three selections one within the other. `places` are columns of the innermost, `sums` of the one
 * around it, and `judged` and `straight` hold in the outermost. All three need `columns` handed on.
 *
 * Judged: at least two, and at least half, of the items put to the respondent on the instrument's commonest ordinal scale were answered, and where that scale has
 * reversed and unreversed items, some of each. Straight: judged, and all these answers are the same as answered (not turned), so that agreeing with a statement and
 * its opposite counts (DeSimone, Harms & DeSimone 2015).
 */
export interface StraightLining {
  readonly places: readonly string[]
  readonly sums: readonly string[]
  readonly judged: string
  readonly straight: string
}

export function straightLining(dataset: Surveyed): StraightLining {
  const { scale, items } = commonestScale(dataset)
  // Places on the scale from 1; 0 for no answer. All alike means m·Σz² = (Σz)², in whole numbers.
  const lowest = scale?.min ?? 0
  const places = items.map(
    (item, index) =>
      `CASE WHEN ${quoteName(item.id)} BETWEEN ${lowest} AND ${scale?.max ?? 0} THEN ${quoteName(item.id)}::INTEGER - ${lowest - 1} ELSE 0 END AS "#z${index}"`,
  )
  const sum = (of: (index: number) => string, chosen = items): string => {
    const terms = items.flatMap((item, index) => (chosen.includes(item) ? [of(index)] : []))
    return terms.length === 0 ? '0' : terms.join(' + ')
  }
  const isAnswered = (index: number): string => `("#z${index}" > 0)::INTEGER`
  const reversed = items.filter((item) => item.reversed)
  const isBothWays = reversed.length > 0 && reversed.length < items.length
  const judged = `"#answered" >= 2 AND 2 * "#answered" >= "#asked"${isBothWays ? ' AND "#reversed" > 0 AND "#reversed" < "#answered"' : ''}`
  return {
    places: [`${askedCountExpression(items, dataset)} AS "#asked"`, ...places],
    sums: [
      '"#asked"',
      `${sum(isAnswered)} AS "#answered"`,
      `${sum(isAnswered, reversed)} AS "#reversed"`,
      `${sum((index) => `"#z${index}"`)} AS "#total"`,
      `${sum((index) => `"#z${index}" * "#z${index}"`)} AS "#squares"`,
    ],
    judged,
    straight: `${judged} AND "#answered"::BIGINT * "#squares" = "#total"::BIGINT * "#total"`,
  }
}

/** The ordinal scale that most items of dimensions are on, and these items. */
export function commonestScale({ instrument }: Pick<SurveyDataset, 'instrument'>): {
  readonly scale: ResponseScale | null
  readonly items: readonly Item[]
} {
  const byScale = new Map<ResponseScale, Item[]>()
  for (const item of instrument.items) {
    const scale = scaleOf(instrument, item)
    if (item.dimension === null || scale.kind !== 'ordinal') continue
    const items = byScale.get(scale)
    if (items === undefined) byScale.set(scale, [item])
    else items.push(item)
  }
  const [commonest] = [...byScale].toSorted(([, a], [, b]) => b.length - a.length)
  return commonest === undefined ? { scale: null, items: [] } : { scale: commonest[0], items: commonest[1] }
}
