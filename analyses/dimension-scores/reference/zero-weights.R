# Writes zero-weights.json: dimensions under weights of which some are 0, by round and organisation, from fixtures/surveys/zero-weights. Run from the project's folder:
#   Rscript analyses/dimension-scores/reference/zero-weights.R
source("fixtures/surveys/zero-weights/read.R")
emit <- emitter("dimension-scores"); d <- answers()
stopifnot(abs(estimate(d$answer[d$round == 2021 & d$organisation == "Ten"], d$weight[d$round == 2021 & d$organisation == "Ten"])$sd - 1.2972) < 5e-5)
expect <- list()
for (r in 2021:2023) for (o in organisations) for (s in c("single", "climate")) {
  g <- d[d$round == r & d$organisation == o, ]; e <- estimate(g[[s]], g$weight)
  none <- list(n = 0, mean = NULL, sd = NULL, se = NULL, conf_low = NULL, conf_high = NULL, median = NULL, mean_unweighted = NULL, q1 = NULL, q3 = NULL, min = NULL, max = NULL, n_complete = 0)
  expect[[length(expect) + 1]] <- row("scores", list(round = as.character(r), organisation = o, dimension = s), if (e$n == 0) none else
    c(e[c("n", "mean", "sd", "se", "conf_low", "conf_high")], list(median = median(e$kept), mean_unweighted = mean(e$kept), q1 = quantile(e$kept, .25)[[1]], q3 = quantile(e$kept, .75)[[1]], min = min(e$kept), max = max(e$kept))))
}
emit("zero-weights", list(by = c("round", "organisation"), weights = TRUE), expect)
