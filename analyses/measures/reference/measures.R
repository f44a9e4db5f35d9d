# Writes the references of measures from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/measures/reference/measures.R
# R's own functions give every number: t.test, p.adjust, lm (LMG as the average of the rise of R-squared over all orders, which is relaimpo's definition), boot.
suppressPackageStartupMessages({library(boot)})
source("tests/reference-writer.R")
source("tests/mean-interval.R")
software <- sprintf("%s; boot %s", R.version.string, packageVersion("boot"))
emit <- reference_writer("measures", "measures.R", software)
row <- function(key, columns) list(table = "priorities", row = key, columns = columns)

permutations <- function(v) if (length(v) < 2) list(v) else do.call(c, lapply(seq_along(v), function(i) lapply(permutations(v[-i]), function(rest) c(v[i], rest))))
lmg <- function(d, outcome, predictors) {
  r2 <- function(set) if (length(set)) summary(lm(reformulate(set, outcome), d))$r.squared else 0
  known <- new.env(); cached <- function(set) {k <- paste(sort(set), collapse = "+"); if (is.null(known[[paste0("k", k)]])) assign(paste0("k", k), r2(set), known); known[[paste0("k", k)]]}
  orders <- permutations(predictors)
  rises <- sapply(predictors, function(p) mean(sapply(orders, function(o) {before <- o[seq_len(match(p, o) - 1)]; cached(c(before, p)) - cached(before)})))
  stopifnot(abs(sum(rises) - r2(predictors)) < 1e-12); rises
}
# The same from a covariance matrix, for bootstrap samples.
lmg_of_covariance <- function(S) {
  p <- ncol(S) - 1; r2 <- c(0, sapply(seq_len(2^p - 1), function(s) {i <- which(bitwAnd(s, 2^(0:(p - 1))) > 0); sum(S[i, p + 1] * solve(S[i, i, drop = FALSE], S[i, p + 1])) / S[p + 1, p + 1]}))
  size <- sapply(0:(2^p - 1), function(s) sum(bitwAnd(s, 2^(0:(p - 1))) > 0))
  sapply(seq_len(p), function(j) {without <- which(bitwAnd(0:(2^p - 1), 2^(j - 1)) == 0); sum(factorial(size[without]) * factorial(p - 1 - size[without]) / factorial(p) * (r2[without + 2^(j - 1)] - r2[without]))})
}
items <- c("formal", "tech", "social", "inter", "culture", "motiv")
turn <- function(d) {for (s in items) d[[paste0(s, 4)]] <- 6 - d[[paste0(s, 4)]]; d}
rounds <- lapply(c("2021", "2022"), function(r) turn(read.csv(sprintf("fixtures/golden/%s.csv", r))))
score <- function(d, s) {m <- d[, paste0(s, 1:4)]; ifelse(rowSums(!is.na(m)) >= 2, rowMeans(m, na.rm = TRUE), NA)}
present <- function(x) x[!is.na(x)]
scores <- lapply(rounds, function(d) as.data.frame(setNames(lapply(items, function(s) score(d, s)), items)))
heads <- read.csv("fixtures/golden/headcount.csv")
gate <- function(v, responded, headcount) {n <- length(v); width <- qt(.975, n - 1) * sd(v) / sqrt(n) * sqrt(1 - n / headcount); n >= 10 && responded / headcount >= .3 && width <= .5}
state <- function(v, target) {m <- mean(v); ends <- mean_interval(m, sd(v) / sqrt(length(v)), length(v), c(1, 5)); gap <- target - m
  list(n = length(v), mean = m, sd = sd(v), conf_low = ends[1], conf_high = ends[2], target = target, gap = gap, gap_low = target - ends[2], gap_high = target - ends[1], evidence = if (target - ends[2] > 0) "below" else if (target - ends[1] <= 0) "reached" else "unsure")}
movement <- function(a, b, s) {t <- t.test(b, a); d <- mean(b) - mean(a); se <- t$stderr; df <- unname(t$parameter)
  list(n_before = length(a), mean_before = mean(a), change = d, change_low = t$conf.int[1], change_high = t$conf.int[2], p_value = t$p.value, low90 = d - qt(.95, df) * se, high90 = d + qt(.95, df) * se)}
verdict <- function(open, p, m, s) if (!open) "not-comparable" else if (p < .05) (if (abs(m$change) >= s) "changed" else "changed-below-relevance") else if (m$low90 > -s && m$high90 < s) "practically-unchanged" else "inconclusive"
golden <- "fixtures/golden/recipe.json"

invited <- sapply(c(2021, 2022), function(r) sum(heads$headcount[heads$round == r]))
moves <- lapply(items, function(s) movement(present(scores[[1]][[s]]), present(scores[[2]][[s]]), .3))
open <- sapply(items, function(s) gate(present(scores[[1]][[s]]), nrow(rounds[[1]]), invited[1]) && gate(present(scores[[2]][[s]]), nrow(rounds[[2]]), invited[2]))
p <- sapply(moves, `[[`, "p_value"); p[!open] <- NA; adjusted <- p.adjust(p, "holm")
judged <- lapply(seq_along(items), function(i) {m <- moves[[i]]; v <- verdict(open[i], adjusted[i], m, .3); m$low90 <- m$high90 <- NULL; c(m, list(p_adjusted = adjusted[i], verdict = v))})

predictors <- setdiff(items, "motiv"); complete <- na.omit(scores[[2]][, c(predictors, "motiv")])
for (kind in c("lmg", "correlation", "equal")) {
  raw <- if (kind == "lmg") lmg(complete, "motiv", predictors) else if (kind == "correlation") sapply(predictors, function(s) cor(complete[[s]], complete$motiv)) else NULL
  share <- if (kind == "equal") setNames(rep(1 / 6, 6), items) else setNames(pmax(0, raw) / sum(pmax(0, raw)), predictors)
  states <- lapply(items, function(s) state(present(scores[[2]][[s]]), 4))
  priority <- sapply(seq_along(items), function(i) states[[i]]$gap * share[items[i]]); ranks <- rank(-priority, na.last = "keep", ties.method = "min")
  expect <- lapply(seq_along(items), function(i) {s <- items[i]
    extra <- list(importance = if (is.na(share[s])) NA else unname(share[s]), priority = if (is.na(priority[i])) NA else unname(priority[i]), rank = unname(ranks[i]))
    if (kind != "equal" && s != "motiv") extra$importance_raw <- unname(raw[s])
    if (kind == "equal") extra <- c(extra, list(priority_low = states[[i]]$gap_low / 6, priority_high = states[[i]]$gap_high / 6))
    row(list(outcome = s), c(states[[i]], extra, judged[[i]]))})
  options <- list(outcomes = items, importance = kind); if (kind != "equal") options$important_for <- "motiv"
  emit(paste0("golden-", kind), golden, options, expect)
}

# Intervals of importance and priority, by boot: other random numbers, so only as close as 5000 and 20000 draws come.
set.seed(20221122); n <- nrow(complete); X <- as.matrix(complete)
b <- boot(X, function(d, i) {r <- lmg_of_covariance(cov(d[i, ])); r / sum(r)}, R = 5000)
stopifnot(max(abs(b$t0 - lmg(complete, "motiv", predictors) / sum(lmg(complete, "motiv", predictors)))) < 1e-10)
expect <- lapply(seq_along(predictors), function(j) {
  v <- present(scores[[2]][[predictors[j]]]); m <- boot(v, function(d, i) mean(d[i]), R = 5000); product <- (4 - m$t[, 1]) * b$t[, j]
  ends <- function(x) boot:::norm.inter(x, c(.025, .975))[, 2]
  row(list(outcome = predictors[j]), list(importance_low = ends(b$t[, j])[1], importance_high = ends(b$t[, j])[2], priority_low = ends(product)[1], priority_high = ends(product)[2]))
})
emit("golden-bootstrap", golden, list(outcomes = items, important_for = "motiv", draws = 20000), expect, tolerance = 0.05, reason = "two bootstraps with different random numbers, 5000 and 20000 draws", absolute = 0.012)

# By organisation, target in points.
by <- do.call(c, lapply(sort(unique(rounds[[2]]$org)), function(o) lapply(c("formal", "social"), function(s) {
  v <- present(scores[[2]][[s]][rounds[[2]]$org == o]); st <- state(v, 3.5); row(list(organisation = o, outcome = s), c(st, list(importance = .5, priority = st$gap / 2)))})))
emit("golden-by-organisation", golden, list(outcomes = c("formal", "social"), by = I("organisation"), importance = "equal", target_rule = "points", target = 3.5), by)
