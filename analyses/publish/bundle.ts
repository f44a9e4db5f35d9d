import type { FigureSpec } from '../core/figure'
import { formats } from '../index'
import type { Recipe } from '../recipe/recipe'
import { fileNames, resultsDocument, type SourceEntry } from '../recipe/results'
import type { AnalysisOutcome } from '../recipe/run'
import { figureDrawing, type FigureDrawing, type FigureFormat } from './figure-job'
import type { Material, OutputFile } from './format'
import { passportOf, type Provenance } from './passport'
import { publicationProfiles } from './publication-profile'

/** Everything that an output folder is made of, figures apart, which the machine draws. */
export interface Bundle extends Omit<Material, 'title'> {
  /** The recipe as it was run, with its defaults filled in. */
  readonly recipe: Recipe
  readonly provenance: Provenance
  /** Name and version of the engine. */
  readonly engine: string
  readonly sources: readonly SourceEntry[]
  /** Formats in which every figure is drawn; none when tables alone are written. */
  readonly figureFormats: readonly FigureFormat[]
  /** Documents that stand beside the results, as they are: the recipe, and the instrument where it goes with it. */
  readonly documents: readonly { readonly name: string; readonly text: string }[]
}

/** A figure of the output, to be drawn. */
export interface FigureTask {
  readonly as: string
  readonly figure: string
  readonly drawing: FigureDrawing
}

/** The formats of a figure that was drawn; null for a format that was not asked for. */
export interface DrawnFormats {
  readonly svg: string | null
  readonly pdf: Uint8Array | null
  readonly png: Uint8Array | null
}

/** The figures of all outcomes, in their order; none when no format is asked for. */
export function figureTasks(bundle: Bundle): readonly FigureTask[] {
  if (bundle.figureFormats.length === 0) return []
  return bundle.outcomes.flatMap((outcome) =>
    outcome.figures.map((spec) => ({
      as: outcome.as,
      figure: spec.id,
      drawing: drawingOf({ ...bundle, profile: bundle.recipe.output.profile }, outcome, spec, bundle.figureFormats),
    })),
  )
}

/** One figure for the machine to draw, for print in a profile and with its passport. */
export function drawingOf(
  {
    profile,
    speaker,
    provenance,
  }: Pick<Bundle, 'speaker' | 'provenance'> & { readonly profile: Recipe['output']['profile'] },
  outcome: AnalysisOutcome,
  spec: FigureSpec,
  outputs: readonly FigureFormat[],
): FigureDrawing {
  const passport = passportOf(outcome, provenance)
  return figureDrawing(spec, { speaker, profile: publicationProfiles[profile], passport, outputs })
}

/** The files of a figure that was drawn. */
export function figureFiles(
  { as, figure }: Pick<FigureTask, 'as' | 'figure'>,
  drawn: DrawnFormats,
): readonly OutputFile[] {
  return (['svg', 'pdf', 'png'] as const).flatMap((format) => {
    const bytes = bytesOfFigure(drawn, format)
    return bytes === null ? [] : [{ name: fileNames.figure(as, figure, format), bytes }]
  })
}

/** One format of a figure that was drawn; null when it was not asked for. */
export function bytesOfFigure(drawn: DrawnFormats, format: FigureFormat): Uint8Array | null {
  const content = drawn[format]
  return typeof content === 'string' ? encode(content) : content
}

/**
 * The files of an output beside its figures: tables and the figures' data, what else the recipe asks for, `results.json` and the documents.
 * Tables are always written as CSV, since `results.json` names those files; it is left out while an analysis has no outcome.
 */
export function bundleFiles(bundle: Bundle): readonly OutputFile[] {
  const { recipe, outcomes, speaker } = bundle
  const asked = new Set<string>(['csv', ...recipe.output.tables, ...recipe.output.report])
  const documents =
    outcomes.length < recipe.analyses.length ? bundle.documents : [resultsOf(bundle), ...bundle.documents]
  return [
    ...[...formats.values()].flatMap(({ id, output }) =>
      output !== undefined && asked.has(id) ? output.write({ title: recipe.title, outcomes, speaker }) : [],
    ),
    ...documents.map(({ name, text }) => ({ name, bytes: encode(text) })),
  ]
}

function resultsOf({ provenance, ...bundle }: Bundle): Bundle['documents'][number] {
  const results = resultsDocument({ ...bundle, workbench: provenance.workbench, ranAt: provenance.date })
  return { name: 'results.json', text: `${JSON.stringify(results, null, 1)}\n` }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
