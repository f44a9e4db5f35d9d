# The right values of the reports in fixtures/reports, by R's own functions. From the project's folder: Rscript tests/reports/reference/reports.R
suppressPackageStartupMessages({
  library(jsonlite)
  library(lavaan)
  library(psych)
  library(lmerTest)
})
options(contrasts = c("contr.treatment", "contr.poly"))
folder <- function(...) file.path("fixtures", "reports", ...)
values <- list()

d <- read.csv2(folder("decimal-mark-by-other-columns", "d.csv"), colClasses = "character")
number <- function(text) as.numeric(sub(",", ".", text, fixed = TRUE))
values$weighted <- list(mean = weighted.mean(rowMeans(sapply(d[c("q1", "q2")], as.numeric)), number(d$w)))

# Individuals chart: a moving range needs two months that follow each other.
value <- read.csv(folder("moving-range-over-missing-month", "d.csv"))$value
range <- mean(abs(diff(value)), na.rm = TRUE)
centre <- mean(value, na.rm = TRUE)
values$limits <- list(mean_moving_range = range, sigma = range / 1.128, lower = centre - 3 * range / 1.128, upper = centre + 3 * range / 1.128)

# Games-Howell by hand: R has no function of its own for it.
games_howell <- function(score, group, a, b) {
  x <- score[group == a]
  y <- score[group == b]
  parts <- c(var(x) / length(x), var(y) / length(y))
  se <- sqrt(sum(parts))
  df <- sum(parts)^2 / sum(parts^2 / (c(length(x), length(y)) - 1))
  t <- (mean(x) - mean(y)) / se
  list(estimate = mean(x) - mean(y), statistic = t, df = df, p_value = ptukey(abs(t) * sqrt(2), length(unique(group)), df, lower.tail = FALSE))
}
d <- read.csv(folder("cliffs-delta-complete-separation", "d.csv"))
values$separated <- games_howell(d$score, d$organisation, "G1", "G5")
d <- read.csv(folder("none-could-be-tested-but-pairs-were", "d.csv"))
values$pairs <- list(AB = games_howell(d$peak, d$organisation, "A", "B"), AC = games_howell(d$peak, d$organisation, "A", "C"), BC = games_howell(d$peak, d$organisation, "B", "C"))

first <- read.csv(folder("below-relevance-not-shown", "1.csv"))
second <- read.csv(folder("below-relevance-not-shown", "2.csv"))
item <- setdiff(names(first), "id")
change <- merge(first, second, by = "id")
change <- rowMeans(change[paste0(item, ".y")]) - rowMeans(change[paste0(item, ".x")])
ninety <- t.test(change, conf.level = 0.9)$conf.int
whole <- t.test(change)
values$relevance <- list(
  tost_p_lower = t.test(change, mu = -3, alternative = "greater")$p.value, tost_p_upper = t.test(change, mu = 3, alternative = "less")$p.value,
  equivalence_low = ninety[1], equivalence_high = ninety[2], conf_low = whole$conf.int[1], conf_high = whole$conf.int[2]
)

d <- read.csv(folder("type-3-empty-cell-wrong-reason", "d.csv"))
outcome <- setdiff(names(d), c("a", "b"))
model <- lm(reformulate(c("a", "b"), outcome), d)
within <- lm(reformulate("interaction(a, b, drop = TRUE)", outcome), d)
reduced <- lm(reformulate("b", outcome), d)
ss <- deviance(reduced) - deviance(model)
values$empty_cell <- list(sum_sq = ss, statistic = ss / (deviance(within) / df.residual(within)), df_residual = df.residual(within))

d <- read.csv(folder("one-answer-per-combination", "d.csv"))
table <- anova(lm(y ~ a + b, d))
values$single <- list(a = table["a", "F value"], b = table["b", "F value"], df_residual = table["Residuals", "Df"], mean_sq_residual = table["Residuals", "Mean Sq"])

rounds <- lapply(0:3, function(k) data.frame(round = k, y = rowMeans(read.csv(folder("rounds-in-alphabetical-order", paste0(k, ".csv")))[c("q1", "q2")])))
trend <- summary(lm(y ~ round, do.call(rbind, rounds)))$coefficients["round", ]
values$trend <- list(estimate = unname(trend[1]), se = unname(trend[2]))
ends <- t.test(rounds[[4]]$y, rounds[[1]]$y)
values$rounds <- list(mean_1 = mean(rounds[[1]]$y), mean_2 = mean(rounds[[4]]$y), conf_low = ends$conf.int[1], conf_high = ends$conf.int[2])

before_after <- function(name) {
  a <- rowMeans(read.csv(folder(name, "a.csv"))[c("q1", "q2")])
  b <- rowMeans(read.csv(folder(name, "b.csv"))[c("q1", "q2")])
  test <- t.test(b, a)
  list(estimate = mean(b) - mean(a), conf_low = test$conf.int[1], conf_high = test$conf.int[2], df = unname(test$parameter))
}
values$pre_post <- before_after("pre-post")
values$never_meet <- before_after("ids-that-never-meet")

d <- read.csv(folder("omega-squared-zero-interval", "d.csv"))
outcome <- setdiff(names(d), "organisation")[1]
# The share of variance is the classical one, of Fisher's F; that of Welch has 7.72 degrees of freedom here and the same F.
welch <- oneway.test(reformulate("organisation", outcome), d)
classical <- anova(lm(reformulate("organisation", outcome), d))
f <- classical[1, "F value"]
within <- classical[2, "Df"]
upper <- uniroot(function(lambda) pf(f, 1, within, lambda) - 0.025, c(0.001, 100), tol = 1e-13)$root
values$omega_zero <- list(statistic = unname(welch$statistic), df_residual = unname(welch$parameter[2]), conf_high = upper / (upper + within))

paired <- function(country) {
  a <- read.csv(folder("ids-unique-within-a-country", paste0(country, "2021.csv")))
  b <- read.csv(folder("ids-unique-within-a-country", paste0(country, "2022.csv")))
  both <- merge(a, b, by = "id")
  test <- t.test((both$q1.y + both$q2.y) / 2, (both$q1.x + both$q2.x) / 2, paired = TRUE)
  list(n_linked = nrow(both), estimate = unname(test$estimate), statistic = unname(test$statistic), conf_low = test$conf.int[1], conf_high = test$conf.int[2], p_value = test$p.value)
}
values$countries <- list(NO = paired("NO"), SE = paired("SE"))

d <- read.csv(folder("order-of-levels", "data.csv"))
d$Dose <- factor(d$Dose, levels = c("No visits", "15 mins", "30 mins"))
fit <- lm(Happiness ~ Dose, d)
mean_sq <- deviance(fit) / df.residual(fit)
means <- tapply(d$Happiness, d$Dose, mean)
linear <- sum(c(-1, 0, 1) * means)
se <- sqrt(mean_sq * 2 / 5)
values$levels <- list(estimate = linear, se = se, statistic = linear / se, p_value = 2 * pt(-abs(linear / se), df.residual(fit)), reference_15 = unname(means[2] - means[1]), reference_30 = unname(means[3] - means[1]))

d <- read.csv(folder("srmr-two-definitions", "data.csv"))
model <- cfa(paste("f =~", paste(names(d), collapse = " + ")), d, std.lv = TRUE)
efa <- fa(d, 1, fm = "minres")
residual <- cor(d) - efa$model
values$srmr <- list(cfa = unname(fitMeasures(model, "srmr")), efa = sqrt(sum(residual[lower.tri(residual)]^2) / (ncol(d) * (ncol(d) + 1) / 2)), rmsr = unname(efa$rms))

values$omega_negative <- list(alpha = suppressWarnings(psych::alpha(read.csv(folder("omega-interval-beyond-one", "d.csv"))[-1], warnings = FALSE))$total$raw_alpha)

write(toJSON(list(software = paste0(R.version.string, ", lavaan ", packageVersion("lavaan"), ", psych ", packageVersion("psych")), values = values), digits = NA, auto_unbox = TRUE, pretty = TRUE), "tests/reports/reference/reports.json")
