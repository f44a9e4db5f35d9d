import { z } from 'zod'
import type { InputError } from '../core/errors'
import { instrumentIdSchema as id } from '../core/ids'
import type { Text } from '../core/words'
import type { Dimension, Instrument, Item, ItemChange, Measure, NonResponse, ResponseScale } from './model'
import { collectProblems, parseDocument } from '../core/documents'
import { isTakenForItems } from './taken-names'
import { pathText } from '../core/json-place'

const text = z.strictObject({
  en: z.string().optional(),
  nb: z.string().optional(),
  sv: z.string().optional(),
  da: z.string().optional(),
})

const nonResponse = z.strictObject({
  code: z.number(),
  kind: z.enum(['dont_know', 'not_relevant', 'refused']),
  label: text,
})

const scale = z.strictObject({
  id,
  kind: z.enum(['ordinal', 'continuous']).default('ordinal'),
  min: z.number(),
  max: z.number(),
  unit: z.string().optional(),
  labels: z.record(z.string().regex(/^-?\d+$/), text).default({}),
  non_responses: z.array(nonResponse).default([]),
})

const dimension = z.strictObject({
  id,
  label: text,
  description: text.optional(),
  score: z.enum(['mean', 'sum']).default('mean'),
  min_answered: z.union([z.enum(['half', 'all']), z.int().min(1)]).default('half'),
})

const item = z.strictObject({
  id,
  dimension: id.nullish(),
  scale: id,
  text,
  reversed: z.boolean().default(false),
  aliases: z.array(z.string().min(1)).default([]),
  asked_of: z.array(z.string().min(1)).default([]),
  since: z.string().optional(),
  changed: z.array(z.strictObject({ round: z.string(), kind: z.enum(['wording', 'meaning']) })).default([]),
})

const measure = z.strictObject({
  id,
  label: text,
  for: z.array(id).min(1),
  below: z.number().optional(),
  note: text.optional(),
})

export const instrumentSchema = z
  .strictObject({
    instrument: z.literal(1),
    id,
    version: z.string().min(1),
    illustrative: z.boolean().default(false),
    label: text,
    scales: z.array(scale).min(1),
    dimensions: z.array(dimension),
    items: z.array(item).min(1),
    measures: z.array(measure).default([]),
    references: z.array(z.string()).default([]),
  })
  .describe('An instrument of the VälTel Workbench: dimensions, items and their declared scales.')

export type InstrumentDocument = z.output<typeof instrumentSchema>

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
  const { value: document, json } = parsed
  const { problems, complain } = collectProblems(json, file)

  const ids = new Map<string, string>()
  const claim = (kind: 'scale' | 'dimension' | 'item', name: string, path: readonly (string | number)[]): void => {
    // The engine's column names do not distinguish case.
    const key = kind === 'scale' ? `scale ${name}` : name.toLowerCase()
    const before = ids.get(key)
    if (before !== undefined) complain(`recipe:${kind}-twice`, { id: name, first: before }, path)
    else ids.set(key, pathText(path))
    if (kind !== 'scale' && isTakenForItems(name)) complain('recipe:id-reserved', { id: name }, path)
  }
  const named = (value: z.output<typeof text>, path: readonly (string | number)[]): void => {
    if (Object.values(value).every((words) => words === undefined || words.trim() === ''))
      complain('recipe:text-missing', { key: pathText(path) }, path)
  }

  named(document.label, ['label'])
  document.scales.forEach((entry, index) => {
    const path = ['scales', index]
    claim('scale', entry.id, [...path, 'id'])
    if (!(entry.min < entry.max))
      complain('recipe:scale-empty', { id: entry.id, min: String(entry.min), max: String(entry.max) }, path)
    if (entry.kind === 'ordinal') {
      if (!Number.isInteger(entry.min) || !Number.isInteger(entry.max) || entry.min < -100 || entry.max > 100)
        complain('recipe:scale-not-whole', { id: entry.id }, path)
      for (const code of Object.keys(entry.labels)) {
        if (Number(code) < entry.min || Number(code) > entry.max)
          complain(
            'recipe:label-outside-scale',
            { id: entry.id, code, min: String(entry.min), max: String(entry.max) },
            [...path, 'labels', code],
          )
      }
    }
    const codes = new Set<number>()
    entry.non_responses.forEach((answer, position) => {
      if (answer.code >= entry.min && answer.code <= entry.max)
        complain('recipe:non-response-inside-scale', { id: entry.id, code: String(answer.code) }, [
          ...path,
          'non_responses',
          position,
        ])
      if (codes.has(answer.code))
        complain('recipe:non-response-twice', { id: entry.id, code: String(answer.code) }, [
          ...path,
          'non_responses',
          position,
        ])
      codes.add(answer.code)
    })
  })
  document.dimensions.forEach((entry, index) => {
    claim('dimension', entry.id, ['dimensions', index, 'id'])
    named(entry.label, ['dimensions', index, 'label'])
    const members = document.items.filter((candidate) => candidate.dimension === entry.id)
    if (members.length === 0) complain('recipe:dimension-empty', { id: entry.id }, ['dimensions', index])
    if (typeof entry.min_answered === 'number' && entry.min_answered > members.length && members.length > 0) {
      complain(
        'recipe:min-answered-too-many',
        { id: entry.id, needed: String(entry.min_answered), items: String(members.length) },
        ['dimensions', index, 'min_answered'],
      )
    }
    const ranges = new Set(
      members
        .flatMap((member) => document.scales.filter((candidate) => candidate.id === member.scale))
        .map((found) => `${found.min}…${found.max}`),
    )
    if (ranges.size > 1)
      complain('recipe:dimension-mixes-scales', { id: entry.id, ranges: [...ranges].join(', ') }, ['dimensions', index])
  })
  const headers = new Map<string, string>()
  document.items.forEach((entry, index) => {
    const path = ['items', index]
    claim('item', entry.id, [...path, 'id'])
    named(entry.text, [...path, 'text'])
    if (!document.scales.some((candidate) => candidate.id === entry.scale)) {
      complain(
        'recipe:scale-unknown',
        { item: entry.id, scale: entry.scale, known: document.scales.map((candidate) => candidate.id).join(', ') },
        [...path, 'scale'],
      )
    }
    if (
      entry.dimension !== null &&
      entry.dimension !== undefined &&
      !document.dimensions.some((candidate) => candidate.id === entry.dimension)
    ) {
      complain(
        'recipe:dimension-unknown',
        {
          item: entry.id,
          dimension: entry.dimension,
          known: document.dimensions.map((candidate) => candidate.id).join(', '),
        },
        [...path, 'dimension'],
      )
    }
    for (const alias of entry.aliases) {
      const owner = headers.get(alias)
      if (owner !== undefined && owner !== entry.id)
        complain('recipe:alias-twice', { alias, first: owner, second: entry.id }, [...path, 'aliases'])
      headers.set(alias, entry.id)
    }
  })
  document.measures.forEach((entry, index) => {
    for (const target of entry.for) {
      if (
        !document.dimensions.some((candidate) => candidate.id === target) &&
        !document.items.some((candidate) => candidate.id === target)
      ) {
        complain('recipe:measure-for-unknown', { measure: entry.id, target }, ['measures', index, 'for'])
      }
    }
  })
  return problems.length === 0 ? { ok: true, value: instrumentOf(document) } : { ok: false, problems }
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
function textOf(value: z.output<typeof text>): Text {
  return Object.fromEntries(Object.entries(value).filter(([, words]) => words !== undefined && words !== ''))
}
