import type { Dataset } from '../../analyses/core/datasets'
import type { Instrument } from '../../analyses/instrument/model'
import { indicatorsDataset } from '../../analyses/sources/indicators/load'
import { inventoryDataset } from '../../analyses/sources/inventory/load'
import type { IndicatorsReport, InventoryReport } from '../../analyses/sources/report'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { Datasets } from '../../analyses/recipe/run'
import type { Ingest } from '../worker/ingest'
import type { SourceReport } from '../worker/ingest-protocol'
import type { Session } from './session'

/** Kinds of data, each opened by itself from the sources that belong to it. */
export const dataKinds = ['survey', 'series', 'indicators', 'inventory'] as const satisfies readonly Dataset['kind'][]

/** Which data a source belongs to. */
export function dataKindOf(kind: RecipeSource['kind']): Dataset['kind'] {
  switch (kind) {
    case 'survey':
    case 'headcount':
      return 'survey'
    case 'observations':
    case 'events':
    case 'coverage':
      return 'series'
    case 'indicators':
    case 'inventory':
      return kind
  }
}

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
export const isReadByInstrument = (kind: RecipeSource['kind']): boolean => kind === 'survey'

/**
 * Opens the data of one kind, whose rows are in the engine already.
 * @param reports of the sources that belong to the kind, in the project's order
 * @returns null when there is nothing to open
 */
export async function openDataset(
  ingest: Ingest,
  data: Dataset['kind'],
  reports: readonly SourceReport[],
  instrument: Instrument | null,
): Promise<Dataset | null> {
  switch (data) {
    case 'survey':
      return instrument === null || !reports.some(({ kind }) => kind === 'survey')
        ? null
        : ingest.call({ call: 'open-survey', instrument, reports })
    case 'series':
      return reports.length === 0 ? null : ingest.call({ call: 'open-series', reports })
    case 'indicators':
      return indicatorsDataset(reports.filter((report): report is IndicatorsReport => report.kind === 'indicators'))
    case 'inventory':
      return inventoryDataset(reports.filter((report): report is InventoryReport => report.kind === 'inventory'))
  }
}
