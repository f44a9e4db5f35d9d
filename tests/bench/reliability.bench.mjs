// A million respondents of 36 items: alpha and item statistics of the six dimensions, covariances of all items, omega with its bootstrap, ordinal alpha.
import { readFileSync } from 'node:fs'
import { dimensionIds, itemIds, millionRespondents, recipeOf, reversedItems } from './million-respondents.mjs'
import { answeringR, bundled, inTurns, report, reportRatio, seconds } from './measure.mjs'

const data = await millionRespondents()
const { program, remove } = await bundled('reliability-program.ts')
await remove()
const parsed = program.parseInstrument(readFileSync(data.instrument, 'utf8'), 'instrument.json')
if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
const instrument = parsed.value
const reliabilityOf = (options) => recipeOf({ id: 'reliability', as: 'reliability', options })
const database = await program.openDatabase()
const project = await program.loadProject(database, reliabilityOf({}), instrument, () =>
  program.diskFile(data.survey, data.survey),
)
const { survey } = project.datasets

const run = async (options) => {
  const [outcome] = await program.executeAnalyses(database, reliabilityOf(options), project.datasets)
  if (outcome.status !== 'ok') throw new Error(JSON.stringify(outcome.refusal))
  return outcome
}
const plain = { draws: 0, ordinal: false }
let outcome
const alphaAndItems = async () => {
  outcome = await run(plain)
}

const turned = reversedItems.map((id) => itemIds.indexOf(id) + 1).join(', ')
const columns = (index) => `items[, ${index * 6 + 1}:${index * 6 + 6}]`
const r = await answeringR(
  `suppressMessages(library(psych))
items <- readBin(${JSON.stringify(data.items)}, 'integer', 36e6, size = 1L)
items[items < -100L] <- NA
items <- matrix(items, ncol = 36, dimnames = list(NULL, ${`paste0('i', 1:36)`}))
items[, c(${turned})] <- 6L - items[, c(${turned})]
whole <- items[complete.cases(items), ]
each <- lapply(0:5, function(d) { own <- items[, d * 6 + 1:6]; own[complete.cases(own), ] })`,
  {
    complete: "cov(items, use = 'complete.obs')",
    pairwise: "cov(items, use = 'pairwise.complete.obs')",
    alpha: `suppressWarnings(psych::alpha(as.data.frame(${columns(0)}[complete.cases(${columns(0)}), ]), check.keys = FALSE, warnings = FALSE))`,
  },
)
const [ours, complete = null, alpha = null] = await inTurns(
  5,
  alphaAndItems,
  r === null ? [] : [() => r.ask('complete'), () => r.ask('alpha')],
)
reportRatio(
  'Alpha and item statistics of six dimensions, from the engine to the tables',
  ours,
  complete,
  'R cov of all 36, complete rows',
  0.5,
)
reportRatio('… the same', ours, alpha === null ? null : 6 * alpha, 'psych::alpha of the six', 0.5)

const statement = program.itemMatrixStatement(survey, instrument.items, [])
let frame
report(
  '… of it, the answers from the engine',
  await seconds(async () => (frame = await database.frame(statement)), 3),
  's',
)
const [matrix] = program.readItemMatrices(frame, survey, instrument.items, []).matrices
let whole
const [listwise, rListwise = null] = await inTurns(
  5,
  async () => (whole = program.listwiseCovariances(matrix.columns)),
  r === null ? [] : [() => r.ask('complete')],
)
reportRatio('Covariances of all 36 items, complete rows, the answers at hand', listwise, rListwise, 'R cov', 0.5)
const [pairwise, rPairwise = null] = await inTurns(
  3,
  async () => program.pairwiseCovariances(matrix.columns),
  r === null ? [] : [() => r.ask('pairwise')],
)
reportRatio('… the same, pairwise', pairwise, rPairwise, 'R cov', 0.5)

if (r !== null) {
  const close = (a, b, what) => {
    if (!(Math.abs(a - b) <= 1e-10 * Math.abs(b))) throw new Error(`${what}: ${a}, R has ${b}`)
  }
  const numbers = async (expression) => (await r.text(expression)).trim().split(/\s+/u).map(Number)
  const theirs = await numbers('as.numeric(cov(whole))')
  theirs.forEach((value, index) => close(whole.covariance[index], value, `covariance ${index}`))
  const table = outcome.tables.find(({ id }) => id === 'scales')
  const at = (id) => table.columns.findIndex((column) => column.id === id)
  const alphas = await numbers('sapply(each, function(own) { C <- cov(own); 6 / 5 * (1 - sum(diag(C)) / sum(C)) })')
  alphas.forEach((value, index) =>
    close(
      table.rows.find((row) => row[at('dimension')] === dimensionIds[index])[at('alpha')],
      value,
      dimensionIds[index],
    ),
  )
  process.stdout.write('Alphas and covariances are R’s, to 1e-10.\n')
  r.end()
}

report('Omega with the bootstrap’s limit and ordinal alpha, besides', (await seconds(() => run({}), 2)) - ours, 's')
await database.close()
