# lavaan's optimiser stops at about 1e-6 of the estimates. Scoring steps on its own gradient and information go on to machine precision, and lavaan then
# computes everything else there. The scripts that write references source this from the project's folder.
suppressPackageStartupMessages(library(lavaan))

# The parameters of a fit after scoring steps; under equality constraints they are taken in the free directions K.
scored <- function(fit, limit = 1e-8, steps = 80) {
  m <- fit@Model
  x <- lavaan:::lav_model_get_parameters(m)
  K <- if (m@eq.constraints) m@eq.constraints.K else diag(length(x))
  for (step in seq_len(steps)) {
    here <- lavaan:::lav_model_set_parameters(m, x)
    g <- lavaan:::lav_model_gradient(here, lavsamplestats = fit@SampleStats, lavdata = fit@Data)
    I <- lavaan:::lav_model_information_expected(here, lavsamplestats = fit@SampleStats, lavdata = fit@Data, lavoptions = fit@Options)
    move <- drop(K %*% solve(t(K) %*% I %*% K, t(K) %*% g))
    x <- x - move
    if (max(abs(move)) < 1e-13) break
  }
  stopifnot(max(abs(move)) < limit)
  x
}

# The model of a fit computed at other parameters.
computed_at <- function(x, fit, data, ...) {
  table <- parTable(fit)
  table$ustart[table$free > 0] <- x[table$free[table$free > 0]]
  table$start <- table$est <- table$se <- NULL
  lavaan(table, data, optim.method = "none", optim.force.converged = TRUE, ...)
}

# A confirmatory model at its maximum, to machine precision.
polished <- function(model, data, ...) {
  fit <- cfa(model, data, ...)
  for (turn in 1:2) {
    previous <- fitMeasures(fit, "chisq")
    fit <- computed_at(scored(fit), fit, data, ...)
    stopifnot(abs(fitMeasures(fit, "chisq") - previous) < 1e-4)
  }
  fit
}
