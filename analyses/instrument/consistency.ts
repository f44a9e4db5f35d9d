import type { ProblemReport } from '../core/documents'
import { pathText } from '../core/json-place'
import type { InstrumentDocument, TextDocument } from './schema'
import { codeMapFaults, faultMessage } from './code-map'
import { isTakenForItems } from './taken-names'

type Path = readonly (string | number)[]

/** The parts of an instrument that have an id. */
type Part = 'scale' | 'dimension' | 'item'

/** What the checks of one document share: where problems go, and the ids met so far with the place of each. */
interface Check {
  readonly document: InstrumentDocument
  readonly complain: ProblemReport
  readonly ids: Map<string, string>
}

/** Complains of everything that a schema cannot see: ids given twice, references that lead nowhere, codes off their scale. */
export function checkConsistency(document: InstrumentDocument, complain: ProblemReport): void {
  const check: Check = { document, complain, ids: new Map() }
  checkText(check, document.label, ['label'])
  checkScales(check)
  checkDimensions(check)
  checkItems(check)
  checkMeasures(check)
}

function claimId({ complain, ids }: Check, part: Part, name: string, path: Path): void {
  // The engine's column names do not distinguish case. Dimensions and items never stand in one of its tables, and are told apart by their ids alone.
  const key = part === 'scale' ? `scale ${name}` : `${part} ${name.toLowerCase()}`
  const shared = part === 'scale' ? null : `either ${name}`
  const before = ids.get(key) ?? (shared === null ? undefined : ids.get(shared))
  if (before !== undefined) complain(`recipe:${part}-twice`, { id: name, first: before }, path)
  else for (const each of [key, shared]) if (each !== null) ids.set(each, pathText(path))
  if (part !== 'scale' && isTakenForItems(name)) complain('recipe:id-reserved', { id: name }, path)
}

function checkText({ complain }: Check, value: TextDocument, path: Path): void {
  if (Object.values(value).every((words) => words === undefined || words.trim() === ''))
    complain('recipe:text-missing', { key: pathText(path) }, path)
}

function checkScales(check: Check): void {
  const { document, complain } = check
  document.scales.forEach((entry, index) => {
    const path = ['scales', index]
    claimId(check, 'scale', entry.id, [...path, 'id'])
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
    checkCodes(check, entry, path)
  })
}

function checkCodes({ complain }: Check, entry: InstrumentDocument['scales'][number], path: Path): void {
  const { id, kind, codes, non_responses: nonResponses } = entry
  if (codes === undefined) return
  if (kind !== 'ordinal') complain('recipe:codes-not-ordinal', { id }, [...path, 'codes'])
  for (const found of codeMapFaults(codes, { ...entry, nonResponses })) {
    const [message, about] = faultMessage(found, id, { ...entry, nonResponses })
    complain(message, about, [...path, 'codes', found.code])
  }
}

function checkDimensions(check: Check): void {
  const { document, complain } = check
  document.dimensions.forEach((entry, index) => {
    claimId(check, 'dimension', entry.id, ['dimensions', index, 'id'])
    checkText(check, entry.label, ['dimensions', index, 'label'])
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
}

function checkItems(check: Check): void {
  const { document, complain } = check
  const headers = new Map<string, string>()
  document.items.forEach((entry, index) => {
    const path = ['items', index]
    claimId(check, 'item', entry.id, [...path, 'id'])
    checkText(check, entry.text, [...path, 'text'])
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
}

function checkMeasures(check: Check): void {
  const { document, complain } = check
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
}
