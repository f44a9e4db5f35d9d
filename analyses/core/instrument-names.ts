import type { Instrument } from '../instrument/model'
import { textIn, type Language } from './words'

/** The names that an instrument gives its parts in one language; undefined for a part that it does not have. */
export interface InstrumentNames {
  dimension(id: string): string | undefined
  /** An item's wording; its id where it has no words. */
  item(id: string): string | undefined
  /** The label of one answer on a scale. */
  response(scale: string, value: number): string | undefined
}

/** @param instrument null when there is none: then nothing has a name */
export function instrumentNames(instrument: Instrument | null, language: Language): InstrumentNames {
  return {
    dimension: (id) => {
      const dimension = instrument?.dimensions.find((candidate) => candidate.id === id)
      return dimension === undefined ? undefined : textIn(dimension.label, language)
    },
    item: (id) => {
      const item = instrument?.items.find((candidate) => candidate.id === id)
      return item === undefined ? undefined : textIn(item.text, language) || id
    },
    response: (scale, value) => {
      const labels = instrument?.scales.find(({ id }) => id === scale)?.labels
      const own = labels !== undefined && Object.hasOwn(labels, String(value)) ? labels[String(value)] : undefined
      return own === undefined ? undefined : textIn(own, language)
    },
  }
}
