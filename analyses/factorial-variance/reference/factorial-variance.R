# Writes the references of factorial-variance from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/factorial-variance/reference/factorial-variance.R
# anova, car::Anova, car::leveneTest, emmeans and effectsize give every number.
suppressPackageStartupMessages({library(jsonlite); library(car); library(emmeans); library(effectsize)})
options(contrasts = c("contr.sum", "contr.poly"))
folder <- "analyses/factorial-variance/reference"
software <- sprintf("%s; car %s; emmeans %s; effectsize %s", R.version.string, packageVersion("car"), packageVersion("emmeans"), packageVersion("effectsize"))

# effectsize finds noncentralities by optim, to about 1e-7, but stops up to a fifth short when the share is nearly 0: the ends are found here as the roots of pf to machine
# precision, and must agree with its own to what it promises, to 3 % or, where the share is under 0.01, a quarter.
root <- function(f, from, to) uniroot(f, c(from, to), tol = 1e-15, maxiter = 10000)$root
near <- function(x, y, tolerance) {stopifnot(all(abs(x - y) <= tolerance * pmax(1e-3, abs(y)))); x}
ncp_f <- function(F, df1, df2) {
  at <- function(p) if (pf(F, df1, df2) <= p) 0 else root(function(l) pf(F, df1, df2, ncp = l) - p, 0, 10 * F * df1 + 100)
  c(at(.975), at(.025))
}
ends <- function(share, df, df_error) {ncp <- ncp_f((share / df) / ((1 - share) / df_error), df, df_error); ncp / (ncp + df_error)}

emit <- function(name, dataset, options, expect, tolerance = 1e-9, reason = NULL, absolute = 1e-12) {
  reference <- list(dataset = dataset, analysis = "factorial-variance", options = options, software = software, script = "factorial-variance.R", tolerance = tolerance, absolute = absolute)
  if (!is.null(reason)) reference$tolerance_reason <- reason
  reference$expect <- expect
  write(toJSON(reference, digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path(folder, paste0(name, ".json")))
}
row <- function(table, row, columns) list(table = table, row = row, columns = columns)
term_of <- function(name) if (name == "Residuals") "residuals" else name

tables <- function(model, type, complete) {
  a <- if (type == 1) anova(model) else suppressMessages(Anova(model, type = type))
  a <- a[rownames(a) != "(Intercept)", ]
  # Polynomial and other names of car's likelihood-ratio table for models with empty cells.
  ss <- if ("Sum Sq" %in% names(a)) a[, "Sum Sq"] else a[, "SS"]
  f <- a[, grep("^F", names(a))[1]]; p <- a[, grep("^Pr", names(a))[1]]
  list(term = rownames(a), ss = ss, df = a[, "Df"], f = f, p = p, table = a)
}
anova_rows <- function(model, outcome, type) {
  y <- model.response(model.frame(model)); total <- sum((y - mean(y))^2); n <- length(y)
  t <- tables(model, type); last <- length(t$term); df_error <- t$df[last]
  lapply(seq_along(t$term), function(i) {
    key <- list(outcome = outcome, term = term_of(t$term[i]))
    if (i == last) return(row("anova", key, list(sum_sq = t$ss[i], df = t$df[i], mean_sq = t$ss[i] / t$df[i], statistic = NA, p_value = NA)))
    row("anova", key, list(sum_sq = t$ss[i], df = t$df[i], mean_sq = t$ss[i] / t$df[i], statistic = t$f[i], p_value = t$p[i], n = n,
                           eta_sq = t$ss[i] / total, partial_eta_sq = t$ss[i] / (t$ss[i] + t$ss[last])))
  })
}
# R's own pf with ncp holds about 1e-10 of the noncentrality's own scale.
effect_rows <- function(model, outcome, type) {
  a <- if (type == 1) anova(model) else Anova(model, type = type)
  e <- as.data.frame(eta_squared(a, partial = TRUE, alternative = "two.sided")); o <- as.data.frame(omega_squared(a, partial = TRUE, alternative = "two.sided"))
  t <- tables(model, type); df_error <- t$df[length(t$df)]
  lapply(seq_len(nrow(e)), function(i) {
    at <- match(e$Parameter[i], t$term); eta <- near(ends(e$Eta2_partial[i], t$df[at], df_error), c(e$CI_low[i], e$CI_high[i]), if (e$Eta2_partial[i] < .01) .25 else .03)
    # One interval for both: that of the observed F. effectsize's interval of omega squared pivots another F and has no width where F is at most 1.
    if (eta[2] == 0) eta <- c(NA, NA)
    omega <- eta
    row("anova", list(outcome = outcome, term = e$Parameter[i]), list(partial_eta_sq = e$Eta2_partial[i], eta_low = eta[1], eta_high = eta[2], partial_omega_sq = o$Omega2_partial[i], conf_low = omega[1], conf_high = omega[2]))
  })
}
hc3_rows <- function(model, outcome, type) {
  a <- suppressMessages(Anova(model, type = type, white.adjust = "hc3")); a <- a[!rownames(a) %in% c("(Intercept)", "Residuals"), ]
  lapply(seq_len(nrow(a)), function(i) row("anova", list(outcome = outcome, term = rownames(a)[i]), list(hc3_statistic = a[i, "F"], hc3_p_value = a[i, "Pr(>F)"])))
}
mean_rows <- function(model, outcome, factors) {
  # Without interactions there is a mean of every level, and of the combinations.
  sizes <- if (any(grepl(":", labels(terms(model))))) seq_along(factors) else c(1, length(factors))
  unlist(lapply(sizes, function(size) unlist(combn(factors, size, simplify = FALSE, FUN = function(term) {
    e <- as.data.frame(suppressMessages(emmeans(model, term)))
    # A combination that nobody is in has no row with us.
    if (size == length(factors)) e <- e[!is.na(e$emmean), ]
    lapply(seq_len(nrow(e)), function(i) {
      key <- c(list(outcome = outcome, term = paste(term, collapse = ":")), setNames(lapply(term, function(f) as.character(e[i, f])), term))
      row("marginal_means", key, list(estimate = e$emmean[i], se = if (is.na(e$emmean[i])) NA else e$SE[i], df = if (is.na(e$emmean[i])) NA else e$df[i], conf_low = e$lower.CL[i], conf_high = e$upper.CL[i]))
    })
  }), recursive = FALSE)), recursive = FALSE)
}
levene_rows <- function(d, outcome, y, factors) {
  cell <- interaction(d[factors], drop = TRUE); l <- as.data.frame(leveneTest(d[[y]], cell, center = median)); sds <- tapply(d[[y]], cell, sd)
  list(row("homogeneity", list(outcome = outcome), list(n = nrow(d), cells = nlevels(cell), smallest_cell = min(table(cell)), largest_cell = max(table(cell)),
    levene_statistic = l[1, "F value"], df = l[1, "Df"], df_residual = l[2, "Df"], levene_p_value = l[1, "Pr(>F)"], sd_ratio = max(sds, na.rm = TRUE) / min(sds, na.rm = TRUE))))
}

# One data set by its factors: every type, effect sizes, means, spread.
write_all <- function(name, dataset, d, y, outcome, factors, types = 1:3, rename = identity) {
  d <- d[complete.cases(d[c(y, factors)]), ]; for (f in factors) d[[f]] <- factor(d[[f]])
  model <- lm(reformulate(paste(factors, collapse = "*"), y), d)
  for (type in types) {
    options <- list(outcomes = list(outcome), factors = factors, type = type, adjust = "none")
    hc3 <- if (type == 1 || anyNA(coef(model)) || min(table(d[factors])) < 2) list() else hc3_rows(model, outcome, type)
    emit(sprintf("%s-type-%d", name, type), dataset, options, c(anova_rows(model, outcome, type), hc3, if (type == 2) c(mean_rows(model, outcome, factors), levene_rows(d, outcome, y, factors))))
    emit(sprintf("%s-effects-%d", name, type), dataset, options, effect_rows(model, outcome, type), tolerance = 1e-7, reason = "R's pf with a noncentrality is good to about 1e-9 of a probability, and the ends are where it equals 0.025 and 0.975", absolute = 1e-9)
  }
}

# The same without interactions; types 2 and 3 agree.
write_additive <- function(name, dataset, d, y, outcome, factors) {
  d <- d[complete.cases(d[c(y, factors)]), ]; for (f in factors) d[[f]] <- factor(d[[f]])
  model <- lm(reformulate(factors, y), d)
  for (type in 1:3) {
    options <- list(outcomes = list(outcome), factors = factors, type = type, interactions = FALSE, adjust = "none")
    # Combinations that nobody is in have no row with us.
    means <- Filter(function(r) length(factors) > sum(factors %in% names(r$row)) || nrow(merge(as.data.frame(r$row[factors], stringsAsFactors = FALSE), d[factors])) > 0, mean_rows(model, outcome, factors))
    emit(sprintf("%s-additive-%d", name, type), dataset, options, c(anova_rows(model, outcome, type), if (type > 1) hc3_rows(model, outcome, type), if (type == 2) means))
  }
}

bfi <- read.csv("fixtures/surveys/bfi/bfi.csv")
a <- bfi[paste0("A", 1:5)]; a$A1 <- 7 - a$A1; bfi$agree <- rowMeans(a, na.rm = TRUE); bfi$agree[rowSums(!is.na(a)) < 3] <- NA
write_all("bfi", "fixtures/surveys/bfi/recipe.json", bfi, "agree", "agree", c("gender", "education"))
fixture <- function(name) read.csv(sprintf("fixtures/surveys/%s/%s.csv", name, name), na.strings = c("", "NA"))
recipe <- function(name) sprintf("fixtures/surveys/%s/recipe.json", name)
write_all("tooth-growth", recipe("tooth-growth"), fixture("tooth-growth"), "len", "tooth_length", c("supp", "dose"))
write_all("warpbreaks", recipe("warpbreaks"), fixture("warpbreaks"), "breaks", "yarn_breaks", c("wool", "tension"))
write_all("moore", recipe("moore"), fixture("moore"), "conformity", "conforming", c("fcategory", "partner.status"))
students <- fixture("student-survey")
# Three factors, all cells filled; and three factors with a cell that nobody is in, where car compares models and refuses type 3.
write_all("students", recipe("student-survey"), students, "Pulse", "pulse_rate", c("Sex", "Exer", "M.I"))
write_all("students-empty", recipe("student-survey"), students, "Pulse", "pulse_rate", c("W.Hnd", "Exer", "Clap"), types = 1:2)
# The made-up survey of two countries and rounds, with a reversed item and missing answers.
golden <- rbind(read.csv("fixtures/golden/2021.csv"), read.csv("fixtures/golden/2022.csv"))
m <- as.matrix(golden[paste0("culture", 1:4)]); m[, 4] <- 6 - m[, 4]; golden$culture <- ifelse(rowSums(!is.na(m)) >= 2, rowMeans(m, na.rm = TRUE), NA)
write_all("golden", "fixtures/golden/recipe.json", golden, "culture", "culture", c("country", "round"))
write_additive("warpbreaks", recipe("warpbreaks"), fixture("warpbreaks"), "breaks", "yarn_breaks", c("wool", "tension"))
write_additive("moore", recipe("moore"), fixture("moore"), "conformity", "conforming", c("fcategory", "partner.status"))
write_additive("students-empty", recipe("student-survey"), students, "Pulse", "pulse_rate", c("W.Hnd", "Exer", "Clap"))
write_additive("bfi", "fixtures/surveys/bfi/recipe.json", bfi, "agree", "agree", c("gender", "education"))
