import { defineSurveyAnalysis } from '../core/contract'
import { groupColumns } from '../survey/groups'
import { itemMatrixStatement } from '../survey/item-matrix'
import { allItems, basesOfDimension, computeRevalidation, readDimension } from './compute'
import {
  conclusionTable,
  elsewhereTable,
  fitTable,
  groupsTable,
  itemsTable,
  reliabilityTable,
  stepsTable,
  withoutTable,
} from './declarations'
import { drawRevalidation } from './figures'
import { groupedItems } from './invariance-of-dimension'
import { sayRevalidation } from './prose'
import { tabulateRevalidation } from './tables'

export default defineSurveyAnalysis({
  id: 'revalidation',
  version: 1,
  menu: { group: 'structure', order: 3 },
  references: [
    'Schiefloe, P. M. (2003). Mennesker og samfunn. Fagbokforlaget.',
    'McDonald, R. P. (1999). Test theory: a unified treatment. Lawrence Erlbaum. doi:10.4324/9781410601087',
    'Boateng, G. O. et al. (2018). Best practices for developing and validating scales for health, social, and behavioral research. Frontiers in Public Health 6, 149. doi:10.3389/fpubh.2018.00149',
    'Chen, F. F. (2007). Sensitivity of goodness of fit indexes to lack of measurement invariance. Structural Equation Modeling 14, 464–504. doi:10.1080/10705510701301834',
  ],
  options: {
    dimension: { kind: 'column', of: 'dimension', default: null, favourite: 'relations' },
    by: { kind: 'column', of: 'group', default: 'round', optional: true },
    confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999 },
    draws: { kind: 'number', default: 1000, min: 0, max: 10_000, integer: true },
  },
  needs: { data: 'survey' },
  tables: {
    conclusion: conclusionTable,
    reliability: reliabilityTable,
    items: itemsTable,
    fit: fitTable,
    elsewhere: elsewhereTable,
    without_item: withoutTable,
    groups: groupsTable,
    invariance: stepsTable,
  },
  figures: ['items', 'elsewhere', 'without'],
  select: (dataset, options): Readonly<Record<string, string>> => {
    const everything = allItems(dataset)
    const own = groupedItems(dataset, options.dimension ?? '')
    return {
      ...(everything.length === 0 ? {} : { answers: itemMatrixStatement(dataset, everything, []) }),
      ...(own.length === 0 || options.by === null
        ? {}
        : { groups: itemMatrixStatement(dataset, own, groupColumns(dataset, [options.by])) }),
    }
  },
  read: readDimension,
  bases: (read) => basesOfDimension(read),
  compute: computeRevalidation,
  tabulate: tabulateRevalidation,
  draw: drawRevalidation,
  say: sayRevalidation,
})
