# Writes the references of round-change from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/round-change/reference/round-change.R
suppressPackageStartupMessages({library(effectsize)})
source("tests/reference-writer.R")
software <- sprintf("%s; effectsize %s", R.version.string, packageVersion("effectsize"))

emit <- reference_writer("round-change", "round-change.R", software)
root <- function(f, from, to) uniroot(f, c(from, to), tol = 1e-15, maxiter = 10000)$root
# Ends of d from the noncentral t, to machine precision; effectsize finds them by optim and must agree to 1e-3.
ncp_t <- function(t, df) c(root(function(d) pt(t, df, ncp = d) - .975, t - 10, t + 10), root(function(d) pt(t, df, ncp = d) - .025, t - 10, t + 10))
near <- function(x, y, tolerance) {stopifnot(all(abs(x - y) <= tolerance * pmax(1e-2, abs(y)))); x}

tost <- function(d, se, df, s) list(tost_p_lower = pt((d + s) / se, df, lower.tail = FALSE), tost_p_upper = pt((d - s) / se, df), equivalence_low = d - qt(.95, df) * se, equivalence_high = d + qt(.95, df) * se)
unpaired <- function(a, b, s) {
  t <- t.test(b, a); d <- mean(b) - mean(a); n <- c(length(a), length(b)); h <- suppressWarnings(hedges_g(b, a)); unit <- sqrt(sum(1 / n))
  sp <- sqrt(((n[1] - 1) * var(a) + (n[2] - 1) * var(b)) / (sum(n) - 2)); ends <- near(ncp_t(d / sp / unit, sum(n) - 2) * unit * h$Hedges_g / (d / sp), c(h$CI_low, h$CI_high), 2e-3)
  c(list(n_1 = n[1], mean_1 = mean(a), sd_1 = sd(a), n_2 = n[2], mean_2 = mean(b), sd_2 = sd(b), estimate = d, se = t$stderr, df = unname(t$parameter), statistic = unname(t$statistic), conf_low = t$conf.int[1], conf_high = t$conf.int[2],
         p_value = t$p.value, hedges_g = h$Hedges_g, g_low = ends[1], g_high = ends[2], smallest_effect = s, mdc = 1.96 * t$stderr), tost(d, t$stderr, unname(t$parameter), s))
}
paired <- function(a, b, s) {
  t <- t.test(b, a, paired = TRUE); d <- b - a; n <- length(d); h <- suppressWarnings(hedges_g(d)); z <- mean(d) / sd(d)
  ends <- near(ncp_t(z * sqrt(n), n - 1) / sqrt(n) * h$Hedges_g / z, c(h$CI_low, h$CI_high), 2e-3)
  c(list(n_1 = n, mean_1 = mean(a), sd_1 = sd(a), n_2 = n, mean_2 = mean(b), sd_2 = sd(b), estimate = mean(d), se = t$stderr, df = unname(t$parameter), statistic = unname(t$statistic), conf_low = t$conf.int[1], conf_high = t$conf.int[2],
         p_value = t$p.value, hedges_g = h$Hedges_g, g_low = ends[1], g_high = ends[2], smallest_effect = s, mdc = 1.96 * t$stderr), tost(mean(d), t$stderr, unname(t$parameter), s))
}
# The gate: answers, response rate and margin of error (finite population) on each side.
gate <- function(v, responded, headcount, min_n = 10, min_rate = .3, max_width = .5) {
  n <- length(v); width <- qt(.975, n - 1) * sd(v) / sqrt(n) * sqrt(1 - n / headcount)
  n >= min_n && responded / headcount >= min_rate && !is.na(width) && width <= max_width
}
verdict <- function(open, p, d, low, high, s) if (!open) "not-comparable" else if (p < .05) (if (abs(d) >= s) "changed" else "changed-below-relevance") else if (low > -s && high < s) "practically-unchanged" else "inconclusive"
judged <- function(found, open, s, method) {
  p <- sapply(found, `[[`, "p_value"); p[!open] <- NA; adjusted <- p.adjust(p, method)
  lapply(seq_along(found), function(i) {
    f <- found[[i]]
    c(f, list(p_adjusted = adjusted[i], verdict = verdict(open[i], adjusted[i], f$estimate, f$equivalence_low, f$equivalence_high, s)))
  })
}

heads <- read.csv("fixtures/golden/headcount.csv")
items <- c("formal", "tech", "social", "inter", "culture", "motiv")
turn <- function(d) {for (s in items) d[[paste0(s, 4)]] <- 6 - d[[paste0(s, 4)]]; d}
rounds <- lapply(c("2021", "2022"), function(r) turn(read.csv(sprintf("fixtures/golden/%s.csv", r))))
score <- function(d, s) {m <- d[, paste0(s, 1:4)]; ifelse(rowSums(!is.na(m)) >= 2, rowMeans(m, na.rm = TRUE), NA)}
present <- function(x) x[!is.na(x)]
golden <- "fixtures/golden/recipe.json"

for (method in c("holm", "BH")) {
  all <- sapply(c(2021, 2022), function(r) sum(heads$headcount[heads$round == r]))
  sides <- lapply(items, function(s) lapply(rounds, function(d) present(score(d, s))))
  found <- lapply(sides, function(v) unpaired(v[[1]], v[[2]], .3))
  open <- sapply(sides, function(v) gate(v[[1]], nrow(rounds[[1]]), all[1]) && gate(v[[2]], nrow(rounds[[2]]), all[2]))
  emit(paste0("golden-all-", tolower(method)), golden, list(from = "2021", to = "2022", adjust = tolower(method)), Map(function(s, f) row("change", list(outcome = s), f), items, judged(found, open, .3, method)) |> unname(), absolute = 1e-12)
}

places <- sort(unique(rounds[[1]]$org))
places <- places[sapply(places, function(p) all(sapply(rounds, function(d) sum(d$org == p) >= 3)))]
culture <- lapply(places, function(p) lapply(rounds, function(d) present(score(d, "culture")[d$org == p])))
found <- lapply(culture, function(v) unpaired(v[[1]], v[[2]], .3))
open <- mapply(function(p, v) all(mapply(function(d, x, r) gate(x, sum(d$org == p), heads$headcount[heads$round == r & heads$organisation == p]), rounds, v, c(2021, 2022))), places, culture)
emit("golden-culture-by-organisation", golden, list(outcomes = list("culture"), by = list("organisation"), from = "2021", to = "2022"),
     Map(function(p, f) row("change", list(organisation = p, outcome = "culture"), f), places, judged(found, open, .3, "holm")) |> unname(), absolute = 1e-12)

# Paired: Student's sleep data, every patient under both drugs.
one <- read.csv("fixtures/surveys/sleep/sleep-1.csv"); two <- read.csv("fixtures/surveys/sleep/sleep-2.csv"); both <- merge(one, two, by = "ID")
emit("sleep-paired", "fixtures/surveys/sleep/recipe-linked.json", list(from = "1", to = "2", smallest_effect = 1, max_half_width = 5),
     list(row("change", list(outcome = "extra_sleep"), judged(list(paired(both$extra.x, both$extra.y, 1)), TRUE, 1, "holm")[[1]])), absolute = 1e-12)

# Items that moved most: changes are exact; p values come from R's own permutations of round labels within organisations.
later <- c(rep(0, nrow(rounds[[1]])), rep(1, nrow(rounds[[2]]))); whole <- rbind(rounds[[1]], rounds[[2]])
names <- as.vector(t(outer(items, 1:4, paste0))); M <- as.matrix(whole[, names])
# Welch's t of every item. Permuted is the same with the spread within organisations, the largest as a normal deviate of nearly the same tail (Wallace 1959); an answer
# that changes rounds takes on the spread of the round that it comes to.
for (i in names) stopifnot(sum(!is.na(M[, i])) > 0)
welch <- lapply(names, function(i) t.test(M[later == 1, i], M[later == 0, i]))
d <- sapply(welch, function(w) unname(w$estimate[1] - w$estimate[2])); rank_of <- rank(-abs(d))
emit("golden-movers", golden, list(from = "2021", to = "2022"), lapply(seq_along(names), function(k) row("top_movers", list(item = names[k]), list(estimate = d[k], standardized_change = unname(welch[[k]]$statistic),
  n_1 = sum(!is.na(M[later == 0, names[k]])), n_2 = sum(!is.na(M[later == 1, names[k]])), rank = rank_of[k]))), absolute = 1e-12)
deviate <- function(t, df) (8 * df + 1) / (8 * df + 3) * sqrt(df * log1p(t^2 / df))
stopifnot(abs(deviate(3, 14) - qnorm(pt(3, 14, lower.tail = FALSE), lower.tail = FALSE)) < 1e-2)
strata <- split(seq_along(later), whole$org); P <- !is.na(M)
location <- apply(M, 2, function(x) ave(x, whole$org, FUN = function(v) mean(v, na.rm = TRUE)) - mean(x, na.rm = TRUE)); location[!P] <- 0
within <- apply(M, 2, function(x) x - ave(x, whole$org, FUN = function(v) mean(v, na.rm = TRUE)))
stretch <- apply(within[later == 1, ], 2, sd, na.rm = TRUE) / apply(within[later == 0, ], 2, sd, na.rm = TRUE)
within[later == 1, ] <- sweep(within[later == 1, ], 2, stretch, "/"); within[!P] <- 0
studentised <- function(labels) {
  n2 <- drop(labels %*% P); L <- drop(labels %*% within); Q <- drop(labels %*% within^2); X <- drop(labels %*% location)
  n1 <- colSums(P) - n2; E <- colSums(within) - L; R <- colSums(within^2) - Q; Y <- colSums(location) - X
  v1 <- (R - E^2 / n1) / (n1 - 1) / n1; v2 <- stretch^2 * (Q - L^2 / n2) / (n2 - 1) / n2; se <- sqrt(v1 + v2)
  list(t = ((X + stretch * L) / n2 - (Y + E) / n1) / se, se = se, df = (v1 + v2)^2 / (v1^2 / (n1 - 1) + v2^2 / (n2 - 1)))
}
seen <- studentised(later); stopifnot(all.equal(unname(seen$t * seen$se), d))
set.seed(20220107)
largest <- replicate(19999, {labels <- later; for (s in strata) labels[s] <- labels[s[sample.int(length(s))]]; w <- studentised(labels); max(deviate(w$t, w$df))})
reference <- sort(largest)[ceiling(.95 * 20000)]
critical <- sapply(seen$df, function(df) uniroot(function(t) deviate(t, df) - reference, c(0, 100), tol = 1e-12)$root)
emit("golden-movers-permutations", golden, list(from = "2021", to = "2022"), lapply(seq_along(names), function(k) row("top_movers", list(item = names[k]), list(p_max = (1 + sum(largest >= deviate(seen$t[[k]], seen$df[[k]]))) / 20000, reference_95 = critical[[k]] * seen$se[[k]]))),
     tolerance = 0.02, reason = "both are Monte Carlo permutations, 9,999 here and 19,999 in R, with different generators", absolute = 0.02)
