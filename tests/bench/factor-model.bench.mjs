// Factor models of 24 items and 5 000 rows, six correlated factors, against lavaan on the same data.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answeringR, bundled, inTurns, reportRatio } from './measure.mjs'

const { program, remove } = await bundled('factor-model-program.ts')
await remove()
const rows = 5000
const factors = 6
const perFactor = 4
const columns = program.likeAnswers(rows, factors, perFactor)
const incomplete = program.withGaps(columns, 0.03)
const model = program.simpleStructureModel(columns.map((_, item) => Math.floor(item / perFactor)))
const half = (first) => Array.from({ length: rows / 2 }, (_, index) => 2 * index + first)

const folder = await mkdtemp(join(tmpdir(), 'factor-model-'))
const names = columns.map((_, item) => `y${item + 1}`)
const csv = (of) =>
  [
    names.join(','),
    ...Array.from({ length: rows }, (_, row) =>
      of.map((column) => (Number.isNaN(column[row]) ? '' : column[row])).join(','),
    ),
  ].join('\n')
await writeFile(join(folder, 'complete.csv'), csv(columns))
await writeFile(join(folder, 'incomplete.csv'), csv(incomplete))

const r = await answeringR(
  `suppressPackageStartupMessages(library(lavaan))
complete <- read.csv(${JSON.stringify(join(folder, 'complete.csv'))}); incomplete <- read.csv(${JSON.stringify(join(folder, 'incomplete.csv'))}); complete$half <- rep(1:2, length.out = ${rows})
model <- paste(sapply(1:${factors}, function(f) sprintf('f%d =~ %s', f, paste0('y', (f - 1) * ${perFactor} + 1:${perFactor}, collapse = ' + '))), collapse = '\\n')`,
  {
    fit: 'fitMeasures(cfa(model, complete))',
    steps:
      "{a <- cfa(model, complete, group = 'half'); b <- cfa(model, complete, group = 'half', group.equal = 'loadings'); c <- cfa(model, complete, group = 'half', group.equal = c('loadings', 'intercepts')); lavTestLRT(a, b, c)}",
    fiml: "fitMeasures(cfa(model, incomplete, missing = 'fiml'))",
  },
)
const fit = (sample) => {
  const result = program.fitFactorModel(model, sample)
  if (!result.converged) throw new Error(result.reason)
  return result
}
const cases = [
  ['CFA, moments and fit indices included', 'fit', 5, () => fit([program.listwiseSample(columns)])],
  [
    'configural, metric, scalar in two groups',
    'steps',
    3,
    () =>
      program.invarianceSteps(model, [
        program.listwiseSample(columns, half(0)),
        program.listwiseSample(columns, half(1)),
      ]),
  ],
  ['FIML, 3 % of the answers missing', 'fiml', 1, () => fit([program.incompleteSample(incomplete)])],
]
for (const [what, name, times, ours] of cases) {
  const [our, their = null] = await inTurns(times, ours, r === null ? [] : [() => r.ask(name)])
  reportRatio(`${what}, 24 items, 5 000 rows`, our, their, 'lavaan', 1)
}
r?.end()
await rm(folder, { recursive: true, force: true })
