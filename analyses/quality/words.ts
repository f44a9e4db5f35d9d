import { quantity, wordsOf, type Label, type Phrase } from '../core/words'
import type { Indicator } from './indicators'
import type messages from './messages.en.json'

export const { say, info, warning, code } = wordsOf<keyof typeof messages>('quality')

type Measured = Pick<Indicator, 'id' | 'unit'>

/** What an indicator is called. */
export const titleOf = ({ id }: Pick<Indicator, 'id'>): Phrase => say(`title.${id}`)

/** What indicators are called one after another within a sentence. */
const titlesOf = (indicators: readonly Pick<Indicator, 'id'>[]): Label => ({
  list: indicators.map(({ id }) => say(`within.${id}`)),
})

/** From which value rows are concerned, in words. */
export const limitPhrase = (indicator: Measured, limit: number | null): Phrase =>
  limit === null ? say('limit-open') : say(`limit.${indicator.id}`, { limit: valuePhrase(indicator, limit) })

/** Which row of each repeated id is kept. */
export const keptPhrase = (keep: 'first' | 'last' | 'most-complete' | 'all'): Phrase => say(`keep.${keep}`)

/** What was seen in a row. */
export const seenPhrase = (indicator: Measured, value: number): Phrase =>
  say(`seen.${indicator.id}`, { value: valuePhrase(indicator, value) })

/** A value of an indicator as it is written. */
export function valuePhrase({ unit }: Pick<Indicator, 'unit'>, value: number): Label {
  switch (unit) {
    case 'share':
      return quantity(value, 'percent')
    case 'points':
    case 'correlation':
      return quantity(value, 'mean')
    case 'distance':
    case 'times-faster':
    case 'seconds':
      return quantity(Math.round(value * 10) / 10, 'df')
    case 'date':
      return { time: value, timeZone: 'UTC', precision: 'day' }
    default:
      return quantity(value, 'count')
  }
}

/** What an indicator says and does not say, and where its limit comes from. */
export const aboutPhrase = ({ id }: Pick<Indicator, 'id'>): Phrase => say(`about.${id}`)

/** That nothing was found, and what was looked at. */
export const nothingPhrase = (of: number, looked: readonly Pick<Indicator, 'id'>[]): Phrase =>
  say('none', { of, looked: titlesOf(looked) })

/** What was looked at without anything being found, where something else was. */
export const othersPhrase = (others: readonly Pick<Indicator, 'id'>[]): Phrase =>
  say('text-others', { others: titlesOf(others) })

/** What could not be looked at. */
export const absentPhrase = (absent: readonly Indicator['id'][]): Phrase =>
  say('absent', { absent: titlesOf(absent.map((id) => ({ id }))) })

/** How many pairs would be alike by chance. */
export const chancePhrase = (pairs: number): Phrase =>
  pairs < 0.01 ? say('by-chance-few') : say('by-chance', { pairs: quantity(pairs, 'statistic') })

/** What a variant of the exclusions leaves out: nobody, all, or those of a line, counted from 0. */
export const variantName = (leaves: 'nobody' | 'all' | number): Phrase =>
  leaves === 'nobody' || leaves === 'all' ? say(`variant-${leaves}`) : say('variant-line', { line: leaves + 1 })
