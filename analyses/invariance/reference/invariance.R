# Writes the references of invariance from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/invariance/reference/invariance.R
# lavaan gives the factor models (cfa, lavTestLRT, lavTestScore), ordinal::clm and anova the ordinal regressions.
suppressPackageStartupMessages({library(jsonlite); library(lavaan); library(ordinal)})
folder <- "analyses/invariance/reference"
software <- sprintf("%s; lavaan %s; ordinal %s", R.version.string, packageVersion("lavaan"), packageVersion("ordinal"))
emit <- function(name, dataset, options, expect, tolerance = 1e-9, reason = NULL, absolute = NULL) {
  reference <- list(dataset = dataset, analysis = "invariance", options = options, software = software, script = "invariance.R", tolerance = tolerance)
  if (!is.null(reason)) reference$tolerance_reason <- reason
  if (!is.null(absolute)) reference$absolute <- absolute
  reference$expect <- expect
  write(toJSON(reference, digits = I(15), auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path(folder, paste0(name, ".json")))
}
row <- function(table, row, columns) list(table = table, row = row, columns = lapply(columns, unname))
known <- function(x) if (length(x) == 0 || is.na(x)) NULL else unname(x)
source("tests/polished-lavaan.R")

columns_of <- function(fit, before = NULL) {
  f <- fitMeasures(fit)
  c(list(n = lavInspect(fit, "ntotal"), groups = lavInspect(fit, "ngroups"), chi_square = f[["chisq"]], df = f[["df"]], p_fit = f[["pvalue"]], cfi = f[["cfi"]], tli = f[["tli"]], rmsea = f[["rmsea"]],
         srmr = f[["srmr"]], aic = f[["aic"]], bic = f[["bic"]], log_likelihood = f[["logl"]], parameters = f[["npar"]]),
    if (!is.null(before)) {
      b <- fitMeasures(before); t <- lavTestLRT(before, fit)
      list(delta_chi_square = t[["Chisq diff"]][2], delta_df = t[["Df diff"]][2], p_value = t[["Pr(>Chisq)"]][2], delta_cfi = f[["cfi"]] - b[["cfi"]], delta_rmsea = f[["rmsea"]] - b[["rmsea"]])
    })
}
interval_of <- function(fit) {
  # fitMeasures stops its root finding at 1e-4 of the noncentrality; here to machine precision.
  f <- fitMeasures(fit); x <- f[["chisq"]]; df <- f[["df"]]; n <- lavInspect(fit, "ntotal"); G <- lavInspect(fit, "ngroups")
  end <- function(p) if (pchisq(x, df) <= p) 0 else uniroot(function(l) pchisq(x, df, ncp = l) - p, c(0, 10 * x + 100), tol = 1e-13, maxiter = 10000)$root
  ends <- sqrt(c(end(.95), end(.05)) * G / (n * df))
  stopifnot(abs(ends - c(f[["rmsea.ci.lower"]], f[["rmsea.ci.upper"]])) < 1e-4)
  list(rmsea_low = ends[1], rmsea_high = ends[2])
}
explained <- function(fit, factor, level) {
  # mean of the factor in the group times the average loading in the first group, by the delta method
  t <- parTable(fit); v <- lavaan:::lav_model_vcov(fit@Model, lavsamplestats = fit@SampleStats, lavoptions = fit@Options, lavpartable = fit@ParTable, lavdata = fit@Data, lavimplied = fit@implied, lavh1 = fit@h1)
  e <- coef(fit, type = "free"); at <- which(t$lhs == factor & t$op == "=~" & t$group == 1); mean <- which(t$lhs == factor & t$op == "~1" & t$group == level)
  l <- t$est[at]; a <- t$est[mean]; gradient <- numeric(length(e)); gradient[t$free[mean]] <- mean(l)
  for (i in at) if (t$free[i] > 0) gradient[t$free[i]] <- gradient[t$free[i]] + a / length(l)
  estimate <- a * mean(l); reach <- qnorm(.975) * sqrt(drop(t(gradient) %*% v %*% gradient))
  c(estimate, estimate - reach, estimate + reach)
}
steps <- function(model, data, group, labels, dimension, ...) {
  run <- function(...) polished(model, data, group = group, group.label = labels, std.lv = TRUE, meanstructure = TRUE, ...)
  list(configural = run(...), metric = run(group.equal = "loadings", ...), scalar = run(group.equal = c("loadings", "intercepts"), ...))
}
step_rows <- function(s, model) list(
  row("steps", list(factor_model = model, step = "configural"), c(columns_of(s$configural), verdict = "baseline")),
  row("steps", list(factor_model = model, step = "metric"), columns_of(s$metric, s$configural)),
  row("steps", list(factor_model = model, step = "scalar"), columns_of(s$scalar, s$metric)))
interval_rows <- function(s, model) lapply(names(s), function(step) row("steps", list(factor_model = model, step = step), interval_of(s[[step]])))

# Univariate score tests of the equalities of two groups.
score_rows <- function(s, items, dimension_of) {
  test <- function(fit, op) {
    u <- lavTestScore(fit)$uni; t <- parTable(fit); first <- match(u$lhs, t$plabel)
    keep <- t$op[first] == op
    data.frame(item = if (op == "=~") t$rhs[first][keep] else t$lhs[first][keep], x2 = u$X2[keep], df = u$df[keep], p = u$p.value[keep])
  }
  one <- function(fit, op, parameter) {
    d <- test(fit, op); d$adjusted <- p.adjust(d$p, "holm")
    lapply(seq_len(nrow(d)), function(i) row("parameters", list(item = d$item[i], parameter = parameter), list(dimension = dimension_of[[d$item[i]]], statistic = d$x2[i], df = d$df[i], p_value = d$p[i], p_adjusted = d$adjusted[i])))
  }
  c(one(s$metric, "=~", "loading"), one(s$scalar, "~1", "intercept"))
}
# What a freed intercept would differ by: expected parameter changes when one equality goes.
epc_rows <- function(fit, a, b) {
  u <- lavTestScore(fit)$uni; t <- parTable(fit)
  lapply(which(t$op[match(u$lhs, t$plabel)] == "~1"), function(k) {
    e <- lavTestScore(fit, release = k, epc = TRUE, univariate = FALSE)$epc
    one <- e$epc[match(u$lhs[k], e$plabel)]; two <- e$epc[match(u$rhs[k], e$plabel)]
    row("differences", list(item = t$lhs[match(u$lhs[k], t$plabel)], quantity = "intercept"), list(group_a = b, group_b = a, estimate = two - one, se = abs(two - one) / sqrt(u$X2[k])))
  })
}
mean_rows <- function(s, partial, factors, a, b) lapply(seq_along(factors), function(i) {
  f <- factors[i]; scalar <- explained(s$scalar, f, 2); p <- if (is.null(partial)) NULL else explained(partial, f, 2)
  row("means", list(dimension = f, group_a = b, group_b = a), c(list(scalar = scalar[1], scalar_low = scalar[2], scalar_high = scalar[3]), if (!is.null(p)) list(partial = p[1], partial_low = p[2], partial_high = p[3], sensitivity = p[1] - scalar[1])))
})
observed_rows <- function(data, group, labels, items) unlist(lapply(names(items), function(d) {
  score <- rowMeans(data[, items[[d]]]); first <- score[data[[group]] == labels[1]]
  lapply(labels[-1], function(l) {t <- t.test(score[data[[group]] == l], first); row("means", list(dimension = d, group_a = l, group_b = labels[1]), list(estimate = unname(diff(rev(t$estimate))), conf_low = t$conf.int[1], conf_high = t$conf.int[2]))})
}), recursive = FALSE)

# Holzinger and Swineford: continuous, complete, two schools.
hs <- read.csv("fixtures/surveys/holzinger-swineford/holzinger-swineford.csv")
hs_recipe <- "fixtures/surveys/holzinger-swineford/recipe.json"
hs_items <- list(visual = paste0("x", 1:3), textual = paste0("x", 4:6), speed = paste0("x", 7:9))
syntax <- function(items) paste(sprintf("%s =~ %s", names(items), sapply(items, paste, collapse = " + ")), collapse = "\n")
dimension_of <- function(items) {o <- rep(names(items), lengths(items)); names(o) <- unlist(items); as.list(o)}
schools <- c("Grant-White", "Pasteur")
s <- steps(syntax(hs_items), hs, "school", schools)
# The published numbers, lavaan's own tutorial.
stopifnot(abs(sapply(s, fitMeasures, "chisq") - c(115.851, 124.044, 164.103)) < .001)
free <- polished(syntax(hs_items), hs, group = "school", group.label = schools, std.lv = TRUE, meanstructure = TRUE, group.equal = c("loadings", "intercepts"), group.partial = c("x3~1", "x7~1"))
iterative <- "maximum likelihood by iteration: lavaan's estimates after polishing, and its score tests, hold about 1e-8"
emit("holzinger-swineford-school", hs_recipe, list(by = list("school"), method = "cfa"),
     c(step_rows(s, "joint"), list(row("steps", list(step = "partial"), c(columns_of(free, s$metric), compared_with = "metric"))), interval_rows(s, "joint")), tolerance = 1e-8, reason = iterative, absolute = 1e-12)
emit("holzinger-swineford-school-parameters", hs_recipe, list(by = list("school"), method = "cfa"),
     c(score_rows(s, hs_items, dimension_of(hs_items)), epc_rows(s$scalar, schools[1], schools[2]), mean_rows(s, free, names(hs_items), schools[1], schools[2])), tolerance = 1e-7, reason = iterative, absolute = 1e-10)
emit("holzinger-swineford-school-observed", hs_recipe, list(by = list("school")), observed_rows(hs, "school", schools, hs_items))

# bfi: ordinal answers taken as numbers, men and women, all 25 items; and each dimension by education.
bfi <- read.csv("fixtures/surveys/bfi/bfi.csv"); bfi_recipe <- "fixtures/surveys/bfi/recipe.json"
bfi_items <- list(agree = paste0("A", 1:5), conscientious = paste0("C", 1:5), extraversion = paste0("E", 1:5), neuroticism = paste0("N", 1:5), openness = paste0("O", 1:5))
for (item in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) bfi[[item]] <- 7 - bfi[[item]]
genders <- c("1", "2"); complete <- bfi[complete.cases(bfi[, unlist(bfi_items)]), ]
s <- steps(syntax(bfi_items), complete, "gender", genders)
emit("bfi-gender-joint", bfi_recipe, list(by = list("gender"), method = "cfa"), c(step_rows(s, "joint"), interval_rows(s, "joint")), tolerance = 1e-8, reason = iterative, absolute = 1e-12)
emit("bfi-gender-joint-parameters", bfi_recipe, list(by = list("gender"), method = "cfa"), score_rows(s, bfi_items, dimension_of(bfi_items)), tolerance = 1e-6, reason = iterative, absolute = 1e-9)
levels <- as.character(1:5)
emit("bfi-education-separate", bfi_recipe, list(by = list("education"), model = "separate", method = "cfa"), unlist(lapply(c("agree", "neuroticism"), function(d) {
  own <- bfi[complete.cases(bfi[, bfi_items[[d]]]) & !is.na(bfi$education), ]; s <- steps(syntax(bfi_items[d]), own, "education", levels)
  c(step_rows(s, d), interval_rows(s, d))
}), recursive = FALSE), tolerance = 1e-8, reason = iterative, absolute = 1e-12)

# Missing answers: full information maximum likelihood.
fiml <- function(...) cfa(syntax(bfi_items["agree"]), bfi, group = "gender", group.label = genders, std.lv = TRUE, missing = "fiml", em.h1.tol = 1e-14, em.h1.iter.max = 100000, ...)
s <- list(configural = fiml(), metric = fiml(group.equal = "loadings"), scalar = fiml(group.equal = c("loadings", "intercepts")))
drop_srmr <- function(rows) lapply(rows, function(r) {r$columns$srmr <- NULL; r})
emit("bfi-gender-fiml", bfi_recipe, list(dimensions = list("agree"), by = list("gender"), method = "cfa", missing = "fiml"), drop_srmr(step_rows(s, "agree")), tolerance = 1e-7,
     reason = "lavaan's quasi-Newton search under missing values stops at about 1e-6 of the estimates, 1e-8 of chi-square", absolute = 1e-9)

# Ordinal regression item by item: proportional odds, likelihood ratios.
nagelkerke <- function(l0, l, n) (1 - exp(2 / n * (l0 - l))) / (1 - exp(2 / n * l0))
dif <- function(data, d, group, levels) {
  own <- data[complete.cases(data[, bfi_items[[d]]]) & data[[group]] %in% levels, ]; own$g <- factor(own[[group]], levels = levels)
  lapply(bfi_items[[d]], function(item) {
    own$y <- factor(own[[item]]); own$rest <- rowMeans(own[, setdiff(bfi_items[[d]], item)])
    control <- clm.control(gradTol = 1e-12, maxIter = 200)
    m0 <- clm(y ~ 1, data = own, control = control); m1 <- clm(y ~ rest, data = own, control = control); m2 <- clm(y ~ rest + g, data = own, control = control); m3 <- clm(y ~ rest * g, data = own, control = control)
    u <- anova(m1, m2); v <- anova(m2, m3); n <- nrow(own); l <- function(m) as.numeric(logLik(m))
    list(item = item, n = n, u = u, v = v, r = nagelkerke(l(m0), l(m2), n) - nagelkerke(l(m0), l(m1), n), coefficients = summary(m2)$coefficients[paste0("g", levels[-1]), , drop = FALSE])
  })
}
dif_rows <- function(found, dimension, levels) {
  u <- p.adjust(sapply(found, function(f) f$u[["Pr(>Chisq)"]][2]), "holm"); v <- p.adjust(sapply(found, function(f) f$v[["Pr(>Chisq)"]][2]), "holm")
  unlist(lapply(seq_along(found), function(i) {
    f <- found[[i]]
    c(list(row("items", list(dimension = dimension, item = f$item), list(n = f$n, groups = length(levels), uniform_chi_square = f$u[["LR.stat"]][2], uniform_df = f$u[["df"]][2], uniform_p = f$u[["Pr(>Chisq)"]][2], uniform_p_adjusted = u[i],
           non_uniform_chi_square = f$v[["LR.stat"]][2], non_uniform_df = f$v[["df"]][2], non_uniform_p = f$v[["Pr(>Chisq)"]][2], non_uniform_p_adjusted = v[i], delta_r_squared = f$r))),
      lapply(seq_along(levels[-1]), function(k) row("differences", list(item = f$item, quantity = "log-odds", group_a = levels[-1][k], group_b = levels[1]),
           list(estimate = f$coefficients[k, "Estimate"], se = f$coefficients[k, "Std. Error"], conf_low = f$coefficients[k, "Estimate"] - qnorm(.975) * f$coefficients[k, "Std. Error"], conf_high = f$coefficients[k, "Estimate"] + qnorm(.975) * f$coefficients[k, "Std. Error"]))))
  }), recursive = FALSE)
}
likelihood <- "iterative fits: clm stops at a gradient of 1e-12, and chi-square is a difference of log-likelihoods near -4000"
emit("bfi-gender-items", bfi_recipe, list(dimensions = list("neuroticism"), by = list("gender"), method = "ordinal"), dif_rows(dif(bfi, "neuroticism", "gender", genders), "neuroticism", genders), tolerance = 1e-8, reason = likelihood, absolute = 1e-10)
emit("bfi-education-items", bfi_recipe, list(dimensions = list("agree"), by = list("education"), method = "ordinal"), dif_rows(dif(bfi, "agree", "education", levels), "agree", levels), tolerance = 1e-8, reason = likelihood, absolute = 1e-10)
