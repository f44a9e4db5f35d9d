import { defineSurveyAnalysis } from '../core/contract'
import { basesOfComponents, decomposeVariance, readComponents } from './compute'
import { componentsTable, fitTable, fixedTable, randomTable } from './declarations'
import { drawVarianceComponents } from './figures'
import { observationStatements } from './observations'
import { sayVarianceComponents } from './prose'
import { tabulateVarianceComponents } from './tables'

export default defineSurveyAnalysis({
  id: 'variance-components',
  version: 1,
  menu: { group: 'structure', order: 5 },
  references: [
    'Bates, D., Mächler, M., Bolker, B. & Walker, S. (2015). Fitting linear mixed-effects models using lme4. Journal of Statistical Software 67(1). doi:10.18637/jss.v067.i01',
    'Kuznetsova, A., Brockhoff, P. B. & Christensen, R. H. B. (2017). lmerTest package: tests in linear mixed effects models. Journal of Statistical Software 82(13). doi:10.18637/jss.v082.i13',
    'Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2, 110–114. doi:10.2307/3002019',
    'Patterson, H. D. & Thompson, R. (1971). Recovery of inter-block information when block sizes are unequal. Biometrika 58, 545–554. doi:10.1093/biomet/58.3.545',
    'Snijders, T. A. B. & Bosker, R. J. (2012). Multilevel analysis: an introduction to basic and advanced multilevel modeling (2nd ed.). Sage.',
  ],
  options: {
    outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
    random: { kind: 'columns', of: 'nesting', default: 'first', min: 1, max: 6 },
    fixed: { kind: 'columns', of: 'group', default: [], max: 4 },
    covariates: { kind: 'columns', of: 'outcome', default: [], max: 10 },
    person: { kind: 'flag', default: true },
    method: { kind: 'choice', choices: ['reml', 'ml'], default: 'reml' },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  },
  needs: { data: 'survey' },
  tables: { components: componentsTable, fixed: fixedTable, random: randomTable, fit: fitTable },
  figures: ['shares'],
  select: (dataset, options) => observationStatements(dataset, options),
  read: (frames, options, context) => readComponents(frames, options, context),
  bases: (read, options, _dataset, withheld) => basesOfComponents(read, options, withheld),
  compute: (read, options, context) => decomposeVariance(read, options, context),
  tabulate: (result, options, context) => tabulateVarianceComponents(result, options, context),
  draw: (tables, _options, context) => drawVarianceComponents(tables, context),
  say: (tables, options, context) => sayVarianceComponents(tables, options, context),
})
