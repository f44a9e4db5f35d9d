import type { InputError } from '../core/errors'
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
