import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { rowsWith, type RowWith } from '../core/reading'
import type { Prose } from '../core/result'
import { percentOf, quantity, type Label, type Phrase } from '../core/words'
import type { ComponentRow, Tables } from './declarations'
import { componentLabel } from './figures'
import type { VarianceComponentsOptions } from './options'
import { personComponent, randomComponents, residualComponent } from './random-components'
import { say } from './words'

/** Outcomes that get a sentence of their own; the rest are counted. */
const outcomesInWords = 8

export function sayVarianceComponents(
  { components: { rows } }: Tables,
  options: VarianceComponentsOptions,
  { dataset }: ReportContext<SurveyDataset>,
): Prose {
  const hasPerson = rows.some(({ cells }) => cells.component === personComponent)
  const shared = rowsWith(rows, 'share')
  const outcomes = options.outcomes.filter((outcome) => shared.some(({ cells }) => cells.outcome === outcome))
  const unsaid = outcomes.length - outcomesInWords
  return {
    method: methodSentences(options, dataset, hasPerson),
    finding: [
      ...outcomes.slice(0, outcomesInWords).flatMap((outcome) =>
        sharesOf(
          outcome,
          shared.filter(({ cells }) => cells.outcome === outcome),
          hasPerson,
        ),
      ),
      ...(unsaid > 0 ? [say('say.finding.more', { count: unsaid })] : []),
      ...(outcomes.length === 0 ? [say('say.finding.none')] : []),
    ],
  }
}

function methodSentences(
  options: VarianceComponentsOptions,
  dataset: SurveyDataset,
  hasPerson: boolean,
): readonly Label[] {
  const random: readonly Label[] = [
    ...randomComponents(dataset, options.random).map(({ id }): Label => ({ attribute: id })),
    ...(hasPerson ? [{ attribute: personComponent }] : []),
  ]
  const fixed: readonly Label[] = [
    ...options.fixed.map((attribute): Label => ({ attribute })),
    ...options.covariates.map((outcome): Label => ({ outcome })),
  ]
  return [
    say(`say.method.${options.method}`, { count: options.outcomes.length, components: { list: random } }),
    ...(fixed.length > 0 ? [say('say.method.fixed', { columns: { list: fixed } })] : []),
    say('say.method.intervals', { confidence: percentOf(options.confidence) }),
  ]
}

/** The shares of an outcome's variance, and the components in which none was detected. */
function sharesOf(
  outcome: string,
  rows: readonly RowWith<ComponentRow, 'share'>[],
  hasPerson: boolean,
): readonly Phrase[] {
  const isDetected = ({ cells }: ComponentRow): boolean =>
    cells.component === residualComponent || (cells.variance !== null && cells.variance > 0)
  const none = rows.filter((row) => !isDetected(row))
  return [
    say('say.finding.shares', {
      outcome: { outcome },
      shares: {
        list: rows
          .filter(isDetected)
          .map(({ cells }): Phrase =>
            say('say.finding.share', {
              component: componentLabel(cells.component, hasPerson, true),
              share: quantity(cells.share, 'percent'),
              interval: say('interval', {
                sd: quantity(cells.sd, 'estimate'),
                low: quantity(cells.conf_low, 'estimate'),
                high: quantity(cells.conf_high, 'estimate'),
              }),
            }),
          ),
      },
    }),
    ...(none.length === 0
      ? []
      : [
          say('say.finding.none-detected', {
            outcome: { outcome },
            components: { list: none.map(({ cells }) => componentLabel(cells.component, hasPerson, true)) },
          }),
        ]),
  ]
}
