import { defineSurveyAnalysis } from '../core/contract'
import { basesOfPriorities, readPriorities } from './answers'
import { prioritise } from './compute'
import { prioritiesTable } from './declarations'
import { drawMeasures } from './figures'
import { importances } from './options'
import { sayMeasures } from './prose'
import { selectMeasures } from './statements'
import { tabulateMeasures } from './tables'

export default defineSurveyAnalysis({
  id: 'measures',
  version: 1,
  menu: { group: 'comparison', order: 6 },
  references: [
    'Martilla, J. A. & James, J. C. (1977). Importance–performance analysis. Journal of Marketing 41(1), 77–79. doi:10.1177/002224297704100112',
    'Lindeman, R. H., Merenda, P. F. & Gold, R. Z. (1980). Introduction to bivariate and multivariate analysis. Scott, Foresman.',
    'Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo. Journal of Statistical Software 17(1). doi:10.18637/jss.v017.i01',
    'Davison, A. C. & Hinkley, D. V. (1997). Bootstrap methods and their application. Cambridge University Press. doi:10.1017/CBO9780511802843',
    'Lakens, D. (2017). Equivalence tests: a practical primer for t tests, correlations, and meta-analyses. Social Psychological and Personality Science 8, 355–362. doi:10.1177/1948550617697177',
  ],
  options: {
    outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
    by: { kind: 'columns', of: 'attribute', default: [], max: 4 },
    to: { kind: 'column', of: 'round', default: null, prefer: 'last' },
    from: { kind: 'column', of: 'round', default: null, optional: true },
    target_rule: { kind: 'choice', choices: ['scale', 'measures', 'points'], default: 'scale' },
    target_share: { kind: 'number', default: 0.75, min: 0, max: 1, step: 0.05, unit: 'core:unit.share' },
    target: { kind: 'number', default: 4, min: -1_000_000, max: 1_000_000, step: 0.25, unit: 'core:unit.scale-points' },
    importance: { kind: 'choice', choices: importances, default: 'lmg' },
    important_for: { kind: 'column', of: 'outcome', default: null, optional: true },
    draws: { kind: 'number', default: 2000, min: 200, max: 100_000, step: 100, integer: true },
    smallest_effect: { kind: 'number', default: 0.3, min: 0, max: 1000, step: 0.05, unit: 'core:unit.scale-points' },
    min_n: { kind: 'number', default: 10, min: 2, max: 100_000, integer: true, unit: 'core:unit.respondents' },
    min_response_rate: { kind: 'number', default: 0.3, min: 0, max: 1, step: 0.05, unit: 'core:unit.share' },
    max_half_width: {
      kind: 'number',
      default: 0.5,
      min: 0,
      max: 1000,
      open: 'min',
      step: 0.05,
      unit: 'core:unit.scale-points',
    },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
    adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
  },
  needs: { data: 'survey' },
  tables: { priorities: prioritiesTable },
  figures: ['matrix', 'ranked'],
  select: (dataset, options) => selectMeasures(dataset, options),
  read: (frames, options, context) => readPriorities(frames, options, context),
  bases: (read) => basesOfPriorities(read),
  compute: (read, options, context) => prioritise(read, options, context),
  tabulate: (result, options, context) => tabulateMeasures(result, options, context),
  draw: (tables, options, context) => drawMeasures(tables, options, context),
  say: (tables, options, context) => sayMeasures(tables, options, context),
})
