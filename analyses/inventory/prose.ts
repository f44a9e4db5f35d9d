import type { TablesById } from '../core/contract'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type Prose } from '../core/result'
import type { InventoryOptions } from './compute'

/** Findings that are said one by one; the rest is in the table. */
const mostSentences = 6

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `inventory:${key}`, values })

export function sayInventory(tables: TablesById, options: InventoryOptions): Prose {
  const records = (id: string): readonly Readonly<Record<string, unknown>>[] =>
    tables[id] === undefined ? [] : tableRecords(tables[id]).map(({ cells }) => cells)
  const ratings = records('ratings')
  const comparison = records('comparison').filter((row) => typeof row['p_adjusted'] === 'number')
  const by: Label = { list: options.by.map((attribute): Label => ({ attribute })) }
  const alpha = 1 - options.confidence
  const finding: Label[] = [
    phrase('say.finding', {
      n: new Set(ratings.map((row) => row['organisation'])).size,
      areas: options.areas.length,
      rated: ratings.filter((row) => row['value'] !== null).length,
    }),
  ]
  if (comparison.length === 0) return { method: [phrase('say.method.none')], finding }
  const clear = comparison
    .filter((row) => Number(row['p_adjusted']) < alpha)
    .toSorted((a, b) => Number(a['p_adjusted']) - Number(b['p_adjusted']))
  for (const row of clear.slice(0, mostSentences)) {
    const delta = Number(row['cliffs_delta'])
    const [above, below] = delta >= 0 ? ['a', 'b'] : ['b', 'a']
    finding.push(
      phrase('say.finding.clear', {
        area: String(row['area']),
        higher: String(row[`group_${above}`]),
        lower: String(row[`group_${below}`]),
        median_higher: { value: Number(row[`median_${above}`]), as: 'df' },
        median_lower: { value: Number(row[`median_${below}`]), as: 'df' },
        delta: { value: Math.abs(delta), as: 'correlation' },
        p: { value: Number(row['p_adjusted']), as: 'probability' },
      }),
    )
  }
  if (clear.length < comparison.length)
    finding.push(
      phrase('say.finding.none-clear', {
        n: comparison.length - clear.length,
        alpha: { value: alpha, as: 'probability' },
      }),
    )
  return {
    method: [
      phrase('say.method', {
        by,
        adjust: { message: `core:option.adjust.choice.${options.adjust}` },
        isAdjusted: options.adjust !== 'none' ? 'yes' : 'no',
      }),
      phrase('say.method.overall'),
    ],
    finding,
  }
}
