import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { rowsWith, type RowWith } from '../core/reading'
import type { Prose } from '../core/result'
import { core, itemInWords, probabilityPhrase, quantity, type Label } from '../core/words'
import { columnsLabel } from '../survey/figure-furniture'
import { jointModel, type MeanDifference, type StepOfModel, type Tables } from './declarations'
import type { InvarianceOptions } from './options'
import type { StepName } from './result'
import { say } from './words'

/** Models and items that get words of their own; the rest are in the tables. */
const inWords = 8
/** Beyond these the model itself is in doubt in every group, before anything is held equal (Hu & Bentler 1999 ask for more). */
const poorFit = { cfi: 0.9, rmsea: 0.1 } as const

type TestedItem = RowWith<Tables['items']['rows'][number], 'uniform_p_adjusted'>

/** The steps of a factor model of which the scalar one was taken. */
interface ModelSteps {
  readonly label: Label
  readonly isJoint: boolean
  readonly rows: readonly StepOfModel[]
}

/** How equality of measurement was examined, what became of each step, and which mean differences and items are concerned. */
export function sayInvariance(
  { steps, items, means }: Tables,
  options: InvarianceOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const isFitted = rowsWith(steps.rows, 'cfi').length > 0
  const tested = rowsWith(items.rows, 'uniform_p_adjusted')
  return {
    method: methodSentences(isFitted, tested.length > 0, options, context),
    finding: [
      ...modelSentences(modelsIn(steps.rows)),
      ...sensitivitySentences(means.rows),
      ...itemSentences(tested),
      ...(isFitted ? [] : [say(options.method === 'ordinal' ? 'say.finding.ordinal-asked' : 'say.finding.no-cfa')]),
    ],
  }
}

function methodSentences(
  isFitted: boolean,
  isTested: boolean,
  options: InvarianceOptions,
  { dataset }: ReportContext<SurveyDataset>,
): readonly Label[] {
  const by = columnsLabel(dataset, options.by)
  const sentences = [
    ...(isFitted ? [say('say.method.cfa', { by, missing: options.missing })] : []),
    ...(isTested
      ? [
          say('say.method.ordinal', {
            by,
            adjusted: options.adjust !== 'none',
            adjustment: core.say(`option.adjust.choice.${options.adjust}`),
          }),
        ]
      : []),
  ]
  return sentences.length === 0 ? [say('say.method.none', { by })] : sentences
}

function modelsIn(rows: readonly StepOfModel[]): readonly ModelSteps[] {
  return rowsWith(rows, 'cfi')
    .filter(({ cells }) => cells.step === 'scalar')
    .map(({ cells: { factor_model: model, label } }) => ({
      label: label ?? '',
      isJoint: model === jointModel,
      rows: rows.filter(({ cells }) => cells.factor_model === model),
    }))
}

const stepOf = ({ rows }: ModelSteps, step: StepName): StepOfModel['cells'] | undefined =>
  rows.find(({ cells }) => cells.step === step)?.cells

/** First what the steps mean for whoever compares means, then the steps themselves. */
function modelSentences(models: readonly ModelSteps[]): readonly Label[] {
  if (models.length === 0) return []
  const poor = models.filter((model) => {
    const { cfi, rmsea } = stepOf(model, 'configural') ?? { cfi: null, rmsea: null }
    return (cfi ?? 1) < poorFit.cfi || (rmsea ?? 0) > poorFit.rmsea
  })
  const strained = models.filter((model) =>
    (['metric', 'scalar'] as const).some((step) => stepOf(model, step)?.verdict === 'beyond-guides'),
  )
  return [
    ...(poor.length > 0 ? [say('say.finding.poor', { models: { list: poor.map(({ label }) => label) } })] : []),
    strained.length > 0
      ? say('say.finding.care', {
          models: { list: strained.map(({ label }) => label) },
          isJoint: strained.some(({ isJoint }) => isJoint),
        })
      : say('say.finding.no-strain'),
    ...models.slice(0, inWords).map(stepsSentence),
    ...(models.length > inWords ? [say('say.finding.more-models', { count: models.length - inWords })] : []),
  ]
}

/** What became of each step of a model. */
function stepsSentence(model: ModelSteps): Label {
  const configural = stepOf(model, 'configural')
  const hasPartial = (stepOf(model, 'partial')?.delta_cfi ?? null) !== null
  return say('say.finding.model', {
    model: model.label,
    hasConfigural: (configural?.cfi ?? null) !== null,
    cfi: quantity(configural?.cfi ?? null, 'fit-index'),
    rmsea: quantity(configural?.rmsea ?? null, 'fit-index'),
    metric: stepResult('metric', model),
    scalar: stepResult('scalar', model),
    hasPartial,
    partial: stepResult('partial', model),
  })
}

/** `equal loadings: ΔCFI −.001, ΔRMSEA .003, within the guides, Δχ²(6) = 8.19, p = .224`, or that it was not tested. */
function stepResult(step: 'metric' | 'scalar' | 'partial', model: ModelSteps): Label {
  const cells = stepOf(model, step)
  return say('say.step-result', {
    step: say(`say.step.${step}`),
    isTested: (cells?.delta_cfi ?? null) !== null,
    isWithin: cells?.verdict === 'within-guides',
    delta_cfi: quantity(cells?.delta_cfi ?? null, 'fit-index'),
    delta_rmsea: quantity(cells?.delta_rmsea ?? null, 'fit-index'),
    chi_square: quantity(cells?.delta_chi_square ?? null, 'statistic'),
    df: quantity(cells?.delta_df ?? null, 'df'),
    p: probabilityPhrase(cells?.p_value ?? null),
  })
}

/** The mean difference that moves most when items are set free. */
function sensitivitySentences(means: readonly MeanDifference[]): readonly Label[] {
  const [moved] = rowsWith(means, 'sensitivity').toSorted(
    (a, b) => Math.abs(b.cells.sensitivity) - Math.abs(a.cells.sensitivity),
  )
  if (moved === undefined) return []
  const { dimension, group_a: a, group_b: b, scalar, partial } = moved.cells
  return [
    say('say.finding.sensitivity', {
      dimension: { dimension },
      a,
      b,
      scalar: quantity(scalar, 'estimate'),
      partial: quantity(partial, 'estimate'),
    }),
  ]
}

function itemSentences(tested: readonly TestedItem[]): readonly Label[] {
  if (tested.length === 0) return []
  const flagged = tested.filter(({ cells: { verdict } }) => verdict === 'uniform' || verdict === 'non-uniform')
  if (flagged.length === 0) return [say('say.finding.no-item', { count: tested.length })]
  return [
    say('say.finding.items', {
      count: flagged.length,
      of: tested.length,
      items: { list: flagged.slice(0, inWords).map(({ cells: { item } }) => itemInWords(item)) },
      hasMore: flagged.length > inWords,
      more: flagged.length - inWords,
    }),
  ]
}
