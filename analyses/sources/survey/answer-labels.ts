import { blankByte } from '../../core/datasets'
import type { Instrument } from '../../instrument/model'
import { labelledAnswers } from '../labelled-answers'

/** Of the different texts of a column, so many must be labels of one scale. */
const mostLabels = 0.8

/**
 * Whether a column holds answers in words on a scale of the instrument. It is then an item whose wording is not known, and neither an attribute nor people's own words.
 * @param texts the different ones of the column
 */
export function holdsLabels(instrument: Instrument, texts: readonly string[]): boolean {
  return instrument.scales.some((scale) => {
    if (scale.kind !== 'ordinal') return false
    const { meaningOf } = labelledAnswers(scale, false)
    const answers = texts.filter((text) => (meaningOf(text) ?? blankByte) > blankByte)
    return answers.length >= 2 && answers.length >= texts.length * mostLabels
  })
}
