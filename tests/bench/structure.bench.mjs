// Exploratory factors and parallel analysis of 24 items, against psych on the same data.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answeringR, bundled, inTurns, reportRatio } from './measure.mjs'

const { program, remove } = await bundled('structure-program.ts')
await remove()
const rows = 2000
const factors = 6
const columns = program.likeAnswers(rows, factors, 4)
const items = columns.length
const answers = columns.map((column) => Int8Array.from(column))

const folder = await mkdtemp(join(tmpdir(), 'structure-'))
const file = join(folder, 'answers.csv')
await writeFile(
  file,
  [
    columns.map((_, item) => `y${item + 1}`).join(','),
    ...Array.from({ length: rows }, (_, row) => columns.map((column) => column[row]).join(',')),
  ].join('\n'),
)
const r = await answeringR(
  `suppressPackageStartupMessages({ library(psych); library(GPArotation) }); x <- read.csv(${JSON.stringify(file)}); options(mc.cores = 1)`,
  {
    minres: `fa(cor(x), nfactors = ${factors}, n.obs = ${rows}, rotate = 'oblimin', fm = 'minres')$loadings[1]`,
    ml: `fa(cor(x), nfactors = ${factors}, n.obs = ${rows}, rotate = 'oblimin', fm = 'ml')$loadings[1]`,
    parallel:
      "{ invisible(capture.output(found <- fa.parallel(x, fa = 'pc', n.iter = 100, plot = FALSE))); found$ncomp }",
  },
)
const explore = (method) => {
  const extraction = program.extractFactors(
    program.correlationsOf(program.listwiseCovariances(answers).covariance, items),
    items,
    factors,
    method,
  )
  if (!extraction.converged) throw new Error(extraction.reason)
  return program.inOrder(program.oblimin(extraction.loadings, items, factors), items, factors)
}
const cases = [
  ['minres and oblimin to the optimum', 'minres', 3, () => explore('minres')],
  ['ML and oblimin to the optimum', 'ml', 3, () => explore('ml')],
  ['parallel analysis, 100 draws', 'parallel', 3, () => program.parallelAnalysis(rows, items, 100, 0.95, 1)],
]
for (const [what, name, times, ours] of cases) {
  const [our, their = null] = await inTurns(times, ours, r === null ? [] : [() => r.ask(name)])
  reportRatio(`${what}, ${items} items, ${rows} rows`, our, their, 'psych')
}
r?.end()
await rm(folder, { recursive: true, force: true })
