import { defineAnalysis } from '../core/contract'
import { basesOfRoundChange, compareRoundsOf, readRoundChange } from './compute'
import { tables } from './declarations'
import { roundChangeFigures } from './figures'
import { options } from './options'
import { sayRoundChange } from './prose'
import { selectRoundChange } from './statements'
import { tabulateRoundChange } from './tables'

export default defineAnalysis({
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
  options,
  needs: { data: 'survey', rounds: 2 },
  tables,
  figures: ['change', 'effects', 'rounds', 'movers'],
  select: selectRoundChange,
  read: readRoundChange,
  bases: basesOfRoundChange,
  compute: compareRoundsOf,
  tabulate: tabulateRoundChange,
  depict: roundChangeFigures,
  say: sayRoundChange,
  // Partly linked rounds, refused before under the declared linkage, now have a mixed model; the options mean what they meant.
  migrations: { 1: (saved) => saved },
})
