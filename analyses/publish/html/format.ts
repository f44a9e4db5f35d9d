import type { Format } from '../format'
import { htmlTable } from './html-table'

/** Tables for Word, as they read in print. */
const html: Format = {
  id: 'html',
  clipboard: { type: 'text/html', write: (table, analysis, speaker) => htmlTable(table, analysis, speaker) },
}

export default html
