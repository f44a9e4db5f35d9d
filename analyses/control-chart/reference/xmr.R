# XmR limits and run rules by their definitions in base R. Run in this folder: Rscript xmr.R
# Writes nile.json, lake-huron.json, spc.json and mdc.json beside this file.
suppressPackageStartupMessages(library(jsonlite))
fixture <- "../../../fixtures/"
limits <- function(y, method = "mr-1.128") {
  mr <- abs(diff(y)); raw <- mean(mr)
  if (method == "mr-screened") { mr <- mr[mr < 3.267 * raw]; reach <- 2.66 * mean(mr); sigma <- reach / 3 }
  else { sigma <- mean(mr) / 1.128; reach <- 3 * sigma }
  list(centre = mean(y), sigma = sigma, lower = mean(y) - reach, upper = mean(y) + reach, mean_moving_range = mean(mr))
}
run_test <- function(y, centre) {
  s <- sign(y - centre); s <- s[s != 0]; r <- rle(s)
  list(longest_run = max(r$lengths), longest_run_limit = round(log2(length(s))) + 3,
       crossings = length(r$lengths) - 1, crossings_limit = qbinom(0.05, length(s) - 1, 0.5))
}
in_windows <- function(n, k, test) { hit <- logical(n); for (i in seq_len(max(0, n - k + 1))) { w <- i:(i + k - 1); if (test(w)) hit[w] <- TRUE }; hit }
far <- function(y, centre, sigma, needed, k, sigmas) {
  n <- length(y); hit <- logical(n); s <- sign(y - centre); d <- abs(y - centre) / sigma
  for (i in seq_len(max(0, n - k + 1))) for (side in c(1, -1)) { w <- i:(i + k - 1); f <- w[s[w] == side & d[w] > sigmas]; if (length(f) >= needed) hit[f] <- TRUE }
  hit
}
rules <- function(y, l, set, run = 7) {
  n <- length(y); s <- sign(y - l$centre); d <- abs(y - l$centre) / l$sigma; step <- sign(diff(y))
  one_side <- function(k) in_windows(n, k, function(w) s[w[1]] != 0 && all(s[w] == s[w[1]]))
  trend <- function(k) in_windows(n, k, function(w) { t <- step[w[-length(w)]]; t[1] != 0 && all(t == t[1]) })
  outside <- d > 3
  if (set == "making-data-count") {
    near <- d > 2 & d <= 3; two <- logical(n)
    for (i in seq_len(n - 2)) { w <- i:(i + 2); if (sum(near[w]) >= 2 && abs(sum(s[w])) == 3) two[w[near[w]]] <- TRUE }
    f <- list(outside = outside, `one-side` = one_side(run), trend = trend(7), `two-of-three` = two)
  } else if (set == "western-electric") {
    f <- list(outside = outside, `two-of-three` = far(y, l$centre, l$sigma, 2, 3, 2), `four-of-five` = far(y, l$centre, l$sigma, 4, 5, 1), `one-side` = one_side(8))
  } else if (set == "nelson") {
    alternating <- in_windows(n, 14, function(w) { t <- step[w[-length(w)]]; all(t != 0) && all(t[-1] == -t[-length(t)]) })
    f <- list(outside = outside, `one-side` = one_side(9), trend = trend(6), alternating = alternating,
      `two-of-three` = far(y, l$centre, l$sigma, 2, 3, 2), `four-of-five` = far(y, l$centre, l$sigma, 4, 5, 1),
      hugging = in_windows(n, 15, function(w) all(d[w] < 1)), avoiding = in_windows(n, 8, function(w) all(d[w] > 1)))
  } else f <- list(outside = outside)
  sapply(seq_len(n), function(i) paste(names(f)[sapply(f, function(v) v[i])], collapse = " "))
}
reference <- function(name, dataset, series, y, times, zone_suffix, set, method = "mr-1.128", options = list(), baseline = y) {
  l <- limits(baseline, method); rt <- run_test(y, l$centre); sig <- rules(y, l, set)
  expect <- list(list(table = "phases", row = list(phase = 1), columns = c(list(n = length(y)), l, if (identical(baseline, y)) rt else NULL)))
  for (i in seq_along(y)) expect[[length(expect) + 1]] <- list(table = "points", row = list(time = paste0(times[i], zone_suffix)), columns = list(value = y[i], centre = l$centre, lower = l$lower, upper = l$upper, sigma = l$sigma, signal = sig[i]))
  out <- list(dataset = dataset, analysis = "control-chart", options = c(list(series = series, chart = "xmr", rules = set, sigma = method), options),
    software = R.version.string, script = "xmr.R", tolerance = 1e-9, expect = expect)
  writeLines(toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE), paste0(name, ".json"))
}
iso <- function(d) paste0(d, "T00:00:00")
nile <- read.csv(paste0(fixture, "series/nile.csv")); lake <- read.csv(paste0(fixture, "series/lake-huron.csv"))
spc <- read.csv(paste0(fixture, "golden/spc.csv")); mdc <- read.csv(paste0(fixture, "golden/mdc.csv"))
reference("nile", "fixtures/series/recipe.json", "nile", nile$value, iso(nile$t), "+00:00", "making-data-count")
reference("nile-screened", "fixtures/series/recipe.json", "nile", nile$value, iso(nile$t), "+00:00", "western-electric", "mr-screened")
reference("lake-huron", "fixtures/series/recipe.json", "lake-huron", lake$value, iso(lake$t), "+00:00", "nelson")
reference("spc", "fixtures/golden/recipe.json", "spc", spc$y, iso(spc$t), "+00:00", "western-electric")
reference("spc-freeze", "fixtures/golden/recipe.json", "spc", spc$y, iso(spc$t), "+00:00", "western-electric", options = list(freeze = 12), baseline = spc$y[1:12])
reference("mdc", "fixtures/golden/recipe.json", "mdc", mdc$y, iso(mdc$t), "+00:00", "making-data-count", "mr-screened")
