# Lower tails and quantiles of the binomial distribution. Run in this folder: Rscript binomial.R
# Writes binomial.json beside this file.
suppressPackageStartupMessages(library(jsonlite))
tails <- expand.grid(trials = c(1, 9, 23, 60, 400), chance = c(0, 1e-6, 0.03, 0.5, 0.9, 1), share = c(0, 0.1, 0.45, 0.8, 1))
tails$successes <- floor(tails$trials * tails$share)
tails$lower <- pbinom(tails$successes, tails$trials, tails$chance)
quantiles <- expand.grid(trials = 0:60, chance = c(0.1, 0.5, 0.77), p = c(0, 0.05, 0.45, 0.975, 1))
quantiles$quantile <- qbinom(quantiles$p, quantiles$trials, quantiles$chance)
large <- data.frame(trials = c(999, 5000, 99999), chance = 0.5, p = 0.05)
large$quantile <- qbinom(large$p, large$trials, large$chance)
writeLines(toJSON(list(software = R.version.string, lower = tails[c("successes", "trials", "chance", "lower")], quantile = rbind(quantiles, large)),
  digits = NA, auto_unbox = TRUE), "binomial.json")
