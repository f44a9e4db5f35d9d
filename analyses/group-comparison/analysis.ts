import { defineAnalysis } from '../core/contract'
import { compareGroups } from './compute'
import { tables } from './declarations'
import { groupComparisonFigures } from './figures'
import { options } from './options'
import { sayGroupComparison } from './prose'
import { basesOfSamples, readSamples } from './samples'
import { selectGroupComparison } from './statements'
import { tabulateGroupComparison } from './tables'

export default defineAnalysis({
  id: 'group-comparison',
  version: 2,
  menu: { group: 'comparison', order: 1 },
  references: [
    'Welch, B. L. (1951). On the comparison of several mean values: an alternative approach. Biometrika 38, 330–336. doi:10.1093/biomet/38.3-4.330',
    'Games, P. A. & Howell, J. F. (1976). Pairwise multiple comparison procedures with unequal n’s and/or variances. Journal of Educational Statistics 1, 113–125. doi:10.3102/10769986001002113',
    'Hedges, L. V. (1981). Distribution theory for Glass’s estimator of effect size and related estimators. Journal of Educational Statistics 6, 107–128. doi:10.3102/10769986006002107',
    'Cliff, N. (1993). Dominance statistics: ordinal analyses to answer ordinal questions. Psychological Bulletin 114, 494–509. doi:10.1037/0033-2909.114.3.494',
    'Brown, M. B. & Forsythe, A. B. (1974). Robust tests for the equality of variances. Journal of the American Statistical Association 69, 364–367. doi:10.1080/01621459.1974.10482955',
    'Steiger, J. H. (2004). Beyond the F test: effect size confidence intervals and tests of close fit. Psychological Methods 9, 164–182. doi:10.1037/1082-989X.9.2.164',
    'Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65–70.',
    'Kruskal, W. H. & Wallis, W. A. (1952). Use of ranks in one-criterion variance analysis. Journal of the American Statistical Association 47, 583–621. doi:10.1080/01621459.1952.10483441',
    'Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical Association 82, 171–185. doi:10.1080/01621459.1987.10478410',
    'Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2, 110–114. doi:10.2307/3002019',
    'Cochran, W. G. (1977). Sampling techniques, 3rd ed. Wiley.',
    'Dunn, O. J. (1964). Multiple comparisons using rank sums. Technometrics 6, 241–252. doi:10.1080/00401706.1964.10490181',
  ],
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['means', 'pairs', 'contrasts'],
  select: selectGroupComparison,
  read: readSamples,
  bases: basesOfSamples,
  compute: compareGroups,
  tabulate: tabulateGroupComparison,
  depict: groupComparisonFigures,
  say: sayGroupComparison,
  // What version 1 gave is unchanged: contrasts, bootstrap and finite population correction are new.
  migrations: { 1: (saved) => saved },
})
