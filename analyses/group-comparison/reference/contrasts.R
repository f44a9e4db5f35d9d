# Writes the references of group-comparison for planned contrasts, pooled pairs, case weights, the finite population correction, single items and bootstrap intervals, from the data in
# fixtures/. Run from the project's folder:
#   Rscript analyses/group-comparison/reference/contrasts.R
suppressPackageStartupMessages({library(emmeans); library(survey); library(boot)})
source("tests/reference-writer.R")
source("tests/mean-interval.R")
software <- sprintf("%s; emmeans %s; survey %s; boot %s", R.version.string, packageVersion("emmeans"), packageVersion("survey"), packageVersion("boot"))
emit <- reference_writer("group-comparison", "contrasts.R", software, absolute = 1e-12)

# emmeans gives estimate, SE and df; p and the interval are those of single contrasts, p_adjusted Holm's over the set.
of_contrast <- function(set, outcome, levels, found) {
  adjusted <- p.adjust(found$p, "holm")
  lapply(seq_along(found$estimate), function(i) {
    reach <- qt(.975, found$df[i]) * found$se[i]
    key <- list(outcome = outcome, contrast = if (set == "polynomial") c("linear", "quadratic", "cubic", "quartic")[i] else set)
    if (set == "deviation") key$group <- levels[i]
    if (set == "reference") {key$group <- levels[i + 1]; key$reference <- levels[1]}
    row("contrasts", key, list(estimate = found$estimate[i], se = found$se[i], df = found$df[i], statistic = found$estimate[i] / found$se[i],
        conf_low = found$estimate[i] - reach, conf_high = found$estimate[i] + reach, p_value = found$p[i], p_adjusted = adjusted[i]))
  })
}
methods <- c(polynomial = "poly", reference = "trt.vs.ctrl", deviation = "eff")
pooled <- function(set, y, g) {
  d <- as.data.frame(contrast(emmeans(lm(y ~ g), "g"), methods[[set]], adjust = "none"))
  list(estimate = d$estimate, se = d$SE, df = d$df, p = d$p.value)
}
# Variances of their own, degrees of freedom by Satterthwaite: emmeans's coefficients on group means; for two groups it must be t.test.
separate <- function(set, y, g) {
  m <- tapply(y, g, mean); v <- tapply(y, g, var); n <- tapply(y, g, length)
  W <- coef(contrast(emmeans(lm(y ~ g), "g"), methods[[set]])); W <- as.matrix(W[, -1, drop = FALSE])
  one <- function(w) {part <- w^2 * v / n; se <- sqrt(sum(part)); df <- sum(part)^2 / sum(part^2 / (n - 1)); e <- sum(w * m); c(e, se, df, 2 * pt(-abs(e / se), df))}
  f <- apply(W, 2, one); list(estimate = f[1, ], se = f[2, ], df = f[3, ], p = f[4, ])
}
{x <- c(1, 2, 4, 7); z <- c(2, 3, 9); s <- separate("reference", c(x, z), factor(rep(c("a", "b"), c(4, 3)))); t <- t.test(z, x); stopifnot(all.equal(unname(c(s$se, s$df, s$p)), unname(c(t$stderr, t$parameter, t$p.value))))}
contrasts_of <- function(name, dataset, y, g, outcome, by) {
  keep <- !is.na(y) & !is.na(g); y <- y[keep]; g <- droplevels(factor(g[keep]))
  for (set in names(methods)) for (test in c("welch", "fisher")) {
    found <- if (test == "fisher") pooled(set, y, g) else separate(set, y, g)
    emit(sprintf("%s-contrasts-%s-%s", name, set, test), dataset, list(outcomes = list(outcome), by = by, test = test, contrasts = set), of_contrast(set, outcome, levels(g), found))
  }
}
pg <- read.csv("fixtures/surveys/plant-growth/plant-growth.csv")
contrasts_of("plant-growth", "fixtures/surveys/plant-growth/recipe.json", pg$weight, pg$group, "dried_weight", "group")
bfi <- read.csv("fixtures/surveys/bfi/bfi.csv"); keys <- read.csv("fixtures/surveys/bfi/bfi_keys.csv")
score <- function(scale) {
  k <- keys[keys$scale == scale, ]; m <- as.matrix(bfi[, k$item]); for (i in seq_len(nrow(k))) if (k$key[i] < 0) m[, i] <- 7 - m[, i]
  ifelse(rowSums(!is.na(m)) >= 3, rowMeans(m, na.rm = TRUE), NA)
}
contrasts_of("bfi-education", "fixtures/surveys/bfi/recipe.json", score("agree"), bfi$education, "agree", "education")
# The same with a score from one answer on.
one <- {k <- keys[keys$scale == "agree", ]; m <- as.matrix(bfi[, k$item]); for (i in seq_len(nrow(k))) if (k$key[i] < 0) m[, i] <- 7 - m[, i]; ifelse(rowSums(!is.na(m)) >= 1, rowMeans(m, na.rm = TRUE), NA)}
contrasts_of("bfi-one-answer", "fixtures/surveys/bfi/recipe-one-answer.json", one, bfi$education, "agree", "education")

# Pairs with the variance pooled over all groups.
pooled_pairs <- function(name, dataset, y, g, outcome, by) {
  keep <- !is.na(y) & !is.na(g); y <- y[keep]; g <- droplevels(factor(g[keep]))
  s <- summary(aov(y ~ g))[[1]]; raw <- pairwise.t.test(y, g, p.adjust.method = "none")$p.value; holm <- pairwise.t.test(y, g, p.adjust.method = "holm")$p.value; m <- tapply(y, g, mean); n <- table(g)
  emit(paste0(name, "-pooled-holm"), dataset, list(outcomes = list(outcome), by = by, test = "fisher", pairwise = "pooled-holm"), lapply(combn(levels(g), 2, simplify = FALSE), function(p) {
    d <- m[[p[1]]] - m[[p[2]]]; se <- sqrt(s[2, 3] * (1 / n[[p[1]]] + 1 / n[[p[2]]])); reach <- qt(.975, s[2, 1]) * se
    row("pairwise", list(outcome = outcome, group_a = p[1], group_b = p[2]), list(estimate = d, se = se, df = s[2, 1], statistic = d / se, conf_low = d - reach, conf_high = d + reach, p_value = raw[p[2], p[1]], p_adjusted = holm[p[2], p[1]], method = "pooled-holm"))
  }))
}
pooled_pairs("plant-growth", "fixtures/surveys/plant-growth/recipe.json", pg$weight, pg$group, "dried_weight", "group")
pooled_pairs("bfi-education", "fixtures/surveys/bfi/recipe.json", score("agree"), bfi$education, "agree", "education")

# Three rounds: weights, finite population, a single item.
three <- "fixtures/surveys/three-rounds/recipe-unlinked.json"; place <- list(list(column = "round", `in` = list("2023")))
d <- read.csv("fixtures/surveys/three-rounds/partly-2023.csv"); heads <- read.csv("fixtures/surveys/three-rounds/headcount.csv"); heads <- heads[heads$round == 2023, ]
m <- as.matrix(d[, paste0("culture_", 1:3)]); m[, 3] <- 6 - m[, 3]; d$y <- ifelse(rowSums(!is.na(m)) >= 2, rowMeans(m, na.rm = TRUE), NA)
w <- d[!is.na(d$y), ]; w$organisation <- factor(w$organisation)
welch <- function(m, se, n) {
  k <- length(m); wt <- 1 / se^2; c0 <- sum(wt * m) / sum(wt); l <- sum((1 - wt / sum(wt))^2 / (n - 1)) / (k^2 - 1)
  F <- sum(wt * (m - c0)^2) / (k - 1) / (1 + 2 * (k - 2) * l); list(statistic = F, df = k - 1, df_residual = 1 / (3 * l), p_value = pf(F, k - 1, 1 / (3 * l), lower.tail = FALSE))
}
{n <- tapply(w$y, w$organisation, length); a <- welch(tapply(w$y, w$organisation, mean), tapply(w$y, w$organisation, sd) / sqrt(n), n); stopifnot(all.equal(a$p_value, oneway.test(y ~ organisation, w)$p.value))}
corrected <- function(name, options, m, se, n, sd, extra) {
  levels <- names(m); pairs <- combn(levels, 2, simplify = FALSE)
  found <- lapply(pairs, function(p) {a <- se[[p[1]]]^2; b <- se[[p[2]]]^2; e <- m[[p[1]]] - m[[p[2]]]; s <- sqrt(a + b); df <- (a + b)^2 / (a^2 / (n[[p[1]]] - 1) + b^2 / (n[[p[2]]] - 1)); list(estimate = e, se = s, df = df, statistic = e / s, p_value = 2 * pt(-abs(e / s), df), conf_low = e - qt(.975, df) * s, conf_high = e + qt(.975, df) * s)})
  adjusted <- p.adjust(sapply(found, `[[`, "p_value"), "holm")
  emit(name, three, c(list(outcomes = list("culture"), by = "organisation", pairwise = "welch-holm"), options), c(
    lapply(levels, function(l) row("descriptives", list(organisation = l, outcome = "culture"), c(list(n = n[[l]], mean = m[[l]], sd = sd[[l]], se = se[[l]], conf_low = mean_interval(m[[l]], se[[l]], n[[l]], c(1, 5))[1], conf_high = mean_interval(m[[l]], se[[l]], n[[l]], c(1, 5))[2]), extra(l)))),
    list(row("omnibus", list(outcome = "culture"), welch(m, se, n))),
    Map(function(p, f, a) row("pairwise", list(outcome = "culture", group_a = p[1], group_b = p[2]), c(f, list(p_adjusted = a))), pairs, found, adjusted) |> unname()), place)
}
n <- tapply(w$y, w$organisation, length)
# survey: each organisation a stratum, sampled with replacement.
design <- svydesign(ids = ~1, strata = ~organisation, weights = ~weight, data = w)
by <- svyby(~y, ~organisation, design, svymean); variance <- svyby(~y, ~organisation, design, svyvar)
corrected("three-rounds-weights", list(weights = TRUE), setNames(by$y, by$organisation), setNames(by$se, by$organisation), n, setNames(sqrt(variance[["y"]]), variance$organisation), function(l) list(mean_unweighted = mean(w$y[w$organisation == l])))
# The difference of two domains is svycontrast's.
{s <- svycontrast(svyby(~y, ~organisation, design, svymean, covmat = TRUE), c(Frosta = 1, Krokom = -1)); stopifnot(all.equal(SE(s)[[1]], sqrt(sum(by$se[by$organisation %in% c("Frosta", "Krokom")]^2))))}
w$N <- heads$headcount[match(w$organisation, heads$organisation)]
census <- svydesign(ids = ~1, strata = ~organisation, fpc = ~N, data = w); by <- svyby(~y, ~organisation, census, svymean)
corrected("three-rounds-finite-population", list(finite_population = TRUE), setNames(by$y, by$organisation), setNames(by$se, by$organisation), n, tapply(w$y, w$organisation, sd), function(l) list())
both <- svydesign(ids = ~1, strata = ~organisation, weights = ~weight, fpc = ~N, data = w); by <- svyby(~y, ~organisation, both, svymean)
corrected("three-rounds-weights-finite-population", list(weights = TRUE, finite_population = TRUE), setNames(by$y, by$organisation), setNames(by$se, by$organisation), n, setNames(sqrt(variance[["y"]]), variance$organisation), function(l) list())

# An item, reversed: turned on the declared scale.
item <- 6 - d$culture_3; keep <- !is.na(item); t <- oneway.test(item[keep] ~ factor(d$organisation[keep]))
emit("three-rounds-item", three, list(outcomes = list("culture_3"), by = "organisation"), c(list(row("omnibus", list(outcome = "culture_3"), list(statistic = unname(t$statistic), df_residual = unname(t$parameter[2]), p_value = t$p.value, n = sum(keep)))),
  lapply(sort(unique(d$organisation)), function(l) row("descriptives", list(organisation = l, outcome = "culture_3"), list(mean = mean(item[keep & d$organisation == l]), sd = sd(item[keep & d$organisation == l]), n = sum(keep & d$organisation == l))))), place)

# Bootstrap: the acceleration is exact; the ends are Monte Carlo, ours with 99,999 draws and R's with 99,999.
set.seed(20221122)
keep <- !is.na(score("agree")) & !is.na(bfi$gender); y <- score("agree")[keep]; g <- bfi$gender[keep]
boots <- function(x, z, R = 99999) {
  difference <- function(d, i) mean(d$y[i][d$s[i] == 1]) - mean(d$y[i][d$s[i] == 2]); d <- data.frame(y = c(x, z), s = rep(1:2, c(length(x), length(z))))
  b <- boot(d, difference, R, strata = d$s); L <- c((x - mean(x)) / length(x), -(z - mean(z)) / length(z)); a <- sum(L^3) / (6 * sum(L^2)^1.5)
  own <- boot.ci(b, type = c("perc", "bca"), L = L); list(perc = own$percent[4:5], bca = own$bca[4:5], a = a)
}
pairs <- list(list(name = "plant-growth", dataset = "fixtures/surveys/plant-growth/recipe.json", outcome = "dried_weight", by = "group", x = pg$weight[pg$group == "trt1"], z = pg$weight[pg$group == "trt2"], a = "trt1", b = "trt2", small = TRUE),
              list(name = "bfi-gender", dataset = "fixtures/surveys/bfi/recipe.json", outcome = "agree", by = "gender", x = y[g == 1], z = y[g == 2], a = "1", b = "2", small = FALSE),
              list(name = "three-rounds", dataset = three, outcome = "culture", by = "organisation", x = w$y[w$organisation == "Levanger"], z = w$y[w$organisation == "Steinkjer"], a = "Levanger", b = "Steinkjer", small = FALSE))
for (p in pairs) {
  found <- boots(p$x, p$z, if (length(p$x) > 500) 9999 else 99999); key <- list(outcome = p$outcome, group_a = p$a, group_b = p$b); where <- if (p$name == "three-rounds") place else NULL
  width <- diff(found$perc); draws <- 99999
  reason <- "both are Monte Carlo, with different generators; within about a hundredth of the interval's width"
  emit(paste0(p$name, "-percentile"), p$dataset, list(outcomes = list(p$outcome), by = p$by, interval = "percentile", draws = draws), list(row("pairwise", key, list(conf_low = found$perc[1], conf_high = found$perc[2]))), where, .001, reason, .015 * width)
  if (p$small) next
  # BCa is made of groups of 60 and more.
  if (p$name == "three-rounds") next
  emit(paste0(p$name, "-acceleration"), p$dataset, list(outcomes = list(p$outcome), by = p$by, interval = "bca", draws = 999), list(row("pairwise", key, list(acceleration = found$a))), where)
  emit(paste0(p$name, "-bca"), p$dataset, list(outcomes = list(p$outcome), by = p$by, interval = "bca", draws = draws), list(row("pairwise", key, list(conf_low = found$bca[1], conf_high = found$bca[2]))), where, .001, reason, .02 * width)
}
