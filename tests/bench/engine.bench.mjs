// A million respondents on the command line's engine: import, scoring, comparison.
import { readFileSync } from 'node:fs'
import { dimensionIds, itemIds, millionRespondents, recipeOf, reversedItems } from './million-respondents.mjs'
import { answeringPandas, answeringR, bundled, inTurns, report, reportRatio, seconds } from './measure.mjs'

const data = await millionRespondents()
const { program, remove } = await bundled('program.ts')
await remove()

const parsed = program.parseInstrument(readFileSync(data.instrument, 'utf8'), 'instrument.json')
if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
const instrument = parsed.value

const recipe = recipeOf({
  id: 'group-comparison',
  as: 'by-organisation',
  options: { outcomes: dimensionIds, by: 'organisation' },
})

process.stdout.write(`${(data.bytes / 1e6).toFixed(0)} MB, ${itemIds.length} items\n`)

// Each time a new engine; the first is cold, as it is on the command line.
let database = null
let project
const python = await answeringPandas(data.survey)
const [imported, read] = await inTurns(
  2,
  async () => {
    await database?.close()
    database = program.startDatabase()
    project = await program.loadProject(database, recipe, instrument, () => program.diskFile(data.survey, data.survey))
  },
  [async () => (python === null ? null : python.ask('read'))],
)
python?.end()
const [source] = project.reports
if (source.rowsUsed < 999_000) throw new Error(`${source.rowsUsed} rows were used`)
reportRatio(
  'Start of the engine, import and scoring on the command line',
  imported,
  python && read,
  'pandas.read_csv',
  1.2,
)

// The import has counted the sums; they are counted anew, off the patterns of answers, where the instrument was changed since, and here.
const { packedColumns } = project.datasets.survey
const survey = {
  ...project.datasets.survey,
  packedColumns: packedColumns.filter((name) => name.startsWith('#pattern')),
}
const score = async () => {
  for (const statement of program.scoringStatements(survey)) await database.execute(statement)
}
const dims = dimensionIds.map((_, index) => `${index * 6 + 1}:${index * 6 + 6}`).join(', ')
const ruled =
  'lapply(dims, function(columns) { x <- turned[, columns]; m <- rowMeans(x, na.rm = TRUE); m[rowSums(!is.na(x)) < 3] <- NA; m })'
const turn = `turned <- items; turned[, c(${reversedItems.map((id) => itemIds.indexOf(id) + 1).join(', ')})] <- 6L - turned[, c(${reversedItems.map((id) => itemIds.indexOf(id) + 1).join(', ')})]`
const r = await answeringR(
  `items <- readBin(${JSON.stringify(data.items)}, 'integer', 36e6, size = 1L)
items[items < -100L] <- NA
items <- matrix(items, ncol = 36)
dims <- list(${dims})`,
  {
    whole: 'rowMeans(items, na.rm = TRUE)',
    each: 'lapply(dims, function(columns) rowMeans(items[, columns], na.rm = TRUE))',
    ruled: `{ ${turn}; ${ruled} }`,
  },
)
const theirs = r === null ? [] : ['each', 'whole', 'ruled'].map((name) => () => r.ask(name))
const [scoring, each = null, whole = null, rule = null] = await inTurns(7, score, theirs)
const reading = await seconds(
  () => database.frame(`SELECT ${dimensionIds.map((id, index) => `max("${id}") AS m${index}`).join(', ')} FROM scores`),
  5,
)
reportRatio('Scoring of six dimensions anew', scoring, each, 'R rowMeans of the six', 1)
reportRatio('… to compare: the same', scoring, rule, 'R with reversal and the half rule', null)
reportRatio('… to compare: the same', scoring, whole, 'R rowMeans of all 36 as one', null)
report('… reading every score once, beside', reading, 's')

const ours = await database.frame(
  `SELECT ${dimensionIds.map((id, index) => `count("${id}") AS n${index}, avg("${id}") AS m${index}`).join(', ')} FROM scores`,
)
if (r !== null) {
  const answer = await r.text(`{ ${turn}; sapply(${ruled}, function(m) c(sum(!is.na(m)), mean(m, na.rm = TRUE))) }`)
  const numbers = answer.trim().split(/\s+/u).map(Number)
  dimensionIds.forEach((id, index) => {
    const [n, mean] = numbers.slice(2 * index, 2 * index + 2)
    const rows = ours.columns[`n${index}`].values[0]
    const average = ours.columns[`m${index}`].values[0]
    if (!(Math.abs(average - mean) / mean < 1e-12) || rows !== n)
      throw new Error(`${id}: ${rows} scores with mean ${average}, R has ${n} with ${mean}`)
  })
  process.stdout.write('Numbers and means of the scores are R’s, to 1e-12.\n')
  r.end()
}

const compared = await seconds(async () => {
  const [outcome] = await program.executeAnalyses(database, recipe, project.datasets)
  if (outcome.status !== 'ok') throw new Error(JSON.stringify(outcome.refusal))
}, 3)
report('Welch and Games–Howell of six dimensions over nine organisations', compared, 's', {
  limit: 0.3,
  limitText: ' s',
})
report('Held by the engine', (await database.memory()) / 1e6, 'MB')
await database.close()
