# Densities, tails, quantiles and exact intervals of the binomial distribution. Run in this folder: Rscript binomial.R
# Writes binomial.json beside this file.
suppressPackageStartupMessages(library(jsonlite))
tails <- expand.grid(trials = c(1, 9, 23, 60, 400), chance = c(0, 1e-6, 0.03, 0.5, 0.9, 1), share = c(0, 0.1, 0.45, 0.8, 1))
tails$successes <- floor(tails$trials * tails$share)
tails$lower <- pbinom(tails$successes, tails$trials, tails$chance)
tails$upper <- pbinom(tails$successes, tails$trials, tails$chance, lower.tail = FALSE)
tails$density <- dbinom(tails$successes, tails$trials, tails$chance)
quantiles <- expand.grid(trials = 0:60, chance = c(0.1, 0.5, 0.77), p = c(0, 0.05, 0.45, 0.975, 1))
quantiles$quantile <- qbinom(quantiles$p, quantiles$trials, quantiles$chance)
quantiles$upper <- qbinom(quantiles$p, quantiles$trials, quantiles$chance, lower.tail = FALSE)
large <- data.frame(trials = c(999, 5000, 99999), chance = 0.5, p = 0.05)
large$quantile <- qbinom(large$p, large$trials, large$chance)
large$upper <- qbinom(large$p, large$trials, large$chance, lower.tail = FALSE)
seen <- rbind(expand.grid(trials = c(1, 5, 37, 400), share = c(0, 0.2, 0.5, 0.9, 1), confidence = c(0.5, 0.95, 0.999)), data.frame(trials = 1e6, share = c(1e-6, 0.3), confidence = 0.95))
seen$successes <- floor(seen$trials * seen$share)
ends <- mapply(function(x, n, level) binom.test(x, n, conf.level = level)$conf.int, seen$successes, seen$trials, seen$confidence)
seen$low <- ends[1, ]; seen$high <- ends[2, ]
writeLines(toJSON(list(software = R.version.string, lower = tails[c("successes", "trials", "chance", "lower", "upper", "density")], quantile = rbind(quantiles, large), interval = seen[c("successes", "trials", "confidence", "low", "high")]),
  digits = I(17), auto_unbox = TRUE), "binomial.json")
