import { defineAnalysis } from '../core/contract'
import { basesOfComponents, decomposeVariance, readComponents } from './compute'
import { tables } from './declarations'
import { varianceComponentsFigures } from './figures'
import { options } from './options'
import { sayVarianceComponents } from './prose'
import { selectVarianceComponents } from './statements'
import { tabulateVarianceComponents } from './tables'

export default defineAnalysis({
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
  options,
  needs: { data: 'survey' },
  tables,
  figures: ['shares'],
  select: selectVarianceComponents,
  read: readComponents,
  bases: basesOfComponents,
  compute: decomposeVariance,
  tabulate: tabulateVarianceComponents,
  depict: varianceComponentsFigures,
  say: sayVarianceComponents,
})
