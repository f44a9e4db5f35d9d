# Writes zero-weights*.json: organisations compared under weights of which some are 0, with and without the finite population correction, from fixtures/surveys/zero-weights.
# Run from the project's folder:
#   Rscript analyses/group-comparison/reference/zero-weights.R
source("fixtures/surveys/zero-weights/read.R")
emit <- emitter("group-comparison"); d <- answers(2021)
welch <- function(m, se, n) {
  k <- length(m); wt <- 1 / se^2; c0 <- sum(wt * m) / sum(wt); l <- sum((1 - wt / sum(wt))^2 / (n - 1)) / (k^2 - 1)
  F <- sum(wt * (m - c0)^2) / (k - 1) / (1 + 2 * (k - 2) * l); list(statistic = F, df = k - 1, df_residual = 1 / (3 * l), p_value = pf(F, k - 1, 1 / (3 * l), lower.tail = FALSE))
}
pair <- function(a, b) {
  v <- c(a$se, b$se)^2; e <- a$mean - b$mean; s <- sqrt(sum(v)); df <- sum(v)^2 / sum(v^2 / c(a$df, b$df))
  list(estimate = e, se = s, df = df, statistic = e / s, p_value = 2 * pt(-abs(e / s), df), conf_low = e - qt(.975, df) * s, conf_high = e + qt(.975, df) * s)
}
compare <- function(name, finite) {
  own <- lapply(setNames(organisations, organisations), function(o) { g <- d[d$organisation == o, ]; estimate(g$single, g$weight, if (finite) heads$headcount[heads$round == 2021 & heads$organisation == o]) })
  some <- own[sapply(own, function(e) e$n > 0)]; of <- function(id) sapply(some, `[[`, id)
  expect <- lapply(organisations, function(o) { e <- own[[o]]; row("descriptives", list(organisation = o, outcome = "single"), if (e$n == 0) list(n = 0, mean = NULL, sd = NULL, se = NULL, conf_low = NULL, median = NULL, mean_unweighted = NULL) else
    c(e[c("n", "mean", "sd", "se", "conf_low", "conf_high")], list(median = median(e$kept), mean_unweighted = mean(e$kept)))) })
  pairs <- combn(names(some), 2, simplify = FALSE)
  expect <- c(expect, list(row("omnibus", list(outcome = "single"), welch(of("mean"), of("se"), of("n")))), lapply(pairs, function(p) row("pairwise", list(outcome = "single", group_a = p[1], group_b = p[2]), pair(some[[p[1]]], some[[p[2]]]))))
  emit(name, list(outcomes = I("single"), by = "organisation", pairwise = "welch-holm", weights = TRUE, finite_population = finite), expect, list(list(column = "round", `in` = list("2021"))))
}
compare("zero-weights", FALSE); compare("zero-weights-finite-population", TRUE)
