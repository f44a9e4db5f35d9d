import type { LeftOut, LeftOutLine } from '../core/datasets'
import type { Note, Phrase } from '../core/words'
import { indicators } from './indicators'
import { info, limitPhrase, say, titleOf } from './words'

/**
 * Whom the exclusions leave out, for whoever reads a result. Rules and rows are counted over everybody. A condition picks a group of people, so that where it takes fewer than may be
 * shown, no count is given from which theirs would follow.
 * @param minGroup smallest group that may be shown
 */
export function leftOutNote({ of, people, lines }: LeftOut, minGroup: number): Note {
  if (people === 0) return info('left-out-nobody', { of })
  const isTelling = lines.some(
    (line) => line.by === 'where' && [line.people, line.concerned].some((n) => n > 0 && n < minGroup),
  )
  if (isTelling) return info('left-out-unsaid', { count: lines.length, min: minGroup })
  return info('left-out', { of, people, lines: { list: lines.filter((line) => line.people > 0).map(linePhrase) } })
}

function linePhrase({ by, limit, people }: LeftOutLine): Phrase {
  const rule = indicators.find(({ id }) => id === by)
  if (rule !== undefined) return say('line-rule', { people, rule: titleOf(rule), limit: limitPhrase(rule, limit) })
  return say(by === 'rows' ? 'line-rows' : 'line-where', { people })
}
