# Writes zero-weights*.json: change between rounds under weights of which some are 0, with and without the finite population correction, the rounds and their trend, from
# fixtures/surveys/zero-weights. Run from the project's folder:
#   Rscript analyses/round-change/reference/zero-weights.R
source("fixtures/surveys/zero-weights/read.R")
emit <- emitter("round-change"); d <- answers()
change <- function(a, b) {
  v <- c(a$se, b$se)^2; e <- b$mean - a$mean; s <- sqrt(sum(v)); df <- sum(v)^2 / sum(v^2 / c(a$df, b$df))
  list(n_1 = a$n, mean_1 = a$mean, sd_1 = a$sd, n_2 = b$n, mean_2 = b$mean, sd_2 = b$sd, estimate = e, se = s, df = df, statistic = e / s, p_value = 2 * pt(-abs(e / s), df), conf_low = e - qt(.975, df) * s, conf_high = e + qt(.975, df) * s, mdc = 1.96 * s)
}
compare <- function(name, finite) {
  expect <- list()
  for (o in organisations) {
    own <- lapply(2021:2023, function(r) { g <- d[d$round == r & d$organisation == o, ]; estimate(g$single, g$weight, if (finite) heads$headcount[heads$round == r & heads$organisation == o]) })
    key <- list(organisation = o, outcome = "single")
    expect[[length(expect) + 1]] <- row("change", key, if (own[[1]]$n == 0) list(n_1 = 0, mean_1 = NULL, sd_1 = NULL, n_2 = 0, estimate = NULL, verdict = "not-comparable") else change(own[[1]], own[[3]]))
    if (finite) next
    for (r in 1:3) expect[[length(expect) + 1]] <- row("rounds", c(list(round = as.character(2020 + r)), key), if (own[[r]]$n == 0) list(n = 0, mean = NULL, sd = NULL) else own[[r]][c("n", "mean", "sd", "conf_low", "conf_high")])
    # Trends do not use weights: everybody answers alike.
    if (own[[1]]$n > 0) { g <- d[d$organisation == o & !is.na(d$single), ]; t <- coef(summary(lm(single ~ I(as.numeric(round) - 2021), g)))[2, ]; expect[[length(expect) + 1]] <- row("trend", key, list(n = nrow(g), estimate = t[[1]], se = t[[2]], df = nrow(g) - 2, statistic = t[[3]], p_value = t[[4]])) }
  }
  emit(name, list(outcomes = I("single"), by = I("organisation"), from = "2021", to = "2023", weights = TRUE, finite_population = finite, min_n = 2, max_half_width = 5, min_response_rate = 0), expect)
}
compare("zero-weights", FALSE); compare("zero-weights-finite-population", TRUE)
