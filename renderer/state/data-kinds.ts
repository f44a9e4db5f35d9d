import type { Dataset } from '../../analyses/core/datasets'
import { sourceOf } from '../../analyses/sources/registry'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { Datasets } from '../../analyses/recipe/run'
import type { Session } from './session'

/** Which data a source belongs to. */
export const dataKindOf = (kind: RecipeSource['kind']): Dataset['kind'] => sourceOf(kind).opens

/** What analyses are handed: the data of every kind that are open. */
export const datasetsOf = ({ survey, series, indicators, inventory }: Pick<Session, Dataset['kind']>): Datasets => ({
  survey: survey.dataset,
  series: series.dataset,
  indicators: indicators.dataset,
  inventory: inventory.dataset,
})

/** Whether sources of this kind are read anew when the instrument changes. */
export const dependsOnInstrument = (kind: RecipeSource['kind']): boolean => dataKindOf(kind) === 'survey'

/** Whether a source of this kind cannot be read at all without an instrument. */
export const isReadByInstrument = (kind: RecipeSource['kind']): boolean => sourceOf(kind).needsInstrument === true
