# lme4's fits with the optimum polished: lmer stops where the criterion is flat to its optimiser, which leaves variances right to about 1e-6. Newton steps on
# lme4's own deviance function take theta to about 1e-9; everything else is lme4's and lmerTest's on that theta. Profile limits are found as roots
# of the profile of lme4's deviance, which confint() interpolates.
suppressPackageStartupMessages({library(lme4); library(lmerTest); library(numDeriv)})

polished <- function(formula, data, REML = TRUE) {
  parsed <- lFormula(formula, data, REML = REML)
  deviance_of <- do.call(mkLmerDevfun, parsed)
  start <- getME(lme4::lmer(formula, data, REML = REML, control = lmerControl(optimizer = "bobyqa", check.conv.singular = "ignore")), "theta")
  theta <- start
  isFree <- start > 1e-4 | getME(lme4::lmer(formula, data, REML = REML, control = lmerControl(check.conv.singular = "ignore")), "lower") < 0
  theta[!isFree] <- 0
  f <- function(x) {t <- theta; t[isFree] <- x; deviance_of(t)}
  if (any(isFree)) for (i in 1:4) {
    x <- theta[isFree]
    step <- solve(numDeriv::hessian(f, x), numDeriv::grad(f, x))
    theta[isFree] <- x - step
  }
  stopifnot(max(abs(theta - start)) < 1e-3 * max(1, abs(start)))
  value <- deviance_of(theta)
  fit <- mkMerMod(environment(deviance_of), list(par = theta, fval = value, feval = 1, conv = 0, message = ""), parsed$reTrms, parsed$fr)
  # updates of the model refer to these
  fit@call <- call("lmer", formula = formula, data = quote(data), REML = REML)
  list(fit = fit, deviance_of = deviance_of, theta = theta, REML = REML, tested = lmerTest:::as_lmerModLT(fit, deviance_of))
}

# Limits of the standard deviations of scalar random effects, by name, and "sigma".
profile_limits <- function(formula, data, confidence = .95) {
  ml <- polished(formula, data, REML = FALSE)
  n <- nobs(ml$fit)
  rho <- environment(ml$deviance_of)
  deviance_at <- function(sd, sigma) {
    ml$deviance_of(abs(sd) / sigma)
    rho$pp$ldL2() + n * log(2 * pi * sigma^2) + (rho$resp$wrss() + rho$pp$sqrL(1)) / sigma^2
  }
  sigma <- sigma(ml$fit)
  best <- c(ml$theta * sigma, sigma)
  names(best) <- c(vapply(names(ml$fit@cnms), identity, ""), "sigma")
  k <- length(best)
  base <- deviance_at(best[-k], best[k])
  cutoff <- qchisq(confidence, 1)
  excess <- function(i, value) {
    others <- best[-i]
    f <- function(x) {p <- best; p[i] <- value; p[-i] <- x * pmax(abs(others), .05 * sigma); deviance_at(p[-k], abs(p[k])) - base}
    x <- others / pmax(abs(others), .05 * sigma)
    x[x == 0] <- .3
    if (length(x) == 1) return(optimize(function(y) f(y), x + c(-.9, 4), tol = 1e-9)$objective - cutoff)
    o <- optim(x, f, method = "Nelder-Mead", control = list(reltol = 1e-15, maxit = 4000))
    o <- optim(o$par, f, method = "BFGS", control = list(reltol = 1e-16, ndeps = rep(1e-4, length(x)), maxit = 500))
    o$value - cutoff
  }
  limits <- t(vapply(seq_len(k), function(i) {
    low <- if (i < k && (best[i] == 0 || excess(i, 0) <= 0)) 0 else uniroot(function(v) excess(i, v), c(if (i < k) 0 else best[i] * .3, best[i]), tol = 1e-11)$root
    high <- best[i] + .5 * sigma / sqrt(n)
    while (excess(i, high) < 0) high <- best[i] + 2 * (high - best[i])
    c(low, uniroot(function(v) excess(i, v), c(best[i], high), tol = 1e-11)$root)
  }, c(0, 0)))
  rownames(limits) <- names(best)
  # and they must be lme4's, up to its interpolation
  own <- suppressMessages(confint(lme4::lmer(formula, data, REML = FALSE, control = lmerControl(check.conv.singular = "ignore")), parm = "theta_", method = "profile", level = confidence, oldNames = FALSE))
  if (!anyNA(own)) stopifnot(all(abs(own - limits) < 5e-3 * best[k]))
  limits
}
