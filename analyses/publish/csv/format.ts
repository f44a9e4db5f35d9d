import { fileNames } from '../../recipe/results'
import type { Format } from '../format'
import { machineCsv } from './machine-csv'

/** Tables for programs, beside the data of every figure. */
const csv: Format = {
  id: 'csv',
  table: {
    extension: 'csv',
    write: (table, _analysis, speaker) => encode(machineCsv(table, (phrase) => speaker.label(phrase))),
  },
  output: {
    list: 'tables',
    write: ({ outcomes, speaker }) =>
      outcomes
        .flatMap(({ as, tables, figures }) => [
          ...tables.map((table) => ({ name: fileNames.table(as, table.id), table })),
          ...figures.map(({ id, data }) => ({ name: fileNames.figureData(as, id), table: data })),
        ])
        .map(({ name, table }) => ({ name, bytes: encode(machineCsv(table, (phrase) => speaker.label(phrase))) })),
  },
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

export default csv
