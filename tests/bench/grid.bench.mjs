// The grid of rows over a million respondents of 80 columns: to the last page, sorted, filtered and summed up in the engine, beside R's data frame.
import { answeringR, bundled, inTurns, report, reportRatio, seconds } from './measure.mjs'

const rows = 1_000_000
const items = 76
const { program, remove } = await bundled('grid-program.ts')
await remove()

const database = program.startDatabase()
const { stored: storage } = program.sourceOf('survey')
const draw = (column, steps) => `((hash(i * 83 + ${column}) % ${steps})::INTEGER)`
const columns = [
  `'s'::VARCHAR AS "source"`,
  `(i + 1)::INTEGER AS "_row"`,
  `('Organisation ' || ${draw(1, 30)})::VARCHAR AS "organisation"`,
  `(${draw(2, 100_000)} / 7.0)::DOUBLE AS "weight"`,
  ...Array.from({ length: items }, (_, item) => {
    const answer = draw(item + 10, 100)
    return `(CASE WHEN ${answer} < 3 THEN NULL WHEN ${answer} < 5 THEN -101 ELSE ${answer} % 5 + 1 END)::TINYINT AS "q${item + 1}"`
  }),
]
await database.execute(`CREATE TABLE "${storage.table}" AS SELECT ${columns.join(', ')} FROM range(${rows}) AS t(i)`)
const source = { storage: { ...storage, rows: () => `"source" = 's'` }, source: 's' }
const known = await program.storedColumns(database, storage.table)
if (known.length < 80) throw new Error(`the table has ${known.length} columns`)

const order = (where, sort) => program.orderedRows(database, source, { where, sort }, known)
const r = await answeringR(
  `set.seed(20221122)
n <- ${rows}L
weight <- sample.int(100000L, n, TRUE) / 7
answer <- sample(c(1:5, NA), n, TRUE)
organisation <- paste('Organisation', sample.int(30L, n, TRUE))`,
  {
    number: 'order(weight)',
    code: 'order(answer, weight, decreasing = TRUE)',
    text: "which(grepl('organisation 7', tolower(organisation), fixed = TRUE))",
    range: 'which(answer >= 4 & !is.na(answer))',
  },
)
const against = async (what, name, ours, limit) => {
  const theirs = r === null ? [] : [() => r.ask(name)]
  const [own, their = null] = await inTurns(3, ours, theirs)
  reportRatio(what, own, their, 'R', limit)
  report(`${what}: shown within a second`, own, 's', { limit: 1 })
}

const byWeight = [{ column: 'weight', descending: false }]
await against('Sorted by a number', 'number', async () => {
  const numbers = await order([], byWeight)
  if (numbers.length !== rows) throw new Error('rows are missing')
})
await against('Sorted by an answer, then by a number', 'code', () =>
  order(
    [],
    [
      { column: 'q1', descending: true },
      { column: 'weight', descending: true },
    ],
  ),
)
await against('Filtered by part of a text', 'text', () =>
  order([{ is: 'contains', column: 'organisation', text: 'organisation 7' }], []),
)
await against('Filtered by a range of an answer', 'range', () =>
  order([{ is: 'range', column: 'q1', from: 4, to: null }], []),
)
r?.end()

const sorted = await order([], byWeight)
const names = known.slice(4, 16).map(({ name }) => name)
const page = (numbers) => program.storedValues(database, source, names, Array.from(numbers))
const last = Array.from({ length: 64 }, (_, at) => rows - 63 + at)
report('The last page of 64 rows and 12 columns', 1000 * (await seconds(() => page(last), 5)), 'ms', {
  limit: 100,
  limitText: ' ms',
})
const scattered = sorted.slice(rows / 2, rows / 2 + 64)
report('A page in the middle of sorted rows', 1000 * (await seconds(() => page(scattered), 5)), 'ms', {
  limit: 100,
  limitText: ' ms',
})
const q1 = known.find(({ name }) => name === 'q1')
report(
  'The head of a column summed up',
  1000 * (await seconds(() => program.summariseColumn(database, source, { where: [] }, known, q1), 3)),
  'ms',
  { limit: 1000, limitText: ' ms' },
)
await database.close()
