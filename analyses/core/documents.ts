import { z } from 'zod'
import { InputError } from './errors'
import { attributeId, idPatterns } from './ids'
import { JsonSyntaxError, parsePlacedJson, pathText, type PlacedJson } from './json-place'
import { shortened } from './shortened'
import type { Label, MessageCode, Values } from './words'

// The compiled fast path of zod needs code generation, which the content security policy forbids.
z.config({ jitless: true })

/** The encoding of a document: UTF-8, unless the byte order mark of UTF-16 stands at its beginning, as some editors and shells of Windows write it. */
export function documentEncoding([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/**
 * The text of a document; a byte order mark is left out.
 * @param file name for the message
 * @throws InputError `recipe:not-text` when the bytes are neither UTF-8 nor UTF-16 with its mark
 */
export function documentText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder(documentEncoding(bytes), { fatal: true }).decode(bytes)
  } catch {
    throw new InputError('recipe:not-text', {}, { file })
  }
}

/** A document that fits its schema, or every reason why it does not. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly json: PlacedJson }
  | { readonly ok: false; readonly problems: readonly InputError[] }

/**
 * Reads a JSON document against a schema and says every problem with its line and path.
 * @param file name for the messages
 */
export function parseDocument<S extends z.ZodType>(text: string, file: string, schema: S): Parsed<z.output<S>> {
  let json: PlacedJson
  try {
    json = parsePlacedJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      const { line, column } = error
      return {
        ok: false,
        problems: [new InputError('recipe:not-json', { found: error.found }, { file, line, column })],
      }
    }
    throw error
  }
  const problems = json.repeatedKeys.map(
    ({ path, line }) => new InputError('recipe:key-twice', { key: path }, { file, line, path }),
  )
  const parsed = schema.safeParse(json.value)
  if (parsed.success && problems.length === 0) return { ok: true, value: parsed.data, json }
  if (!parsed.success)
    for (const issue of parsed.error.issues) for (const problem of problemsOf(issue, json, file)) problems.push(problem)
  return { ok: false, problems }
}

/** Takes one problem of a document, by its code and values, at the path where it is. */
export type ProblemReport = (
  code: MessageCode,
  about: Readonly<Record<string, string | number>>,
  path: readonly (string | number)[],
) => void

/** Problems of a document that fits its schema, each told with its line and path. */
export function collectProblems(
  json: PlacedJson,
  file: string,
): { readonly problems: readonly InputError[]; readonly complain: ProblemReport } {
  const problems: InputError[] = []
  return {
    problems,
    complain: (code, about, path) =>
      void problems.push(new InputError(code, about, { file, line: json.placeOf(path).line, path: pathText(path) })),
  }
}

function problemsOf(issue: z.core.$ZodIssue, json: PlacedJson, file: string): readonly InputError[] {
  const at = (path: readonly PropertyKey[]): { file: string; line: number; path: string } => ({
    file,
    line: json.placeOf(path.map((part) => (typeof part === 'number' ? part : String(part)))).line,
    path: pathText(path),
  })
  const found = describe(valueAt(json.value, issue.path))
  const refused = (code: `recipe:${string}`, about: Values): readonly InputError[] => [
    // What is wrong with the whole has no key: it goes by its file.
    new InputError(code, { key: pathText(issue.path) || file, found, ...about }, at(issue.path)),
  ]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => new InputError('recipe:unknown-key', { key }, at([...issue.path, key])))
    case 'invalid_type':
      if (valueAt(json.value, issue.path) === undefined)
        return [new InputError('recipe:key-missing', { key: pathText(issue.path) }, at(issue.path))]
      return refused('recipe:wrong-type', { expected: typeInWords(issue.expected) })
    case 'invalid_value':
      return refused('recipe:not-one-of', { allowed: issue.values.map(String).join(', ') })
    case 'invalid_union': {
      // The discriminator decides which member was meant; without one, the first member's complaints are the best there are.
      if ('discriminator' in issue && typeof issue.discriminator === 'string') {
        const path = [...issue.path]
        return [
          new InputError('recipe:not-one-of', { key: pathText(path), found, allowed: optionsOf(issue) }, at(path)),
        ]
      }
      const first = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? []
      return first.flatMap((inner) =>
        problemsOf({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, json, file),
      )
    }
    case 'invalid_key':
      return refused('recipe:key-not-valid', {
        key: pathText(issue.path.slice(0, -1)),
        name: String(issue.path.at(-1) ?? ''),
      })
    case 'too_small':
      return refused('recipe:too-small', { min: String(issue.minimum) })
    case 'too_big':
      return refused('recipe:too-big', { max: String(issue.maximum) })
    default:
      if (issue.code === 'invalid_format' && idPatterns.has(issue.pattern ?? ''))
        return refused('recipe:not-an-id', { suggestion: attributeId(String(valueAt(json.value, issue.path))) })
      return refused('recipe:not-valid', { detail: issue.message })
  }
}

const typesInWords = ['string', 'number', 'int', 'boolean', 'array', 'object', 'record'] as const

/** What JSON calls a type, in the reader's language and with the signs that write it. */
function typeInWords(expected: string): Label {
  const known = typesInWords.find((type) => type === expected)
  return known === undefined ? expected : { message: `recipe:type.${known}` }
}

function optionsOf(issue: object): string {
  const { options } = issue as { readonly options?: readonly unknown[] }
  return options === undefined ? '' : options.map(String).join(', ')
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined
    current = (current as Readonly<Record<PropertyKey, unknown>>)[part]
  }
  return current
}

function describe(value: unknown): string {
  return shortened(value === undefined ? '' : (JSON.stringify(value) ?? ''), 58)
}
