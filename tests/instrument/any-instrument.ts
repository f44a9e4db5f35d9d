import { fc } from '@fast-check/vitest'
import type { Text } from '../../analyses/core/words'
import type { Dimension, Instrument, Item, Measure, ResponseScale } from '../../analyses/instrument/model'

/** Instruments that are right in themselves, of every kind that a document can say. */

const words = fc
  .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'aåæøÖ ñ\n"\\\'=-;|1,.5%{}') })
  .filter((text) => text.trim() === text && text !== '')
const anyText: fc.Arbitrary<Text> = fc
  .record({ en: words, nb: words, sv: words, da: words }, { requiredKeys: [] })
  .filter((text) => Object.keys(text).length > 0)

const anyScale = (id: string): fc.Arbitrary<ResponseScale> =>
  fc
    .record({
      kind: fc.constantFrom('ordinal' as const, 'continuous' as const),
      min: fc.integer({ min: -3, max: 3 }),
      steps: fc.integer({ min: 1, max: 10 }),
      unit: fc.option(words, { nil: undefined }),
      labels: fc.array(fc.tuple(fc.nat(10), anyText), { maxLength: 6 }),
      nonResponses: fc.uniqueArray(
        fc.record({
          code: fc.integer({ min: 20, max: 99 }),
          kind: fc.constantFrom('dont_know' as const, 'not_relevant' as const, 'refused' as const),
          label: anyText,
        }),
        { maxLength: 3, selector: ({ code }) => code },
      ),
      isCoded: fc.boolean(),
    })
    .map(({ kind, min, steps, unit, labels, nonResponses, isCoded }) => ({
      id,
      kind,
      min,
      max: min + steps,
      ...(unit === undefined || kind === 'ordinal' ? {} : { unit }),
      labels:
        kind === 'ordinal'
          ? Object.fromEntries(
              labels.filter(([step]) => step <= steps).map(([step, text]) => [String(min + step), text]),
            )
          : {},
      nonResponses,
      ...(isCoded && kind === 'ordinal' ? { codes: { [String(min + 50)]: min, [String(min + 51)]: min + 1 } } : {}),
    }))

const anyItem = (id: string, dimension: string | null, scale: string): fc.Arbitrary<Item> =>
  fc
    .record({
      text: anyText,
      reversed: fc.boolean(),
      aliasCount: fc.nat(2),
      askedOf: fc.uniqueArray(words, { maxLength: 2 }),
      changed: fc.array(fc.record({ round: words, kind: fc.constantFrom('wording' as const, 'meaning' as const) }), {
        maxLength: 2,
      }),
    })
    .map(({ aliasCount, ...rest }) => ({
      id,
      dimension,
      scale,
      aliases: Array.from({ length: aliasCount }, (_, index) => `${id} header; "${index}"`),
      ...rest,
    }))

const anyDimension = (id: string, items: number): fc.Arbitrary<Dimension> =>
  fc
    .record({
      label: anyText,
      description: fc.option(anyText, { nil: undefined }),
      score: fc.constantFrom('mean' as const, 'sum' as const),
      minAnswered: fc.oneof(fc.constantFrom('half' as const, 'all' as const), fc.integer({ min: 1, max: items })),
    })
    .map(({ description, ...rest }) => ({ id, ...rest, ...(description === undefined ? {} : { description }) }))

export const anyInstrument: fc.Arbitrary<Instrument> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
    alone: fc.nat(2),
    scales: fc.integer({ min: 1, max: 3 }),
  })
  .filter(({ sizes, alone }) => sizes.length + alone > 0)
  .chain(({ sizes, alone, scales }) => {
    const places = [
      ...sizes.flatMap((size, dimension) => Array.from({ length: size }, () => `d${dimension}`)),
      ...Array.from({ length: alone }, () => null),
    ]
    // Items of one dimension share a scale, since another range would be a fault.
    const scaleOf = (dimension: string | null): string =>
      `s${(dimension === null ? 0 : Number(dimension.slice(1))) % scales}`
    return fc
      .record({
        version: words,
        illustrative: fc.boolean(),
        label: anyText,
        scales: fc.tuple(...Array.from({ length: scales }, (_, index) => anyScale(`s${index}`))),
        dimensions: fc.tuple(...sizes.map((size, index) => anyDimension(`d${index}`, size))),
        items: fc.tuple(...places.map((dimension, index) => anyItem(`i${index}`, dimension, scaleOf(dimension)))),
        measures: fc.array(
          fc.record({
            label: anyText,
            below: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
            note: fc.option(anyText, { nil: undefined }),
          }),
          { maxLength: 2 },
        ),
        references: fc.array(words, { maxLength: 2 }),
      })
      .map(({ measures, ...rest }) => ({
        id: 'an instrument',
        ...rest,
        measures: measures.map(({ label, below, note }, index): Measure => ({
          id: `m${index}`,
          label,
          for: ['i0', ...(sizes.length > 0 ? ['d0'] : [])],
          ...(below === undefined ? {} : { below }),
          ...(note === undefined ? {} : { note }),
        })),
      }))
  })
