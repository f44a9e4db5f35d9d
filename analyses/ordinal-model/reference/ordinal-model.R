# Writes the references of ordinal-model from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/ordinal-model/reference/ordinal-model.R
# ordinal::clm gives every number; profile intervals are solved with uniroot over clm with an offset, and must agree with confint to what its spline gives.
suppressPackageStartupMessages({library(jsonlite); library(ordinal)})
folder <- "analyses/ordinal-model/reference"
software <- sprintf("%s; ordinal %s", R.version.string, packageVersion("ordinal"))
control <- clm.control(maxIter = 200, gradTol = 1e-11, relTol = 1e-12)
row <- function(table, row, columns) list(table = table, row = row, columns = columns)
emit <- function(name, dataset, options, expect, reason, tolerance = 1e-6, absolute = NULL) {
  reference <- list(dataset = dataset, analysis = "ordinal-model", options = options, software = software, script = "ordinal-model.R", tolerance = tolerance, tolerance_reason = reason)
  if (!is.null(absolute)) reference$absolute <- absolute
  reference$expect <- expect
  write(toJSON(reference, digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path(folder, paste0(name, ".json")))
}
iterative <- "both maximise a likelihood by Newton's method; clm stops at a gradient of 1e-11, and where a group never chose an end category its larger model stops short of the limit"

# One item by factors (first level is the reference) and numeric columns.
expected <- function(item, data, terms, link, references, wald = FALSE) {
  formula <- reformulate(terms, item); f <- do.call(clm, list(formula, data = data, link = link, control = control)); s <- coef(summary(f))
  used <- model.frame(formula, data); y <- used[[1]]; X <- model.matrix(formula, used)[, -1, drop = FALSE]; z <- qnorm(.975)
  g <- clm(y ~ X, link = link, control = control)
  by_spline <- confint(f); beta <- f$beta; V <- vcov(f)
  interval <- function(k) {
    b <- beta[[k]]; se <- sqrt(V[names(beta)[k], names(beta)[k]]); x <- X[, k]; rest <- X[, -k, drop = FALSE]
    if (wald) return(b + c(-1, 1) * z * se)
    ll <- function(v) {o <- x * v; as.numeric(logLik(if (ncol(rest)) clm(y ~ rest + offset(o), link = link, control = control) else clm(y ~ 1 + offset(o), link = link, control = control)))}
    excess <- function(v) sqrt(max(0, 2 * (as.numeric(logLik(f)) - ll(v)))) - z
    ends <- c(uniroot(excess, c(b - 2 * z * se, b), tol = 1e-11)$root, uniroot(excess, c(b, b + 2 * z * se), tol = 1e-11)$root)
    stopifnot(all(abs(ends - by_spline[k, ]) < 2e-3 * max(abs(ends)))); ends
  }
  lrt <- function(larger, smaller) {v <- 2 * (as.numeric(logLik(larger)) - as.numeric(logLik(smaller))); df <- sum(!is.na(coef(larger))) - sum(!is.na(coef(smaller))); list(statistic = v, df = df, p = pchisq(v, df, lower.tail = FALSE))}
  fit_with <- function(location, ...) do.call(clm, list(reformulate(if (length(location)) location else "1", item), data = used, link = link, control = control, ...))
  base <- fit_with(terms)
  null <- lrt(base, fit_with(NULL))
  coefficients <- lapply(seq_along(beta), function(k) {
    r <- s[names(beta)[k], ]; i <- interval(k); ratio <- function(v) if (link == "logit") exp(v) else NULL
    columns <- list(estimate = r[[1]], se = r[[2]], statistic = r[[3]], p_value = r[[4]], conf_low = i[1], conf_high = i[2])
    if (link == "logit") columns <- c(columns, list(odds_ratio = exp(r[[1]]), odds_ratio_low = exp(i[1]), odds_ratio_high = exp(i[2])))
    row("coefficients", list(outcome = item, term = names(beta)[k]), columns)
  })
  thresholds <- lapply(names(f$alpha), function(name) {r <- s[name, ]; row("thresholds", list(outcome = item, threshold = name), list(estimate = r[[1]], se = r[[2]], statistic = r[[3]], p_value = r[[4]], conf_low = r[[1]] - z * r[[2]], conf_high = r[[1]] + z * r[[2]]))})
  fit <- row("fit", list(outcome = item), list(n = nobs(f), parameters = length(coef(f)), log_likelihood = as.numeric(logLik(f)), aic = AIC(f), bic = BIC(f), statistic = null$statistic, df = null$df, p_value = null$p))
  each <- lapply(terms, function(term) {t <- lrt(base, fit_with(setdiff(terms, term))); row("terms", list(outcome = item, term = term), list(statistic = t$statistic, df = t$df, p_value = t$p))})
  assumption <- lapply(terms, function(term) {
    n <- fit_with(setdiff(terms, term), nominal = reformulate(term)); t <- lrt(n, base); logLikelihood <- as.numeric(logLik(n))
    # clm: "not all thresholds are increasing: fit is invalid". Then there is no test; of a numeric predictor clm judges that at 0, where nobody is.
    if (n$convergence$code < 0 && is.factor(used[[term]])) {t <- list(statistic = NA, df = NA, p = NA); logLikelihood <- NA}
    sc <- lrt(fit_with(terms, scale = reformulate(term)), base)
    row("assumption", list(outcome = item, term = term), list(log_likelihood = logLikelihood, statistic = t$statistic, df = t$df, p_value = t$p, scale_statistic = sc$statistic, scale_df = sc$df, scale_p_value = sc$p))
  })
  predicted <- do.call(c, lapply(Filter(function(term) is.factor(used[[term]]), terms), function(term) do.call(c, lapply(levels(used[[term]]), function(level) {
    d <- used; d[[term]] <- factor(level, levels = levels(used[[term]])); d[[item]] <- NULL
    p <- colMeans(predict(base, newdata = d)$fit)
    lapply(names(p), function(value) row("predicted", list(outcome = item, attribute = term, level = level, value = as.numeric(value)), list(share = p[[value]])))
  }))))
  c(coefficients, thresholds, list(fit), each, assumption, predicted)
}
wine <- read.csv("fixtures/surveys/wine/wine.csv"); wine$rating <- factor(wine$rating, ordered = TRUE); wine$temp <- factor(wine$temp); wine$contact <- factor(wine$contact)
for (link in c("logit", "probit")) emit(paste0("wine-", link), "fixtures/surveys/wine/recipe.json", list(outcomes = I("rating"), by = c("temp", "contact"), link = link), expected("rating", wine, c("temp", "contact"), link), iterative)
emit("wine-wald", "fixtures/surveys/wine/recipe.json", list(outcomes = I("rating"), by = c("temp", "contact"), interval = "wald"), Filter(function(r) r$table == "coefficients", expected("rating", wine, c("temp", "contact"), "logit", wald = TRUE)), iterative)

# The oracle's own numbers, as ordinal::clm left them at its default limits.
oracle <- clm(rating ~ temp + contact, data = wine); s <- coef(summary(oracle)); ci <- confint(oracle)
emit("wine-as-clm-stops", "fixtures/surveys/wine/recipe.json", list(outcomes = I("rating"), by = c("temp", "contact")), c(
  lapply(c("tempwarm", "contactyes"), function(t) row("coefficients", list(outcome = "rating", term = t), list(estimate = s[t, 1], se = s[t, 2], statistic = s[t, 3], conf_low = ci[t, 1], conf_high = ci[t, 2]))),
  list(row("fit", list(outcome = "rating"), list(log_likelihood = as.numeric(logLik(oracle)), aic = AIC(oracle))))), "confint.clm reads profile intervals off a spline", tolerance = 3e-5)

bfi <- read.csv("fixtures/surveys/bfi/bfi.csv"); bfi$gender <- relevel(factor(bfi$gender), "2"); bfi$education <- relevel(factor(bfi$education), "3")
half <- function(items, reversed) {x <- as.matrix(bfi[, items]); x[, reversed] <- 7 - x[, reversed]; ifelse(rowSums(!is.na(x)) >= 3, rowMeans(x, na.rm = TRUE), NA)}
bfi$agree <- half(paste0("A", 1:5), "A1"); bfi$extraversion <- half(paste0("E", 1:5), c("E1", "E2"))
for (v in c("N1", "O3")) bfi[[v]] <- factor(bfi[[v]], levels = 1:6, ordered = TRUE)
emit("bfi-groups-and-dimensions", "fixtures/surveys/bfi/recipe.json", list(outcomes = c("N1", "O3"), by = c("gender", "education"), dimensions = c("agree", "extraversion")),
  c(expected("N1", bfi, c("gender", "education", "agree", "extraversion"), "logit"), expected("O3", bfi, c("gender", "education", "agree", "extraversion"), "logit")), iterative)
# A reversed item is turned: higher is more agreeable.
bfi$A1 <- factor(7 - bfi$A1, levels = 1:6, ordered = TRUE)
emit("bfi-turned-item", "fixtures/surveys/bfi/recipe.json", list(outcomes = I("A1"), by = I("gender")), expected("A1", bfi, "gender", "logit"), iterative)
