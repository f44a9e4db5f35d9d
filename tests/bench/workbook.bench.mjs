// A workbook of 100 000 rows and 50 columns: all cells as values, and a first preview.
import { largeWorkbook, workbookColumns, workbookRows } from './large-workbook.mjs'
import { answeringR, bundled, inTurns, report, reportRatio, seconds } from './measure.mjs'

const path = largeWorkbook()
const { program, remove } = await bundled('formats-program.ts')
await remove()
const open = () => program.openTable(program.readers, program.diskFile(path, path))

report('Recognised and previewed', (await seconds(open, 3)) * 1000, 'ms', { limit: 300, limitText: ' ms' })

const quoted = JSON.stringify(path)
const readxl = await answeringR(
  `suppressPackageStartupMessages(library(readxl)); invisible(read_excel(${quoted}, n_max = 10))`,
  { all: `stopifnot(identical(dim(read_excel(${quoted})), c(${workbookRows}L, ${workbookColumns}L)))` },
)
const readAll = async () => {
  const { table } = await open()
  let read = 0
  for await (const block of table.blocks({})) read += block.rowCount
  if (read !== workbookRows || table.head.columns.length !== workbookColumns)
    throw new Error(`${read} rows and ${table.head.columns.length} columns were read`)
}
const [ours, theirs] = await inTurns(3, readAll, [async () => (readxl === null ? null : readxl.ask('all'))])
reportRatio('All cells of the workbook', ours, readxl && theirs, 'readxl::read_excel', 1)
readxl?.end()
