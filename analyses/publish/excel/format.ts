import type { Format } from '../format'
import { excelCsv, tabbedText } from './spreadsheet-text'

/** Tables as text that Excel opens and pastes as it stands, in the reader's language. */
const excel: Format = {
  id: 'excel',
  table: {
    extension: 'csv',
    ending: 'excel',
    write: (table, analysis, speaker) => new TextEncoder().encode(excelCsv(table, analysis, speaker)),
  },
  clipboard: { type: 'text/plain', write: tabbedText },
}

export default excel
