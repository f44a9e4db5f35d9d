# Intervals of means within a scale, by the delta method on the logit, and of samples that are all alike. Run in this folder: Rscript bounded-mean.R
suppressPackageStartupMessages(library(jsonlite))
near <- function(mean, se, critical, min, max) {
  u <- (mean - min) / (max - min)
  if (min(mean - min, max - mean) >= 5 * se) return(mean + c(-1, 1) * critical * se)
  min + (max - min) * plogis(qlogis(u) + c(-1, 1) * critical * se / (max - min) / (u * (1 - u)))
}
cases <- lapply(list(
  list(x = c(rep(5, 14), 4), min = 1, max = 5), list(x = c(1, 1, 2, 1, 1, 1, 3, 1), min = 1, max = 5), list(x = c(0, 100), min = 0, max = 100),
  list(x = c(4, 5, 4, 5, 5, 3, 5, 4, 5, 5), min = 1, max = 5), list(x = rep(1:5, 8), min = 1, max = 5)), function(case) {
  n <- length(case$x); se <- sd(case$x) / sqrt(n); critical <- qt(.975, n - 1); ends <- near(mean(case$x), se, critical, case$min, case$max)
  list(min = case$min, max = case$max, mean = mean(case$x), se = se, critical = critical, low = ends[1], high = ends[2])
})
alike <- lapply(list(c(5, 15), c(3, 6), c(1, 2), c(4, 200)), function(case) {
  share <- binom.test(case[2], case[2])$conf.int[1]
  list(value = case[1], n = case[2], min = 1, max = 5, low = share * case[1] + (1 - share) * 1, high = share * case[1] + (1 - share) * 5)
})
writeLines(toJSON(list(software = R.version.string, script = "bounded-mean.R", cases = cases, alike = alike), auto_unbox = TRUE, digits = I(17), pretty = TRUE), "bounded-mean.json")
