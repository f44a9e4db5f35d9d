import type { InputError } from '../core/errors'
import type { JsonObject } from '../core/json-rewrite'
import type { Text } from '../core/words'
import type { Dimension, Instrument, Item, ItemChange, Measure, NonResponse, ResponseScale } from './model'
import { collectProblems, parseDocument } from '../core/documents'
import { checkConsistency } from './consistency'
import { instrumentSchema, type InstrumentDocument, type TextDocument } from './schema'

/**
 * Reads and checks an instrument; every problem names its line and path.
 * @param file name for the messages
 */
export function parseInstrument(
  source: string,
  file: string,
):
  { readonly ok: true; readonly value: Instrument } | { readonly ok: false; readonly problems: readonly InputError[] } {
  const parsed = parseDocument(source, file, instrumentSchema)
  if (!parsed.ok) return parsed
  const { problems, complain } = collectProblems(parsed.json, file)
  checkConsistency(parsed.value, complain)
  return problems.length === 0 ? { ok: true, value: instrumentOf(parsed.value) } : { ok: false, problems }
}

/**
 * An instrument as the text of a document: two spaces a level, keys in one order, and what has its usual value left out. What is written is read again as the same
 * instrument.
 */
export function writeInstrument(instrument: Instrument): string {
  return `${JSON.stringify(instrumentDocument(instrument), null, 2)}\n`
}

/** An instrument as its document has it. */
export function instrumentDocument(instrument: Instrument): JsonObject {
  const { id, version, illustrative, label, scales, dimensions, items, measures, references } = instrument
  return {
    instrument: 1,
    id,
    version,
    ...(illustrative ? { illustrative } : {}),
    label: textDocument(label),
    scales: scales.map((scale) => ({
      id: scale.id,
      kind: scale.kind,
      min: scale.min,
      max: scale.max,
      ...(scale.unit === undefined ? {} : { unit: scale.unit }),
      ...(Object.keys(scale.labels).length === 0 ? {} : { labels: textDocuments(scale.labels) }),
      ...(scale.nonResponses.length === 0
        ? {}
        : {
            non_responses: scale.nonResponses.map((answer) => ({
              code: answer.code,
              kind: answer.kind,
              label: textDocument(answer.label),
            })),
          }),
      ...(scale.codes === undefined ? {} : { codes: { ...scale.codes } }),
    })),
    dimensions: dimensions.map((dimension) => ({
      id: dimension.id,
      label: textDocument(dimension.label),
      ...(dimension.description === undefined ? {} : { description: textDocument(dimension.description) }),
      score: dimension.score,
      min_answered: dimension.minAnswered,
    })),
    items: items.map((item) => ({
      id: item.id,
      ...(item.dimension === null ? {} : { dimension: item.dimension }),
      scale: item.scale,
      text: textDocument(item.text),
      ...(item.reversed ? { reversed: true } : {}),
      ...(item.aliases.length === 0 ? {} : { aliases: [...item.aliases] }),
      ...(item.askedOf.length === 0 ? {} : { asked_of: [...item.askedOf] }),
      ...(item.changed.length === 0 ? {} : { changed: item.changed.map(({ round, kind }) => ({ round, kind })) }),
    })),
    ...(measures.length === 0
      ? {}
      : {
          measures: measures.map((measure) => ({
            id: measure.id,
            label: textDocument(measure.label),
            for: [...measure.for],
            ...(measure.below === undefined ? {} : { below: measure.below }),
            ...(measure.note === undefined ? {} : { note: textDocument(measure.note) }),
          })),
        }),
    ...(references.length === 0 ? {} : { references: [...references] }),
  }
}

const textDocument = ({ en, nb, sv, da }: Text): JsonObject =>
  Object.fromEntries(
    Object.entries({ en, nb, sv, da }).flatMap(([language, words]) => (words === undefined ? [] : [[language, words]])),
  )

const textDocuments = (labels: Readonly<Record<string, Text>>): JsonObject =>
  Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, textDocument(label)]))

function instrumentOf(document: InstrumentDocument): Instrument {
  return {
    id: document.id,
    version: document.version,
    illustrative: document.illustrative,
    label: textOf(document.label),
    scales: document.scales.map((entry): ResponseScale => ({
      id: entry.id,
      kind: entry.kind,
      min: entry.min,
      max: entry.max,
      ...(entry.unit === undefined ? {} : { unit: entry.unit }),
      labels: Object.fromEntries(Object.entries(entry.labels).map(([code, label]) => [code, textOf(label)])),
      nonResponses: entry.non_responses.map((answer): NonResponse => ({
        code: answer.code,
        kind: answer.kind,
        label: textOf(answer.label),
      })),
      ...(entry.codes === undefined ? {} : { codes: entry.codes }),
    })),
    dimensions: document.dimensions.map((entry): Dimension => ({
      id: entry.id,
      label: textOf(entry.label),
      ...(entry.description === undefined ? {} : { description: textOf(entry.description) }),
      score: entry.score,
      minAnswered: entry.min_answered,
    })),
    items: document.items.map((entry): Item => ({
      id: entry.id,
      dimension: entry.dimension ?? null,
      scale: entry.scale,
      text: textOf(entry.text),
      reversed: entry.reversed,
      aliases: entry.aliases,
      askedOf: entry.asked_of,
      changed: entry.changed.map((change): ItemChange => ({ round: change.round, kind: change.kind })),
    })),
    measures: document.measures.map((entry): Measure => ({
      id: entry.id,
      label: textOf(entry.label),
      for: entry.for,
      ...(entry.below === undefined ? {} : { below: entry.below }),
      ...(entry.note === undefined ? {} : { note: textOf(entry.note) }),
    })),
    references: document.references,
  }
}

/** Drops languages that are not there: an absent key and one that is undefined must not differ. */
function textOf(value: TextDocument): Text {
  return Object.fromEntries(Object.entries(value).filter(([, words]) => words !== undefined && words !== ''))
}
