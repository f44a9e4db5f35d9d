// Linear models as the drivers and factorial-variance analyses fit them, against R on the same scores.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answeringR, bundled, inTurns, report, reportRatio, seconds } from './measure.mjs'

const { program, remove } = await bundled('linear-model-program.ts')
await remove()

const people = 100_000
const scores = program.likeScores(people)
const few = program.likeScores(1000)
const folder = mkdtempSync(join(tmpdir(), 'linear-model-'))
const matrix = (name, columns) => {
  writeFileSync(join(folder, name), Buffer.concat(columns.map((column) => Buffer.from(column.buffer))))
  return `matrix(readBin(${JSON.stringify(join(folder, name))}, 'double', 1e7), ncol = ${columns.length})`
}
const r = await answeringR(
  `suppressWarnings(suppressMessages({library(sandwich); library(car)}))
options(contrasts = c('contr.sum', 'contr.poly'))
M <- ${matrix('scores', scores)}; d <- as.data.frame(M); few <- ${matrix('few', few)}
cell <- (seq_len(nrow(d)) - 1) %% 24
d$a <- factor(cell %% 3); d$b <- factor((cell %/% 3) %% 4); d$c <- factor(cell %/% 12)
p <- 6; subsets <- lapply(0:(2^p - 1), function(s) which(bitwAnd(s, 2^(0:(p - 1))) > 0)); sizes <- lengths(subsets)
weight <- factorial(sizes) * factorial(p - 1 - sizes) / factorial(p)
lmg <- function(x) {
  C <- cov(x)
  r2 <- vapply(subsets, function(s) if (length(s) == 0) 0 else sum(C[s, p + 1] * solve(C[s, s, drop = FALSE], C[s, p + 1])) / C[p + 1, p + 1], 0)
  vapply(1:p, function(j) { out <- which(bitwAnd(0:(2^p - 1), 2^(j - 1)) == 0); sum(weight[out] * (r2[out + 2^(j - 1)] - r2[out])) }, 0)
}
boot <- function() replicate(200, lmg(few[sample.int(nrow(few), replace = TRUE), ]))`,
  {
    robust: '{ m <- lm(V7 ~ V1 + V2 + V3 + V4 + V5 + V6, d); vcovHC(m, "HC3") }',
    boot: 'boot()',
    factors: 'Anova(lm(V7 ~ a * b * c, d), type = 2)',
  },
)
const theirs = (name) => (r === null ? [] : [() => r.ask(name)])
const [robust, robustByR = null] = await inTurns(3, () => program.robustFit(scores), theirs('robust'))
reportRatio('Coefficients and HC3 of six predictors, 100 000 people', robust, robustByR, 'lm and sandwich', null)
const [drawn, drawnByR = null] = await inTurns(2, () => program.bootstrap(few, 200), theirs('boot'))
reportRatio(
  'LMG of 200 bootstrap samples, 1 000 people × 6 predictors',
  drawn,
  drawnByR,
  'R, cov and solve a subset',
  null,
)
report('LMG of 2 000 bootstrap samples, 1 000 people', await seconds(() => program.bootstrap(few, 2000), 2), 's')
report('LMG of 2 000 bootstrap samples, 100 000 people', await seconds(() => program.bootstrap(scores, 2000), 2), 's')
const [factors, factorsByR = null] = await inTurns(3, () => program.threeFactors(scores.at(-1)), theirs('factors'))
reportRatio('Three factors, type 2, 100 000 people', factors, factorsByR, 'lm and car::Anova', null)
r?.end()
rmSync(folder, { recursive: true })

const survey = await program.openMadeUp(200_000, 40)
report(
  'factorial-variance of two dimensions, 200 000 people, statements included',
  await seconds(() => survey.run('factorial-variance', {}), 2),
  's',
)
report(
  'drivers, 200 000 people, 2 000 draws and 20 × 5 folds, statements included',
  await seconds(() => survey.run('drivers', {}), 2),
  's',
)
report(
  'drivers, whole organisations drawn',
  await seconds(() => survey.run('drivers', { resample: 'clusters' }), 2),
  's',
)
await survey.close()
