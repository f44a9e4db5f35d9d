// Bootstrap of a mean difference, 9 999 draws, against boot::boot.
import { answeringR, bundled, inTurns, report, reportRatio } from './measure.mjs'

const { program, remove } = await bundled('resampling-program.ts')
await remove()
const draws = 9999
const r = await answeringR(
  `suppressWarnings(library(boot))
set.seed(1)
sample_of <- function(n) round(pmin(5, pmax(1, rnorm(n, 3.5, .8))) * 6) / 6
groups <- list(small = sample_of(100), usual = sample_of(500), large = sample_of(20000))
difference <- function(name) { x <- groups[[name]]; d <- data.frame(y = c(x, x + .1), g = rep(1:2, each = length(x))); boot(d, function(d, i) { y <- d$y[i]; n <- nrow(d) / 2; mean(y[seq_len(n)]) - mean(y[n + seq_len(n)]) }, R = ${draws}, strata = d$g) }`,
  { small: "difference('small')", usual: "difference('usual')" },
)
for (const [name, n] of [
  ['small', 100],
  ['usual', 500],
  ['large', 20_000],
]) {
  const sample = program.likeScores(n)
  const ours = () => {
    const generator = program.random(20221122, name)
    const first = program.resampledMeans(sample, draws, generator.stream('a'))
    const second = program.resampledMeans(sample, draws, generator.stream('b'))
    const interval = program.percentileInterval(
      first.map((mean, i) => mean - second[i]),
      0.95,
    )
    if (!(interval.low < 0 && interval.high > 0)) throw new Error('the interval misses zero')
  }
  const [our, their = null] = await inTurns(3, ours, r === null || name === 'large' ? [] : [() => r.ask(name)])
  report(`9 999 draws of a difference of two means of ${n}`, our, 's', { limit: 0.3, limitText: ' s' })
  // boot takes half a minute for the large ones.
  if (name !== 'large') reportRatio('… the same', our, their, 'boot::boot', null)
}
r?.end()
