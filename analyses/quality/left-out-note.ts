import type { LeftOut, LeftOutLine } from '../core/datasets'
import type { Label, Note } from '../core/words'
import type { Instrument } from '../instrument/model'
import { linePhrase } from './line-words'
import { info, say } from './words'

/**
 * Whom the exclusions leave out and why, for whoever reads a result. Rules and rows are counted over everybody. A condition picks a group of people, so that where it takes fewer than may be
 * shown, no count is given from which theirs would follow.
 * @param minGroup smallest group that may be shown
 */
export function leftOutNote(leftOut: LeftOut, instrument: Instrument, minGroup: number): Note {
  const { of, people, lines } = leftOut
  if (people === 0)
    return lines.every(({ keep }) => keep === 'all') ? info('left-out-settled') : info('left-out-nobody', { of })
  if (isTelling(leftOut, minGroup)) return info('left-out-unsaid', { count: lines.length, min: minGroup })
  const taking = lines.filter((line) => line.people > 0)
  return info('left-out', { of, people, lines: { list: taking.map((line) => countedLine(line, instrument)) } })
}

/** Whether a count of those left out would tell about a group of fewer people than may be shown. */
function isTelling({ lines }: LeftOut, minGroup: number): boolean {
  return lines.some((line) => line.by === 'where' && [line.people, line.concerned].some((n) => n > 0 && n < minGroup))
}

/** How many a line takes away, by what, and the reason that a person gave. */
function countedLine(line: LeftOutLine, instrument: Instrument): Label {
  const { people, reason } = line
  const by = linePhrase(line, instrument)
  return reason === '' ? say('line-counted', { people, by }) : say('line-reasoned', { people, by, reason })
}
