import { defineSurveyAnalysis } from '../core/contract'
import { basesOfRoundChange, compareRoundsOf, readRoundChange } from './compute'
import { drawRoundChange } from './figures'
import { sayRoundChange } from './prose'
import { selectRoundChange } from './statements'
import { changeTable, roundsTable, tabulateRoundChange, topMoversTable, trendTable } from './tables'

export default defineSurveyAnalysis({
  id: 'round-change',
  version: 2,
  menu: { group: 'comparison', order: 2 },
  references: [
    'Welch, B. L. (1947). The generalization of “Student’s” problem when several different population variances are involved. Biometrika 34, 28–35. doi:10.1093/biomet/34.1-2.28',
    'Lakens, D. (2017). Equivalence tests: a practical primer for t tests, correlations, and meta-analyses. Social Psychological and Personality Science 8, 355–362. doi:10.1177/1948550617697177',
    'Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the power approach. Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680. doi:10.1007/BF01068419',
    'Hedges, L. V. (1981). Distribution theory for Glass’s estimator of effect size and related estimators. Journal of Educational Statistics 6, 107–128. doi:10.3102/10769986006002107',
    'Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65–70.',
    'Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2, 110–114. doi:10.2307/3002019',
    'Bates, D., Mächler, M., Bolker, B. & Walker, S. (2015). Fitting linear mixed-effects models using lme4. Journal of Statistical Software 67(1). doi:10.18637/jss.v067.i01',
    'Lakens, D. (2013). Calculating and reporting effect sizes to facilitate cumulative science. Frontiers in Psychology 4, 863. doi:10.3389/fpsyg.2013.00863',
    'Montgomery, D. C. (2013). Introduction to statistical quality control, 7th ed., ch. 6. Wiley.',
    'Cochran, W. G. (1977). Sampling techniques, 3rd ed. Wiley.',
    'Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing. Wiley.',
    'Phipson, B. & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in Genetics and Molecular Biology 9, 39. doi:10.2202/1544-6115.1585',
  ],
  options: {
    outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
    by: { kind: 'columns', of: 'attribute', default: [], max: 4 },
    from: { kind: 'column', of: 'round', default: null },
    to: { kind: 'column', of: 'round', default: null, prefer: 'last' },
    linkage: { kind: 'choice', choices: ['declared', 'unlinked', 'linked'], default: 'declared' },
    smallest_effect: { kind: 'number', default: 0.3, min: 0, max: 1000, step: 0.05, unit: 'core:unit.scale-points' },
    min_n: { kind: 'number', default: 10, min: 2, max: 100000, integer: true, unit: 'core:unit.respondents' },
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
    permutations: { kind: 'number', default: 9999, min: 999, max: 99999, integer: true },
    trend: { kind: 'flag', default: true },
    weights: { kind: 'flag', default: false },
    finite_population: { kind: 'flag', default: false },
  },
  needs: { data: 'survey', rounds: 2 },
  tables: { change: changeTable, top_movers: topMoversTable, trend: trendTable, rounds: roundsTable },
  figures: ['change', 'effects', 'rounds', 'movers'],
  select: (dataset, options) => selectRoundChange(dataset, options),
  read: (frames, options, context) => readRoundChange(frames, options, context),
  bases: (read) => basesOfRoundChange(read),
  compute: (read, options, context) => compareRoundsOf(read, options, context),
  tabulate: (result, options, context) => tabulateRoundChange(result, options, context),
  draw: (tables, options, context) => drawRoundChange(tables, options, context),
  say: (tables, options, context) => sayRoundChange(tables, options, context),
  // Partly linked rounds, refused before under the declared linkage, now have a mixed model; the options mean what they meant.
  migrations: { 1: (saved) => saved },
})
