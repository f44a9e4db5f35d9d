import type { Instrument } from './model'
import type { InstrumentDocument } from './schema'

/** An instrument as the text of its document. */
export const bridgeText = (instrument: Instrument): string => `${JSON.stringify(documentOf(instrument), null, 2)}\n`

function documentOf(instrument: Instrument): Partial<InstrumentDocument> {
  const { id, version, illustrative, label, scales, dimensions, items, measures, references } = instrument
  return {
    instrument: 1,
    id,
    version,
    illustrative,
    label,
    scales: scales.map(({ nonResponses, labels, codes, ...scale }) => ({
      ...scale,
      labels: { ...labels },
      non_responses: [...nonResponses],
      ...(codes === undefined ? {} : { codes: { ...codes } }),
    })),
    dimensions: dimensions.map(({ minAnswered, ...dimension }) => ({ ...dimension, min_answered: minAnswered })),
    items: items.map(({ askedOf, aliases, changed, ...item }) => ({
      ...item,
      aliases: [...aliases],
      asked_of: [...askedOf],
      changed: [...changed],
    })),
    measures: measures.map((measure) => ({ ...measure, for: [...measure.for] })),
    references: [...references],
  }
}
