// A million respondents on the command line's engine: import, scoring, comparison.
import { readFileSync } from 'node:fs'
import { dimensionIds, itemIds, millionRespondents, reversedItems } from './million-respondents.mjs'
import { bundled, r, readByPandas, report, reportRatio, seconds } from './measure.mjs'

const data = await millionRespondents()
const { program, remove } = await bundled('program.ts')
await remove()

const parsed = program.parseInstrument(readFileSync(data.instrument, 'utf8'), 'instrument.json')
if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
const instrument = parsed.value

const recipe = {
  recipe: 1,
  title: 'A million respondents',
  language: 'en',
  seed: 20221122,
  instrument: 'instrument.json',
  sources: [{ id: 'r2022', kind: 'survey', file: 'survey.csv', round: '2022', attributes: ['organisation', 'role'], respondent: 'respondent' }],
  protect: { min_group: 5 },
  analyses: [{ id: 'group-comparison', as: 'by-organisation', where: [], options: { outcomes: dimensionIds, by: 'organisation' } }],
  output: { tables: ['csv'], figures: [], profile: 'report-a4', report: [] },
}

process.stdout.write(`${(data.bytes / 1e6).toFixed(0)} MB, ${itemIds.length} items\n`)

// Each time a new engine; the first is cold, as it is on the command line.
let database = null
let project
const imported = await seconds(async () => {
  await database?.close()
  database = await program.openDatabase()
  project = await program.loadProject(database, recipe, instrument, () => program.diskFile(data.survey, data.survey))
}, 2)
const [source] = project.reports
if (source.rowsUsed < 999_000) throw new Error(`${source.rowsUsed} rows were used`)
const read = await readByPandas(data.survey)
reportRatio('Start of the engine, import and scoring on the command line', imported, read, 'pandas.read_csv', null)

const columns = await database.frame("SELECT column_name FROM duckdb_columns() WHERE table_name = 'responses'")
const names = new Set(columns.columns.column_name.levels)
const given = new Set(instrument.items.filter((item) => names.has(program.givenColumn(item.id))).map(({ id }) => id))
const survey = project.datasets.survey
const scoring = await seconds(async () => {
  for (const statement of program.scoringStatements(survey, given)) await database.execute(statement)
}, 5)
const scored = await seconds(() => database.frame(`SELECT ${dimensionIds.map((id) => `max("${id}")`).map((sql, index) => `${sql} AS m${index}`).join(', ')} FROM scores`), 5)

const dims = dimensionIds.map((_, index) => `${index * 6 + 1}:${index * 6 + 6}`).join(', ')
const answer = r(`items <- readBin(${JSON.stringify(data.items)}, 'integer', 36e6, size = 1L)
items[items < -100L] <- NA
items <- matrix(items, ncol = 36)
dims <- list(${dims})
reversed <- c(${reversedItems.map((id) => itemIds.indexOf(id) + 1).join(', ')})
least <- function(work) { best <- Inf; for (turn in 1:5) { gc(FALSE); best <- min(best, system.time(work())[['elapsed']]) }; best }
whole <- least(function() rowMeans(items, na.rm = TRUE))
each <- least(function() lapply(dims, function(columns) rowMeans(items[, columns], na.rm = TRUE)))
rule <- least(function() { turned <- items; turned[, reversed] <- 6L - turned[, reversed]; lapply(dims, function(columns) { x <- turned[, columns]; m <- rowMeans(x, na.rm = TRUE); m[rowSums(!is.na(x)) < 3] <- NA; m }) })
turned <- items; turned[, reversed] <- 6L - turned[, reversed]
sums <- sapply(dims, function(columns) { x <- turned[, columns]; m <- rowMeans(x, na.rm = TRUE); m[rowSums(!is.na(x)) < 3] <- NA; c(sum(!is.na(m)), mean(m, na.rm = TRUE)) })
cat(whole, each, rule, format(sums, digits = 17), sep = '\\n')`)
const numbers = answer === null ? null : answer.trim().split('\n').map(Number)
reportRatio('Scoring six dimensions, statement by statement', scoring, numbers && numbers[1], 'R rowMeans of the six', 1)
reportRatio('… and reading every score once', scoring + scored, numbers && numbers[1], 'R rowMeans of the six', null)
reportRatio('… the same', scoring, numbers && numbers[0], 'R rowMeans of all 36 at once', null)
reportRatio('… the same', scoring, numbers && numbers[2], 'R with reversal and the half rule', null)

const ours = await database.frame(`SELECT ${dimensionIds.map((id, index) => `count("${id}") AS n${index}, avg("${id}") AS m${index}`).join(', ')} FROM scores`)
if (numbers !== null) {
  dimensionIds.forEach((id, index) => {
    const [n, mean] = numbers.slice(3 + 2 * index, 5 + 2 * index)
    const rows = ours.columns[`n${index}`].values[0]
    const average = ours.columns[`m${index}`].values[0]
    const apart = Math.abs(average - mean) / mean
    if (apart > 1e-12 || Math.abs(rows - n) > 1e6 - source.rowsUsed) throw new Error(`${id}: ${rows} scores with mean ${average}, R has ${n} with ${mean}`)
  })
  process.stdout.write('The scores have R’s means to 1e-12.\n')
}

const compared = await seconds(async () => {
  const [outcome] = await program.executeAnalyses(database, recipe, project.datasets)
  if (outcome.status !== 'ok') throw new Error(JSON.stringify(outcome.refusal))
}, 3)
report('Welch and Games–Howell of six dimensions over nine organisations', compared, 's', { limit: 0.3, limitText: ' s' })
report('Held by the engine', (await database.memory()) / 1e6, 'MB')
await database.close()
