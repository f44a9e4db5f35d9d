// The items that moved most, rounds of which some people are in both, and groups by the thousand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answeringR, bundled, inTurns, report, reportRatio, seconds } from './measure.mjs'

const { program, remove } = await bundled('comparison-program.ts')
await remove()

const rounds = program.likeRounds(1000, 36)
const persons = program.likePersons(4000)
const folder = mkdtempSync(join(tmpdir(), 'comparison-'))
/** A file of numbers that R reads; missing ones are NA there. */
const column = (name, values) => {
  writeFileSync(
    join(folder, name),
    Float64Array.from(values, (value) => (value < 0 ? Number.NaN : value)),
  )
  return `readBin(${JSON.stringify(join(folder, name))}, 'double', 1e6)`
}
const r = await answeringR(
  `suppressWarnings(suppressMessages(library(lme4)))
M <- matrix(${column(
    'items',
    rounds.items.flatMap((answers) => Array.from(answers)),
  )}, ncol = 36); M[is.nan(M)] <- NA
later <- ${column('later', rounds.isLater)}
strata <- split(seq_along(later), ${column('stratum', rounds.stratum)})
S <- apply(M, 2, sd, na.rm = TRUE); P <- 1 * !is.na(M); M0 <- M; M0[is.na(M)] <- 0; total <- colSums(M0); count <- colSums(P)
permute <- function() max(replicate(9999, { labels <- later; for (s in strata) labels[s] <- labels[s[sample.int(length(s))]]; n2 <- drop(labels %*% P); n1 <- count - n2; sum2 <- drop(labels %*% M0); max(abs((sum2 / n2 - (total - sum2) / n1) / (S * sqrt(1 / n1 + 1 / n2)))) }))
first <- ${column('first', persons.values[0])}
second <- ${column('second', persons.values[1])}
long <- na.omit(data.frame(y = c(first, second), later = rep(0:1, each = 4000), person = rep(seq_len(4000), 2)))
mixed <- function() fixef(lmer(y ~ later + (1 | person), long))[[2]]`,
  { permute: 'permute()', mixed: 'mixed()' },
)
const [permuted, byR = null] = await inTurns(
  2,
  () => program.permute(rounds, 9999),
  r === null ? [] : [() => r.ask('permute')],
)
report('9 999 permutations, 1 000 people × 36 items', permuted, 's', { limit: 1, limitText: ' s' })
reportRatio('… the same', permuted, byR, 'R, two matrix products a permutation', null)

const fit = () => {
  if (typeof program.change(persons) === 'string') throw new Error('the model was not fitted')
}
const [mixed, byLmer = null] = await inTurns(3, fit, r === null ? [] : [() => r.ask('mixed')])
reportRatio('Change of 4 000 partly linked people by a mixed model', mixed, byLmer, 'lme4::lmer', null)
r?.end()
rmSync(folder, { recursive: true })

const survey = await program.openMadeUp(4000, 12)
const whole = { outcomes: ['alpha', 'beta'], permutations: 9999 }
await seconds(() => survey.run('round-change', { ...whole, smallest_effect: 0.2 }))
let turn = 0
report(
  'Another smallest effect, 4 000 people, statements included',
  await seconds(() => survey.run('round-change', { ...whole, smallest_effect: 0.3 + 0.05 * (turn += 1) }), 3),
  's',
  { limit: 0.1, limitText: ' s' },
)
await survey.close()

const many = await program.openMadeUp(30_000, 10_000)
for (const id of ['group-comparison', 'round-change', 'dimension-scores'])
  report(`${id} by 10 000 groups`, await seconds(() => many.run(id, { by: ['organisation'] }), 2), 's')
await many.close()
