// SPSS files of 200 000 rows and 120 variables: all cells as values, a first preview, and a survey in the engine.
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answeringR, bundled, inTurns, report, reportRatio, seconds } from './measure.mjs'

const rows = 200_000
const folder = join(tmpdir(), 'valtel-bench-spss-1')
const paths = {
  'Codes (.sav)': join(folder, 'survey.sav'),
  'Plain (.sav)': join(folder, 'plain.sav'),
  'Compressed (.zsav)': join(folder, 'survey.zsav'),
}
mkdirSync(folder, { recursive: true })

const quoted = (text) => JSON.stringify(text)
const [coded, plain, packed] = Object.values(paths)
// haven writes the files: answers with labels and a marked code, units, measurements, texts that repeat and texts that do not, a date and a time.
const setup = `suppressPackageStartupMessages(library(haven)); set.seed(20221122); n <- ${rows}L
if (!file.exists(${quoted(packed)})) {
  item <- function(i) labelled_spss(sample(c(1:5, 8, NA), n, TRUE, c(.1, .2, .3, .25, .1, .03, .02)),
    c("Helt uenig" = 1, "Helt enig" = 5, "Vet ikke" = 8), na_values = 8, label = paste("Spørsmål", i))
  data <- setNames(lapply(1:100, item), sprintf("q%03d", 1:100))
  data$id <- seq_len(n)
  for (k in 1:9) data[[paste0("m", k)]] <- rnorm(n)
  data$kommune <- sample(c("Åre", "Øyer", "Ängelholm", "Bodø kommune nord"), n, TRUE)
  data$rolle <- sample(c("leder", "ansatt"), n, TRUE)
  for (k in 1:4) data[[paste0("g", k)]] <- labelled(sample(1:12, n, TRUE), setNames(1:12, paste("enhet", 1:12)))
  data$dato <- as.Date("2022-01-01") + sample(0:364, n, TRUE)
  data$tid <- as.POSIXct("2022-01-01", tz = "UTC") + sample(0:3e7, n, TRUE)
  data$kode <- sprintf("K%05d", sample(0:20000, n, TRUE))
  data$fri <- ifelse(runif(n) < .3, paste("kommentar nummer", sample(1e6, n, TRUE)), "")
  data <- as.data.frame(data); stopifnot(ncol(data) == 120)
  write_sav(data, ${quoted(coded)}, compress = "byte"); write_sav(data, ${quoted(plain)}, compress = "none")
  write_sav(data, ${quoted(packed)}, compress = "zsav")
  rm(data)
}`
const reading = (path) => `stopifnot(identical(dim(read_sav(${quoted(path)})), c(${rows}L, 120L)))`
const haven = await answeringR(setup, { coded: reading(coded), plain: reading(plain), packed: reading(packed) })
if (!existsSync(packed)) {
  process.stdout.write('not measured: haven, which writes the files, is not installed\n')
  process.exit(0)
}
const peers = ['coded', 'plain', 'packed']

const { program, remove } = await bundled('formats-program.ts')
await remove()
const open = (path) => program.openTable(program.readers, program.diskFile(path, path))

for (const [index, [what, path]] of Object.entries(paths).entries()) {
  const readAll = async () => {
    const { table } = await open(path)
    let read = 0
    for await (const block of table.blocks({})) read += block.rowCount
    if (read !== rows || table.head.columns.length !== 120) throw new Error(`${read} rows of ${path} were read`)
  }
  const [ours, theirs] = await inTurns(3, readAll, [async () => (haven === null ? null : haven.ask(peers[index]))])
  reportRatio(`${what}: all cells`, ours, haven && theirs, 'haven::read_sav', 1)
  report(`${what}: recognised and previewed`, (await seconds(() => open(path), 3)) * 1000, 'ms', {
    limit: 300,
    limitText: ' ms',
  })
}

const items = Array.from({ length: 100 }, (_, index) => `q${String(index + 1).padStart(3, '0')}`)
const instrument = program.parseInstrument(
  JSON.stringify({
    instrument: 1,
    id: 'bench',
    version: '1',
    label: { en: 'Bench' },
    scales: [{ id: 'agree5', kind: 'ordinal', min: 1, max: 5, labels: {} }],
    dimensions: [{ id: 'all', label: { en: 'All' }, score: 'mean', min_answered: 'half' }],
    items: items.map((id) => ({ id, dimension: 'all', scale: 'agree5', text: { en: id } })),
  }),
  'instrument.json',
)
if (!instrument.ok) throw new Error(instrument.problems.map(String).join('\n'))

const database = program.startDatabase()
const load = async () => {
  await database.execute('DROP TABLE IF EXISTS responses')
  const loaded = await program.loadSource(program.sourceOf('survey'), program.readers, {
    database,
    file: program.diskFile(coded, coded),
    source: {
      id: 's',
      kind: 'survey',
      file: 's',
      round: '2022',
      attributes: ['kommune', 'rolle', 'g1'],
      respondent: 'id',
    },
    instrument: instrument.value,
  })
  if (loaded.rowsUsed !== rows) throw new Error(`${loaded.rowsUsed} rows were used`)
}
// The window's engine runs before a file is chosen. The first load is not timed; each goes into an engine without the one before.
await load()
const [loaded, read] = await inTurns(3, load, [async () => (haven === null ? null : haven.ask('coded'))])
reportRatio('A survey of 100 items in the running engine', loaded, haven && read, 'haven::read_sav', 1)
await database.close()
haven?.end()
