import { rowsWith } from '../core/reading'
import type { Prose } from '../core/result'
import { core, percentOf, probabilityPhrase, quantity, type Label } from '../core/words'
import type { Tables } from './declarations'
import type { InventoryOptions } from './options'
import { say } from './words'

/** Findings that are said one by one; the rest is in the table. */
const mostSentences = 6

export function sayInventory({ ratings, comparison: pairs }: Tables, options: InventoryOptions): Prose {
  const comparison = rowsWith(pairs.rows, 'p_adjusted', 'cliffs_delta')
  const by: Label = { list: options.by.map((attribute): Label => ({ attribute })) }
  const alpha = 1 - options.confidence
  const finding: Label[] = [
    say('say.finding', {
      n: new Set(ratings.rows.map(({ cells }) => cells.organisation)).size,
      areas: options.areas.length,
      rated: rowsWith(ratings.rows, 'value').length,
    }),
  ]
  if (comparison.length === 0) return { method: [say('say.method.none')], finding }
  const clear = comparison
    .filter(({ cells }) => cells.p_adjusted < alpha)
    .toSorted((a, b) => a.cells.p_adjusted - b.cells.p_adjusted)
  for (const { cells } of clear.slice(0, mostSentences)) {
    const isFirstHigher = cells.cliffs_delta >= 0
    const first = { name: cells.group_a, median: quantity(cells.median_a, 'df') }
    const second = { name: cells.group_b, median: quantity(cells.median_b, 'df') }
    const [higher, lower] = isFirstHigher ? [first, second] : [second, first]
    finding.push(
      say('say.finding.clear', {
        area: cells.area,
        higher: higher.name,
        lower: lower.name,
        median_higher: higher.median,
        median_lower: lower.median,
        delta: quantity(Math.abs(cells.cliffs_delta), 'correlation'),
        p: probabilityPhrase(cells.p_adjusted),
      }),
    )
  }
  if (clear.length < comparison.length)
    finding.push(say('say.finding.none-clear', { n: comparison.length - clear.length, level: percentOf(alpha) }))
  return {
    method: [
      say('say.method', {
        by,
        adjust: core.say(`option.adjust.choice.${options.adjust}`),
        isAdjusted: options.adjust !== 'none' ? 'yes' : 'no',
      }),
      say('say.method.overall'),
    ],
    finding,
  }
}
