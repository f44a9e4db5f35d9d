import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { documentText } from '../../analyses/core/documents'
import { InputError, type Place } from '../../analyses/core/errors'
import { pathText } from '../../analyses/core/json-place'
import type { Instrument } from '../../analyses/instrument/model'
import { parseInstrument } from '../../analyses/instrument/format'
import { unwritableFormats } from '../../analyses/publish/outputs'
import { unknownAnalyses } from '../../analyses/recipe/execute'
import { parseRecipe, type Recipe } from '../../analyses/recipe/recipe'

export interface ReadProject {
  readonly recipe: Recipe
  readonly instrument: Instrument | null
  /** What the recipe asks for and this version has not got: analyses, and formats of its output. */
  readonly problems: readonly InputError[]
}

/** Reads a recipe and its instrument. Either both are good or every problem of both is said. */
export function readProject(
  recipePath: string,
):
  | { readonly ok: true; readonly project: ReadProject }
  | { readonly ok: false; readonly problems: readonly InputError[] } {
  const text = readText(recipePath, recipePath)
  if (text instanceof InputError) return { ok: false, problems: [text] }
  const recipe = parseRecipe(text, recipePath)
  if (!recipe.ok) return { ok: false, problems: recipe.problems }
  const placeOf = (path: readonly (string | number)[]): Place => ({
    file: recipePath,
    line: recipe.json.placeOf(path).line,
    path: pathText(path),
  })
  const problems = [...unknownAnalyses(recipe.value, placeOf), ...unwritableFormats(recipe.value.output, placeOf)]
  const { instrument: instrumentName } = recipe.value
  if (instrumentName === undefined) return { ok: true, project: { recipe: recipe.value, instrument: null, problems } }
  const source = readText(resolve(dirname(recipePath), instrumentName), instrumentName)
  if (source instanceof InputError) return { ok: false, problems: [source] }
  const instrument = parseInstrument(source, instrumentName)
  return instrument.ok
    ? { ok: true, project: { recipe: recipe.value, instrument: instrument.value, problems } }
    : { ok: false, problems: instrument.problems }
}

function readText(path: string, name: string): string | InputError {
  try {
    return documentText(readFileSync(path), name)
  } catch (error) {
    return error instanceof InputError ? error : fileMissing(name, error)
  }
}

/** A file that the recipe names and the disk does not give. */
export function fileMissing(name: string, error: unknown): InputError {
  const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return new InputError('recipe:file-missing', { file: name, detail }, { file: name })
}
