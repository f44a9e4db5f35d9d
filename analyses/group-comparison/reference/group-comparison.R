# Writes the references of group-comparison from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/group-comparison/reference/group-comparison.R
# R's own functions give every number: oneway.test, kruskal.test, TukeyHSD, ptukey, qtukey, p.adjust; car::leveneTest; effectsize.
suppressPackageStartupMessages({library(car); library(effectsize)})
source("tests/reference-writer.R")
source("tests/mean-interval.R")
software <- sprintf("%s; car %s; effectsize %s", R.version.string, packageVersion("car"), packageVersion("effectsize"))
range_reason <- "R's ptukey integrates by fixed rules; it is good to about 1e-8"

# effectsize finds noncentralities by optim, to about 1e-7, and qtukey stops at 1e-4 of its own steps: their ends are polished here to machine precision,
# and must agree with theirs to what those promise.
root <- function(f, from, to) uniroot(f, c(from, to), tol = 1e-15, maxiter = 10000)$root
near <- function(x, y, tolerance) {stopifnot(all(abs(x - y) <= tolerance * pmax(1e-3, abs(y)))); x}
ncp_f <- function(F, df1, df2) {
  at <- function(p) if (pf(F, df1, df2) <= p) 0 else root(function(l) pf(F, df1, df2, ncp = l) - p, 0, 10 * F * df1 + 100)
  c(at(.975), at(.025))
}
ncp_t <- function(t, df) c(root(function(d) pt(t, df, ncp = d) - .975, t - 10, t + 10), root(function(d) pt(t, df, ncp = d) - .025, t - 10, t + 10))
quantile_tukey <- function(p, k, df) {q <- qtukey(p, k, df); near(root(function(x) ptukey(x, k, df) - p, q * .99, q * 1.01), q, 1e-4)}

emit <- reference_writer("group-comparison", "group-comparison.R", software)

# One outcome by one factor. Pairs are a - b with a before b.
descriptives <- function(y, g, outcome, by, range = c(-Inf, Inf)) {
  lapply(levels(g), function(level) {
    v <- y[g == level]; n <- length(v); m <- mean(v); s <- sd(v); ends <- mean_interval(m, s / sqrt(n), n, range)
    key <- list(); key[[by]] <- level; key$outcome <- outcome
    row("descriptives", key, list(n = n, mean = m, sd = s, se = s / sqrt(n), conf_low = ends[1], conf_high = ends[2], median = median(v)))
  })
}
shares <- function(y, g) {
  a <- aov(y ~ g); two <- function(f) as.data.frame(f(a, partial = FALSE, alternative = "two.sided", ci = .95))
  o <- two(omega_squared); s <- summary(a)[[1]]; df1 <- s[1, 1]; df2 <- s[2, 1]
  # The interval of the share is that of the observed F. effectsize gives it for eta squared; its interval of omega squared pivots another F.
  e <- two(eta_squared); ncp <- ncp_f(s[1, 4], df1, df2); ends <- near(ncp / (ncp + df2), c(e$CI_low, e$CI_high), 1e-4)
  levene <- as.data.frame(leveneTest(y, g, center = median))
  list(omega_sq = o$Omega2, ends = ends, eta_sq = e$Eta2, epsilon_sq = two(epsilon_squared)$Epsilon2,
       levene_statistic = levene[1, "F value"], levene_p_value = levene[1, "Pr(>F)"])
}
omnibus <- function(y, g, outcome, test) {
  columns <- switch(test,
    welch = {w <- oneway.test(y ~ g); list(test = "welch", statistic = unname(w$statistic), df = unname(w$parameter[1]), df_residual = unname(w$parameter[2]), p_value = w$p.value)},
    fisher = {s <- summary(aov(y ~ g))[[1]]; list(test = "fisher", statistic = s[1, 4], df = s[1, 1], df_residual = s[2, 1], p_value = s[1, 5])},
    `kruskal-wallis` = {k <- kruskal.test(y, g); levene <- as.data.frame(leveneTest(y, g, center = median))
      list(test = "kruskal-wallis", statistic = unname(k$statistic), df = unname(k$parameter), df_residual = NA, p_value = k$p.value,
           epsilon_sq = rank_epsilon_squared(y, g, ci = NULL)[[1]], eta_sq = max(0, rank_eta_squared(y, g, ci = NULL)[[1]]),
           levene_statistic = levene[1, "F value"], levene_p_value = levene[1, "Pr(>F)"])})
  row("omnibus", list(outcome = outcome), c(columns, list(n = length(y), groups = nlevels(g)), if (test != "kruskal-wallis") shares(y, g)[-2]))
}
omega_interval <- function(y, g, outcome) {ends <- shares(y, g)$ends; list(row("omnibus", list(outcome = outcome), list(conf_low = ends[1], conf_high = ends[2])))}
pairs_of <- function(g) combn(levels(g), 2, simplify = FALSE)
welch_pair <- function(y, g, pair) {
  x <- y[g == pair[1]]; z <- y[g == pair[2]]; t <- t.test(x, z)
  list(x = x, z = z, estimate = mean(x) - mean(z), se = t$stderr, statistic = unname(t$statistic), df = unname(t$parameter), p = t$p.value, low = t$conf.int[1], high = t$conf.int[2])
}
pair_key <- function(pair, outcome) list(outcome = outcome, group_a = pair[1], group_b = pair[2])
pair_effects <- function(y, g, outcome) lapply(pairs_of(g), function(pair) {
  w <- welch_pair(y, g, pair); h <- hedges_g(w$x, w$z); d <- cliffs_delta(w$x, w$z)
  row("pairwise", pair_key(pair, outcome), list(estimate = w$estimate, se = w$se, statistic = w$statistic, df = w$df, hedges_g = h$Hedges_g, cliffs_delta = d[[1]], delta_low = d$CI_low, delta_high = d$CI_high))
})
pair_g_interval <- function(y, g, outcome) lapply(pairs_of(g), function(pair) {
  w <- welch_pair(y, g, pair); h <- suppressWarnings(hedges_g(w$x, w$z)); d <- suppressWarnings(cohens_d(w$x, w$z, ci = NULL)); n <- c(length(w$x), length(w$z)); unit <- sqrt(sum(1 / n))
  ends <- near(ncp_t(d[[1]] / unit, sum(n) - 2) * unit * h$Hedges_g / d[[1]], c(h$CI_low, h$CI_high), 2e-3)
  row("pairwise", pair_key(pair, outcome), list(g_low = ends[1], g_high = ends[2]))
})
games_howell <- function(y, g, outcome) lapply(pairs_of(g), function(pair) {
  w <- welch_pair(y, g, pair); k <- nlevels(g); reach <- quantile_tukey(.95, k, w$df) * w$se / sqrt(2)
  p <- ptukey(abs(w$statistic) * sqrt(2), k, w$df, lower.tail = FALSE)
  row("pairwise", pair_key(pair, outcome), list(conf_low = w$estimate - reach, conf_high = w$estimate + reach, p_value = p, p_adjusted = p, method = "games-howell"))
})
tukey <- function(y, g, outcome) {
  h <- TukeyHSD(aov(y ~ g))$g; ms <- summary(aov(y ~ g))[[1]]
  lapply(pairs_of(g), function(pair) {
    r <- h[paste(pair[2], pair[1], sep = "-"), ]; se <- sqrt(ms[2, 3] * (1 / sum(g == pair[1]) + 1 / sum(g == pair[2])))
    reach <- quantile_tukey(.95, nlevels(g), ms[2, 1]) * se / sqrt(2); near(reach, r[["upr"]] - r[["diff"]], 1e-4)
    row("pairwise", pair_key(pair, outcome), list(estimate = -r[["diff"]], se = se, df = ms[2, 1], statistic = -r[["diff"]] / se, conf_low = -r[["diff"]] - reach, conf_high = -r[["diff"]] + reach, p_value = r[["p adj"]], method = "tukey"))
  })
}
welch_holm <- function(ys, g, outcomes) {
  found <- unlist(lapply(seq_along(ys), function(i) lapply(pairs_of(g), function(pair) list(outcome = outcomes[i], pair = pair, w = welch_pair(ys[[i]], g, pair)))), recursive = FALSE)
  adjusted <- p.adjust(sapply(found, function(f) f$w$p), "holm")
  lapply(seq_along(found), function(i) {f <- found[[i]]; row("pairwise", pair_key(f$pair, f$outcome), list(estimate = f$w$estimate, statistic = f$w$statistic, conf_low = f$w$low, conf_high = f$w$high, p_value = f$w$p, p_adjusted = adjusted[i], method = "welch-holm"))})
}
# Dunn 1964 with ties, by its formula: no package at hand has it.
dunn_holm <- function(y, g, outcome) {
  r <- rank(y); N <- length(y); t <- table(y); v <- N * (N + 1) / 12 - sum(t^3 - t) / (12 * (N - 1)); m <- tapply(r, g, mean); n <- tapply(r, g, length)
  found <- lapply(pairs_of(g), function(pair) {d <- m[[pair[1]]] - m[[pair[2]]]; se <- sqrt(v * (1 / n[[pair[1]]] + 1 / n[[pair[2]]])); list(d = d, se = se, p = 2 * pnorm(-abs(d / se)))})
  adjusted <- p.adjust(sapply(found, `[[`, "p"), "holm")
  Map(function(pair, f, a) row("pairwise", pair_key(pair, outcome), list(estimate = f$d, se = f$se, statistic = f$d / f$se, p_value = f$p, p_adjusted = a, method = "dunn-holm")), pairs_of(g), found, adjusted)
}

all_tests <- function(name, dataset, y, g, outcome, by, where = NULL, range_tolerance = 1e-8, range_because = range_reason) {
  keep <- !is.na(y) & !is.na(g); y <- y[keep]; g <- droplevels(factor(g[keep]))
  options <- function(test, ...) list(outcomes = list(outcome), by = by, test = test, ...)
  emit(paste0(name, "-welch"), dataset, options("welch"), c(descriptives(y, g, outcome, by, if (grepl("golden", name)) c(1, 5) else if (grepl("bfi", name)) c(1, 6) else c(-Inf, Inf)), list(omnibus(y, g, outcome, "welch")), pair_effects(y, g, outcome)), where, absolute = 1e-12)
  emit(paste0(name, "-games-howell"), dataset, options("welch"), games_howell(y, g, outcome), where, range_tolerance, range_because, 1e-9)
  emit(paste0(name, "-hedges-interval"), dataset, options("welch"), pair_g_interval(y, g, outcome), where, absolute = 1e-10)
  emit(paste0(name, "-omega-interval"), dataset, options("welch"), omega_interval(y, g, outcome), where, 2e-8, "R's pf with ncp sums its series to about 1e-9, which the root magnifies")
  emit(paste0(name, "-fisher"), dataset, options("fisher"), list(omnibus(y, g, outcome, "fisher")), where, absolute = 1e-12)
  emit(paste0(name, "-tukey"), dataset, options("fisher"), tukey(y, g, outcome), where, range_tolerance, range_because, 1e-9)
  emit(paste0(name, "-kruskal-wallis"), dataset, options("kruskal-wallis"), c(list(omnibus(y, g, outcome, "kruskal-wallis")), dunn_holm(y, g, outcome)), where, absolute = 1e-12)
  emit(paste0(name, "-welch-holm"), dataset, options("welch", pairwise = "welch-holm"), welch_holm(list(y), g, outcome), where, absolute = 1e-12)
}

pg <- read.csv("fixtures/surveys/plant-growth/plant-growth.csv")
all_tests("plant-growth", "fixtures/surveys/plant-growth/recipe.json", pg$weight, pg$group, "dried_weight", "group")

bfi <- read.csv("fixtures/surveys/bfi/bfi.csv")
keys <- read.csv("fixtures/surveys/bfi/bfi_keys.csv")
score <- function(scale) {
  k <- keys[keys$scale == scale, ]; m <- as.matrix(bfi[, k$item]); for (i in seq_len(nrow(k))) if (k$key[i] < 0) m[, i] <- 7 - m[, i]
  ifelse(rowSums(!is.na(m)) >= 3, rowMeans(m, na.rm = TRUE), NA)
}
agree <- score("agree")
all_tests("bfi-education", "fixtures/surveys/bfi/recipe.json", agree, bfi$education, "agree", "education")
all_tests("bfi-gender", "fixtures/surveys/bfi/recipe.json", agree, bfi$gender, "agree", "gender")

# Several outcomes: Holm and Benjamini-Hochberg over the outcomes, and over all pairs of all outcomes.
complete <- !is.na(bfi$education)
scales <- c("agree", "conscientious", "extraversion", "neuroticism", "openness")
scores <- lapply(scales, function(s) score(s))
p <- sapply(scores, function(y) oneway.test(y[complete] ~ factor(bfi$education[complete]))$p.value)
for (adjustment in c("holm", "bh", "none")) {
  adjusted <- p.adjust(p, c(holm = "holm", bh = "BH", none = "none")[[adjustment]])
  emit(paste0("bfi-family-", adjustment), "fixtures/surveys/bfi/recipe.json", list(outcomes = as.list(scales), by = "education", adjust = adjustment),
       Map(function(s, p, a) row("omnibus", list(outcome = s), list(p_value = p, p_adjusted = a)), scales, p, adjusted) |> unname(), absolute = 1e-12)
}
st <- read.csv("fixtures/surveys/stereotype-threat/stereotype-threat.csv")
g <- factor(st$condition)
emit("stereotype-threat-welch-holm", "fixtures/surveys/stereotype-threat/recipe.json", list(outcomes = list("numerical_score", "abstract_score", "verbal_score"), by = "condition", pairwise = "welch-holm"),
     welch_holm(list(st$numerical, st$abstract, st$verbal), g, c("numerical_score", "abstract_score", "verbal_score")), absolute = 1e-12)

# Two columns: a group is a combination of levels.
cell <- factor(paste(st$condition, st$ethnicity, sep = " \u00b7 "))
emit("stereotype-threat-combinations", "fixtures/surveys/stereotype-threat/recipe.json", list(outcomes = list("numerical_score"), by = list("condition", "ethnicity"), test = "welch"),
     c(list(omnibus(st$numerical, cell, "numerical_score", "welch")), pair_effects(st$numerical, cell, "numerical_score")), absolute = 1e-12)

golden <- read.csv("fixtures/golden/2022.csv")
m <- as.matrix(golden[, paste0("culture", 1:4)]); m[, 4] <- 6 - m[, 4]
culture <- ifelse(rowSums(!is.na(m)) >= 2, rowMeans(m, na.rm = TRUE), NA)
all_tests("golden-culture-2022", "fixtures/golden/recipe.json", culture, golden$org, "culture", "organisation", where = list(list(column = "round", `in` = list("2022"))),
          range_tolerance = 2e-6, range_because = "R's ptukey loses digits at the three degrees of freedom that a group of three brings")
