// Recognition and a first preview of large files, the first time that a process does it: nobody waits for a file to be shown, whatever its size.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { millionRespondents, itemIds, randomFrom } from './million-respondents.mjs'
import { largeWorkbook } from './large-workbook.mjs'
import { answeringR, bundled, report } from './measure.mjs'

const folder = join(tmpdir(), 'valtel-bench-preview-1')
mkdirSync(folder, { recursive: true })
const places = ['Åre', 'Levanger', 'Östersund', 'Verdal']

const data = await millionRespondents()
const files = {
  'Delimited text': data.survey,
  'Workbook (.xlsx)': largeWorkbook(),
  'JSON lines': jsonLines(join(folder, 'survey.jsonl')),
  ...(await filesOfHaven()),
}

const { path: program, remove } = await bundled('formats-program.ts')
try {
  for (const [what, path] of Object.entries(files)) {
    let least = Infinity
    for (let turn = 0; turn < 3; turn += 1) least = Math.min(least, await firstPreview(program, path))
    report(`${what}, ${(statSync(path).size / 1e6).toFixed(0)} MB: recognised and previewed`, least, 'ms', {
      limit: 300,
      limitText: ' ms',
    })
  }
} finally {
  await remove()
}

/** Milliseconds in a process of its own, whose code nothing has warmed. */
function firstPreview(module, path) {
  const script = `
    const program = await import(${JSON.stringify(module)})
    const start = performance.now()
    const { table } = await program.openTable(program.readers, program.diskFile(${JSON.stringify(path)}, ${JSON.stringify(path)}))
    const took = performance.now() - start
    if (table.head.sample.length < 100) throw new Error('there is no preview')
    process.send(took)`
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the preview of ${path} ended with ${code}`)))
  })
}

/** 300 000 respondents of 36 items. */
function jsonLines(path) {
  if (existsSync(path)) return path
  const random = randomFrom(20221122)
  const out = openSync(`${path}.part`, 'w')
  for (let first = 0; first < 300_000; first += 1000) {
    const lines = Array.from({ length: 1000 }, (_, row) => {
      const answers = itemIds.map((id) => [id, random() < 0.03 ? null : 1 + Math.floor(random() * 5)])
      const place = places[Math.floor(random() * places.length)]
      return `${JSON.stringify({ respondent: first + row, organisation: place, ...Object.fromEntries(answers) })}\n`
    })
    writeSync(out, lines.join(''))
  }
  closeSync(out)
  renameSync(`${path}.part`, path)
  return path
}

/** Files of 200 000 rows and 102 columns that haven writes; none where R lacks it. */
async function filesOfHaven() {
  const paths = Object.fromEntries(['sav', 'zsav', 'dta'].map((type) => [type, join(folder, `survey.${type}`)]))
  if (Object.values(paths).some((path) => !existsSync(path))) {
    const quoted = (path) => JSON.stringify(path)
    const haven = await answeringR(
      `suppressPackageStartupMessages(library(haven)); set.seed(20221122); n <- 200000L
data <- as.data.frame(setNames(lapply(1:100, function(i) sample(c(1:5, NA), n, TRUE)), paste0("q", 1:100)))
data$comment <- paste("comment", seq_len(n)); data$place <- sample(c("Verdal", "Levanger"), n, TRUE)
write_sav(data, ${quoted(paths.sav)}, compress = "byte"); write_sav(data, ${quoted(paths.zsav)}, compress = "zsav")
write_dta(data, ${quoted(paths.dta)}, version = 15)`,
      {},
    )
    if (haven === null) {
      process.stdout.write('Files of SPSS and Stata are not measured: haven, which writes them, is not installed\n')
      return {}
    }
    haven.end()
  }
  return { 'SPSS (.sav)': paths.sav, 'SPSS, compressed (.zsav)': paths.zsav, 'Stata (.dta)': paths.dta }
}
