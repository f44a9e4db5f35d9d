# Writes the references of round-change for partly linked rounds, trends, limits over rounds, d_z and d_av, case weights and the finite population correction, from the data in fixtures/.
# Run from the project's folder:
#   Rscript analyses/round-change/reference/three-rounds.R
suppressPackageStartupMessages({library(lmerTest); library(effectsize); library(survey)})
source("tests/reference-writer.R")
software <- sprintf("%s; lme4 %s; lmerTest %s; effectsize %s; survey %s", R.version.string, packageVersion("lme4"), packageVersion("lmerTest"), packageVersion("effectsize"), packageVersion("survey"))
emit <- reference_writer("round-change", "three-rounds.R", software, absolute = 1e-12)
years <- c("2021", "2022", "2023"); dims <- c("culture", "technology")
read <- function(kind) do.call(rbind, lapply(seq_along(years), function(i) {
  d <- read.csv(sprintf("fixtures/surveys/three-rounds/%s-%s.csv", kind, years[i])); d$round <- years[i]; d$step <- i - 1
  for (s in dims) {m <- as.matrix(d[, paste0(s, "_", 1:3)]); m[, 3] <- 6 - m[, 3]; d[[s]] <- ifelse(rowSums(!is.na(m)) >= 2, rowMeans(m, na.rm = TRUE), NA)}
  d
}))
linked <- read("linked"); partly <- read("partly"); heads <- read.csv("fixtures/surveys/three-rounds/headcount.csv")
fixture <- function(kind) sprintf("fixtures/surveys/three-rounds/recipe-%s.json", kind)
tight <- lmerControl(optimizer = "nloptwrap", optCtrl = list(xtol_abs = 1e-13, ftol_abs = 1e-13, xtol_rel = 1e-13, ftol_rel = 1e-15, maxeval = 10000))
slope <- function(formula, data) {c <- coef(summary(lmerTest::lmer(formula, data, REML = TRUE, control = tight)))[2, ]; list(estimate = c[[1]], se = c[[2]], df = c[[3]], statistic = c[[4]], p_value = c[[5]])}
with_interval <- function(s) c(s, list(conf_low = s$estimate - qt(.975, s$df) * s$se, conf_high = s$estimate + qt(.975, s$df) * s$se))
iterative <- "lme4 stops its optimiser at about 1e-7 of theta, lmerTest takes derivatives by differences"

# Partly linked: 2021 to 2023 by a mixed model.
mixed <- lapply(dims, function(s) {
  d <- partly[partly$round != "2022" & !is.na(partly[[s]]), ]; d$y <- d[[s]]; d$later <- as.numeric(d$round == "2023")
  found <- with_interval(slope(y ~ later + (1 | respondent), d)); t <- table(d$respondent)
  c(found, list(n_1 = sum(d$later == 0), n_2 = sum(d$later == 1), mean_1 = mean(d$y[d$later == 0]), mean_2 = mean(d$y[d$later == 1]), n_linked = sum(t == 2), n_unlinked = sum(t == 1),
    tost_p_lower = pt((found$estimate + .3) / found$se, found$df, lower.tail = FALSE), tost_p_upper = pt((found$estimate - .3) / found$se, found$df),
    equivalence_low = found$estimate - qt(.95, found$df) * found$se, equivalence_high = found$estimate + qt(.95, found$df) * found$se, mdc = 1.96 * found$se, hedges_g = NULL))
})
holm <- p.adjust(sapply(mixed, `[[`, "p_value"), "holm")
emit("three-rounds-mixed", fixture("partly-linked"), list(from = "2021", to = "2023", min_response_rate = 0), Map(function(s, f, p) row("change", list(outcome = s), c(f, list(p_adjusted = p))), dims, mixed, holm) |> unname(), tolerance = 1e-6, reason = iterative, absolute = 1e-9)
# Where everybody is in both rounds, the mixed model is the paired test.
{d <- linked[linked$round != "2022" & !is.na(linked$culture), ]; d <- d[d$respondent %in% names(which(table(d$respondent) == 2)), ]; d$later <- d$step / 2; m <- slope(culture ~ later + (1 | respondent), d)
 d <- d[order(d$round, d$respondent), ]; t <- t.test(d$culture[d$round == "2023"], d$culture[d$round == "2021"], paired = TRUE); stopifnot(all.equal(c(m$se, m$df), c(t$stderr, unname(t$parameter)), tolerance = 1e-5))}

# Linear trends.
trend <- function(name, kind, data, formula, model, extra = list()) {
  found <- lapply(dims, function(s) {d <- data[!is.na(data[[s]]), ]; d$y <- d[[s]]; c(with_interval(slope(formula, d)), list(n = nrow(d), rounds = 3, model = model))})
  p <- p.adjust(sapply(found, `[[`, "p_value"), "holm")
  emit(name, fixture(kind), c(list(from = "2021", to = "2023", min_response_rate = 0), extra), Map(function(s, f, p) row("trend", list(outcome = s), c(f, list(p_adjusted = p))), dims, found, p) |> unname(), tolerance = 1e-6, reason = iterative, absolute = 1e-9)
}
trend("three-rounds-trend-linked", "linked", linked, y ~ step + (1 | respondent), "person")
trend("three-rounds-trend-partly-linked", "partly-linked", partly, y ~ step + (1 | respondent), "person")
trend("three-rounds-trend-unlinked", "unlinked", partly, y ~ step + (1 | organisation), "organisation")
places <- c("Levanger", "Steinkjer"); by <- lapply(places, function(o) {m <- lm(culture ~ step, partly[partly$organisation == o, ]); c <- coef(summary(m))[2, ]; i <- confint(m)[2, ]; list(estimate = c[[1]], se = c[[2]], df = m$df.residual, statistic = c[[3]], p_value = c[[4]], conf_low = i[[1]], conf_high = i[[2]], model = "none")})
emit("three-rounds-trend-by-organisation", fixture("unlinked"), list(outcomes = list("culture"), by = list("organisation"), from = "2021", to = "2023", min_response_rate = 0, max_half_width = 2), Map(function(o, f) row("trend", list(organisation = o, outcome = "culture"), f), places, by) |> unname())

# Limits over rounds, by the formulas of an X-bar chart with unequal n.
limits <- function(y, round) {n <- tapply(y, round, length); m <- tapply(y, round, mean); s <- sqrt(sum(tapply(y, round, function(v) sum((v - mean(v))^2))) / (sum(n) - length(n))); data.frame(round = names(n), n = as.vector(n), mean = as.vector(m), centre = mean(y), lower = mean(y) - 3 * s / sqrt(as.vector(n)), upper = mean(y) + 3 * s / sqrt(as.vector(n)))}
emit("three-rounds-limits", fixture("unlinked"), list(from = "2021", to = "2023", min_response_rate = 0), unlist(lapply(dims, function(s) {
  k <- !is.na(partly[[s]]); l <- limits(partly[[s]][k], partly$round[k]); lapply(1:3, function(i) row("rounds", list(round = l$round[i], outcome = s), c(as.list(l[i, -1]), list(signal = if (l$mean[i] < l$lower[i] || l$mean[i] > l$upper[i]) "outside" else "within"))))}), recursive = FALSE))

# Linked: paired t with d_z and d_av.
paired <- function(a, b) {t <- t.test(b, a, paired = TRUE); d <- b - a; list(n_1 = length(d), estimate = mean(d), se = t$stderr, df = unname(t$parameter), statistic = unname(t$statistic), p_value = t$p.value, conf_low = t$conf.int[1], conf_high = t$conf.int[2], hedges_g = suppressWarnings(hedges_g(d))$Hedges_g, d_z = mean(d) / sd(d), d_av = mean(d) / ((sd(a) + sd(b)) / 2))}
one <- read.csv("fixtures/surveys/sleep/sleep-1.csv"); two <- read.csv("fixtures/surveys/sleep/sleep-2.csv"); both <- merge(one, two, by = "ID")
emit("sleep-paired-effects", "fixtures/surveys/sleep/recipe-linked.json", list(from = "1", to = "2", smallest_effect = 1, max_half_width = 5), list(row("change", list(outcome = "extra_sleep"), c(paired(both$extra.x, both$extra.y), list(n_linked = 10, n_unlinked = 0)))))
an <- read.csv("fixtures/surveys/anorexia/anorexia.csv"); treatments <- sort(unique(an$Treat)); found <- lapply(treatments, function(t) {x <- an[an$Treat == t, ]; c(paired(x$Prewt, x$Postwt), list(tost_p_lower = pt((mean(x$Postwt - x$Prewt) + 2) / (sd(x$Postwt - x$Prewt) / sqrt(nrow(x))), nrow(x) - 1, lower.tail = FALSE)))})
p <- p.adjust(sapply(found, `[[`, "p_value"), "holm")
emit("anorexia-paired", "fixtures/surveys/anorexia/recipe.json", list(outcomes = list("weight"), by = list("treatment"), from = "1", to = "2", smallest_effect = 2, max_half_width = 10), Map(function(t, f, p) row("change", list(treatment = t, outcome = "weight"), c(f, list(p_adjusted = p))), treatments, found, p) |> unname())
w <- reshape(linked[linked$round != "2022", c("respondent", "round", "culture")], idvar = "respondent", timevar = "round", direction = "wide"); w <- w[complete.cases(w), ]
emit("three-rounds-linked", fixture("linked"), list(outcomes = list("culture"), from = "2021", to = "2023", min_response_rate = 0), list(row("change", list(outcome = "culture"), c(paired(w$culture.2021, w$culture.2023), list(n_linked = nrow(w))))))

# Unlinked: case weights, each round a stratum sampled with replacement; the finite population of those invited.
pair <- partly[partly$round != "2022" & !is.na(partly$culture), ]; pair$round <- factor(pair$round); n <- tapply(pair$culture, pair$round, length)
welch <- function(m, se) {part <- se^2; e <- m[[2]] - m[[1]]; s <- sqrt(sum(part)); df <- sum(part)^2 / sum(part^2 / (n - 1)); list(mean_1 = m[[1]], mean_2 = m[[2]], estimate = e, se = s, df = df, statistic = e / s, p_value = 2 * pt(-abs(e / s), df), conf_low = e - qt(.975, df) * s, conf_high = e + qt(.975, df) * s)}
design <- svydesign(ids = ~1, strata = ~round, weights = ~weight, data = pair); by <- svyby(~culture, ~round, design, svymean); v <- svyby(~culture, ~round, design, svyvar)
{g <- svyglm(culture ~ round, design); stopifnot(all.equal(SE(g)[[2]], sqrt(sum(by$se^2)), tolerance = 1e-9), all.equal(coef(g)[[2]], diff(by$culture), tolerance = 1e-9))}
emit("three-rounds-weights", fixture("unlinked"), list(outcomes = list("culture"), from = "2021", to = "2023", weights = TRUE, min_response_rate = 0), list(row("change", list(outcome = "culture"), c(welch(by$culture, by$se), list(sd_1 = sqrt(v$culture[1]), sd_2 = sqrt(v$culture[2]), hedges_g = NULL)))))
N <- tapply(heads$headcount, heads$round, sum); pair$N <- N[as.character(pair$round)]
census <- svydesign(ids = ~1, strata = ~round, fpc = ~N, data = pair); by <- svyby(~culture, ~round, census, svymean); sd2 <- tapply(pair$culture, pair$round, sd)
emit("three-rounds-finite-population", fixture("unlinked"), list(outcomes = list("culture"), from = "2021", to = "2023", finite_population = TRUE), list(row("change", list(outcome = "culture"), c(welch(by$culture, by$se), list(sd_1 = sd2[[1]], sd_2 = sd2[[2]])))))
golden <- read.csv("fixtures/golden/headcount.csv"); score <- function(year) {d <- read.csv(sprintf("fixtures/golden/%s.csv", year)); m <- as.matrix(d[d$org == "S1", paste0("culture", 1:4)]); m[, 4] <- 6 - m[, 4]; y <- ifelse(rowSums(!is.na(m)) >= 2, rowMeans(m, na.rm = TRUE), NA); y[!is.na(y)]}
a <- score(2021); b <- score(2022); H <- sapply(c(2021, 2022), function(r) golden$headcount[golden$round == r & golden$organisation == "S1"])
emit("golden-finite-population", "fixtures/golden/recipe.json", list(outcomes = list("culture"), by = list("organisation"), from = "2021", to = "2022", finite_population = TRUE),
  list(row("change", list(organisation = "S1", outcome = "culture"), list(n_1 = length(a), n_2 = length(b), estimate = mean(b) - mean(a), se = sqrt(var(a) / length(a) * (1 - length(a) / H[1]) + var(b) / length(b) * (1 - length(b) / H[2]))))))

# Items: one reversed, one whose meaning changed.
item <- function(year) {v <- 6 - partly$technology_3[partly$round == year]; v[!is.na(v)]}; t <- t.test(item("2023"), item("2021"))
emit("three-rounds-items", fixture("unlinked"), list(outcomes = list("technology_3", "pride"), from = "2021", to = "2023", min_response_rate = 0), list(
  row("change", list(outcome = "technology_3"), list(estimate = mean(item("2023")) - mean(item("2021")), se = t$stderr, df = unname(t$parameter), p_value = t$p.value, p_adjusted = t$p.value)),
  row("change", list(outcome = "pride"), list(verdict = "not-comparable"))))
