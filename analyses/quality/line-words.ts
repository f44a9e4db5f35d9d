import type { AskedColumn, LeftOutLine } from '../core/datasets'
import { itemInWords, quantity, type Label, type Phrase } from '../core/words'
import { scaleOf, type Instrument } from '../instrument/model'
import { indicators } from './indicators'
import { keptPhrase, limitPhrase, say, titleOf } from './words'

/** What a line of the exclusions goes by: the rule with its limit, rows, or the condition in words. */
export function linePhrase({ by, limit, keep, where }: LeftOutLine, instrument: Instrument | null): Phrase {
  const rule = indicators.find(({ id }) => id === by)
  if (rule !== undefined)
    return say('line-rule', {
      rule: titleOf(rule),
      limit: keep === undefined ? limitPhrase(rule, limit) : keptPhrase(keep),
    })
  return where === undefined
    ? say('line-rows')
    : say('line-where', { conditions: { list: where.map((asked) => conditionPhrase(asked, instrument)) } })
}

/** What a condition asks of a column, in the words of the instrument where it has some. */
export function conditionPhrase(
  { column, in: values, from, below }: AskedColumn,
  instrument: Instrument | null,
): Phrase {
  const item = instrument?.items.find(({ id }) => id === column)
  const scale = item === undefined || instrument === null ? null : scaleOf(instrument, item)
  const name: Label = item === undefined ? { attribute: column } : itemInWords(column)
  const number = (value: number): Label => quantity(value, 'df')
  if (values !== undefined)
    return say('test-in', {
      column: name,
      values: {
        list: values.map((value): Label =>
          scale?.kind === 'ordinal' ? { response: { scale: scale.id, value: Number(value) } } : value,
        ),
      },
    })
  if (from === undefined) return say('test-below', { column: name, below: number(below ?? 0) })
  if (below === undefined) return say('test-from', { column: name, from: number(from) })
  return say('test-between', { column: name, from: number(from), below: number(below) })
}
