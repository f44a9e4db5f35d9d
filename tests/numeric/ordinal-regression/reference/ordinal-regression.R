# Expected values of cumulative link models from ordinal::clm, at 17 digits. Usage, from the project's folder: Rscript tests/numeric/ordinal-regression/reference/ordinal-regression.R
# Writes ordinal-regression.json. Data: fixtures/surveys/wine, fixtures/surveys/bfi.
# confint() reads profile intervals off a spline; here they are solved for with uniroot over clm with an offset, and must agree with confint to what a spline gives.
suppressPackageStartupMessages({library(ordinal); library(jsonlite)})
control <- clm.control(maxIter = 200, gradTol = 1e-11, relTol = 1e-12)
model <- function(name, data, formula, link) {
  f <- clm(formula, data = data, link = link, control = control); s <- coef(summary(f))
  used <- model.frame(formula, data); y <- used[[1]]; X <- model.matrix(formula, used)[, -1, drop = FALSE]
  g <- clm(y ~ X, link = link, control = control); names(g$beta) <- colnames(X); fit <- g; fit$coefficients <- setNames(coef(g), c(names(g$alpha), colnames(X)))
  v <- vcov(g); dimnames(v) <- list(names(fit$coefficients), names(fit$coefficients))
  profile <- t(sapply(seq_len(ncol(X)), function(k) {
    z <- qnorm(.975); b <- fit$coefficients[[colnames(X)[k]]]; se <- sqrt(v[colnames(X)[k], colnames(X)[k]]); x <- X[, k]; rest <- X[, -k, drop = FALSE]
    ll <- function(value) {o <- x * value; as.numeric(logLik(if (ncol(rest)) clm(y ~ rest + offset(o), link = link, control = control) else clm(y ~ 1 + offset(o), link = link, control = control)))}
    excess <- function(value) sqrt(max(0, 2 * (as.numeric(logLik(g)) - ll(value)))) - z
    c(uniroot(excess, c(b - 2 * z * se, b), tol = 1e-11)$root, uniroot(excess, c(b, b + 2 * z * se), tol = 1e-11)$root)
  }))
  by_spline <- confint(f, type = "profile"); stopifnot(max(abs(profile - by_spline)) < 2e-3 * max(abs(profile)))
  terms <- attr(terms(formula), "term.labels"); own <- function(...) do.call(clm, c(list(formula = formula, data = data, link = link, control = control), list(...)))
  test <- function(larger, term) {l <- as.numeric(logLik(larger)) - as.numeric(logLik(f)); df <- length(larger$coefficients) - sum(is.na(larger$coefficients)) - length(f$coefficients); list(term = term, log_lik = as.numeric(logLik(larger)), statistic = 2 * l, df = df, p = pchisq(2 * l, df, lower.tail = FALSE))}
  n <- lapply(terms, function(term) {rest <- setdiff(terms, term); larger <- do.call(clm, list(formula = reformulate(if (length(rest)) rest else "1", all.vars(formula)[1]), nominal = reformulate(term), data = data, link = link, control = control)); test(larger, term)})
  sc <- lapply(terms, function(term) test(own(scale = reformulate(term)), term))
  newx <- X[1, , drop = FALSE]
  e <- c(-Inf, fit$coefficients[names(g$alpha)], Inf) - sum(newx * fit$coefficients[colnames(X)]); F <- if (link == "logit") plogis else pnorm
  list(name = name, link = link, n = nobs(f), rows = rownames(s), estimate = unname(s[, 1]), se = unname(s[, 2]), z = unname(s[, 3]), p = unname(s[, 4]),
    log_lik = as.numeric(logLik(f)), aic = AIC(f), bic = BIC(f), profile = unname(profile), confint = unname(by_spline), nominal = n, scale = sc, fitted_first = unname(diff(F(e))))
}
wine <- read.csv("fixtures/surveys/wine/wine.csv"); wine$rating <- factor(wine$rating, ordered = TRUE); wine$temp <- factor(wine$temp); wine$contact <- factor(wine$contact)
bfi <- read.csv("fixtures/surveys/bfi/bfi.csv"); bfi$gender <- factor(bfi$gender); bfi$education <- factor(bfi$education); for (v in c("N1", "A2")) bfi[[v]] <- factor(bfi[[v]], levels = 1:6, ordered = TRUE)
bfi <- bfi[complete.cases(bfi[, c("N1", "A2", "E4", "gender", "education", "age")]), ]
out <- list(source = sprintf("%s, ordinal %s; ordinal-regression.R", R.version.string, packageVersion("ordinal")), models = list(
  model("wine", wine, rating ~ temp + contact, "logit"), model("wine", wine, rating ~ temp + contact, "probit"),
  model("N1", bfi, N1 ~ gender + education + age, "logit"), model("A2", bfi, A2 ~ gender + education + age + E4, "logit"), model("A2", bfi, A2 ~ gender + education + age + E4, "probit")))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), "tests/numeric/ordinal-regression/reference/ordinal-regression.json")
