import { parsePlacedJson, type PlacedJson } from '../../analyses/core/json-place'
import { isJsonObject, rewriteJson, type JsonObject } from '../../analyses/core/json-rewrite'
import type { InputError } from '../../analyses/core/errors'
import type { Edit, Edited } from '../../analyses/instrument/edits/edit'
import { ownCopy } from '../../analyses/instrument/edits/instrument'
import { parseInstrument } from '../../analyses/instrument/format'
import { instrumentParts, type InstrumentParts, type Section } from '../../analyses/instrument/parts'
import { keepOrigin } from './instrument-changes'
import { goneBetween, withoutGone, type TakenAlong } from './instrument-removals'
import { renamedInProject } from './instrument-renames'
import type { InstrumentFile } from './project'
import type { Workbench } from './workbench'

/** An instrument's document as the editor shows it, whatever is wrong with it. */
export interface OpenInstrument {
  /** Null where the text is not JSON, or not an object: it can then be edited as a text only. */
  readonly document: { readonly placed: PlacedJson; readonly json: JsonObject; readonly parts: InstrumentParts } | null
  readonly problems: readonly PlacedProblem[]
}

/** A problem and the part and field that it is about. */
export interface PlacedProblem {
  readonly problem: InputError
  readonly path: readonly (string | number)[]
  /** Null for what is not in one of the four lists. */
  readonly part: { readonly section: Section; readonly key: string } | null
  /** The key of the part, or of the document, that it is about; empty for the whole. */
  readonly field: string
}

const opened = new WeakMap<InstrumentFile, OpenInstrument>()

export function openInstrument(file: InstrumentFile): OpenInstrument {
  const known = opened.get(file)
  if (known !== undefined) return known
  const open = openAnew(file)
  opened.set(file, open)
  return open
}

function openAnew({ text, name }: InstrumentFile): OpenInstrument {
  const read = parseInstrument(text, name)
  const problems = read.ok ? [] : read.problems
  const placed = jsonOf(text)
  if (placed === null || !isJsonObject(placed.value)) return { document: null, problems: problems.map(placedNowhere) }
  const parts = instrumentParts(placed.value)
  return {
    document: { placed, json: placed.value, parts },
    problems: problems.map((problem) => placedIn(parts, problem)),
  }
}

function jsonOf(text: string): PlacedJson | null {
  try {
    return parsePlacedJson(text)
  } catch {
    return null
  }
}

const placedNowhere = (problem: InputError): PlacedProblem => ({ problem, path: [], part: null, field: '' })

const sections: readonly Section[] = ['scales', 'dimensions', 'items', 'measures']

function placedIn(parts: InstrumentParts, problem: InputError): PlacedProblem {
  const path = pathOf(problem.place.path ?? '')
  const [first, index, field] = path
  const section = sections.find((each) => each === first)
  if (section === undefined || typeof index !== 'number')
    return { problem, path, part: null, field: String(first ?? '') }
  const key = parts[section].find((part) => part.index === index)?.key
  return { problem, path, part: key === undefined ? null : { section, key }, field: String(field ?? '') }
}

/** `items[3].text.nb` as its parts. */
const pathOf = (text: string): readonly (string | number)[] =>
  [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  )

/**
 * Makes an edit of the project's instrument, as a step that can be undone; edits of one place that follow each other are one step. What the edit leaves alone keeps
 * its spelling. An illustrative instrument becomes one of the project's own.
 * What names a part that an edit takes away goes with it.
 * @returns what the edit gave, and what went along; a refusal changes nothing
 */
export function editInstrument(workbench: Workbench, edit: Edit): (Edited & { readonly taken?: TakenAlong }) | null {
  const file = workbench.project().instrument
  const document = file === null ? null : openInstrument(file).document
  if (file === null || document === null) return null
  const result = edit(document.json)
  if (!result.ok || result.document === document.json) return result
  const text = rewriteJson(document.placed, ownCopy(result.document))
  const { renamed, touched } = result
  const gone = goneBetween(document.parts, instrumentParts(result.document), renamed?.from)
  const { project: named, taken } = withoutGone(workbench.project(), gone)
  workbench.change(() => {
    const instrument = { name: ownName(file, document.json), text }
    keepOrigin(file, instrument)
    const next = { ...named, instrument }
    return renamed === undefined ? next : renamedInProject(next, renamed)
  }, touched)
  return { ...result, taken }
}

/** Puts a text in the place of the project's instrument, right or not. Typing is one step of the history. */
export function writeInstrumentText(workbench: Workbench, text: string, touched: string | null): void {
  workbench.change((project) => {
    const { instrument } = project
    if (instrument === null || instrument.text === text) return project
    const next = { ...instrument, text }
    keepOrigin(instrument, next)
    return { ...project, instrument: next }
  }, touched)
}

/** The name of the file of an instrument of one's own. */
const ownName = ({ name }: InstrumentFile, json: JsonObject): string =>
  json['illustrative'] === true ? name.replace(/(\.json)?$/i, '-own.json') : name
