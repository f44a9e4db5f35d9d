# Alpha, omega and polychoric correlations as psych, lavaan and boot give them. Run in the project's folder:
#   Rscript tests/numeric/reliability/reference/reliability.R
suppressMessages({ library(psych); library(lavaan); library(jsonlite) })
bfi <- read.csv("fixtures/surveys/bfi/bfi.csv", check.names = FALSE)
keys <- read.csv("fixtures/surveys/bfi/bfi_keys.csv")
scored <- function(scale) {
  own <- keys[keys$scale == scale, ]
  X <- as.matrix(bfi[, own$item])
  for (j in seq_len(nrow(own))) if (own$key[j] < 0) X[, j] <- 7 - X[, j]
  X
}
number <- function(x) if (is.matrix(x)) unname(x) else as.numeric(x)
scale <- function(name) {
  X <- scored(name); C <- X[complete.cases(X), ]; n <- nrow(C); k <- ncol(C)
  a <- suppressWarnings(psych::alpha(as.data.frame(C), check.keys = FALSE, warnings = FALSE))
  feldt <- psych::alpha.ci(a$total$raw_alpha, n.obs = n, n.var = k, p.val = 0.05)
  fit <- cfa(paste("f =~", paste(colnames(C), collapse = " + ")), as.data.frame(C), std.lv = TRUE)
  est <- lavInspect(fit, "est"); l <- as.numeric(est$lambda); th <- diag(est$theta)
  poly <- lavCor(as.data.frame(C), ordered = colnames(C), output = "cor")
  tau <- lavCor(as.data.frame(C), ordered = colnames(C), output = "thresholds")
  mine <- suppressMessages(suppressWarnings(psych::polychoric(C, correct = 0, smooth = FALSE)))
  list(scale = name, rows = number(C), n = n, k = k, covariance = number(cov(C)), pairwise = number(cov(X, use = "pairwise")),
    alpha = a$total$raw_alpha, standardized = a$total$std.alpha, average = a$total$average_r, se = a$total$ase,
    rest = a$item.stats$r.drop, dropped = a$alpha.drop$raw_alpha,
    low = 1 - (1 - a$total$raw_alpha) * qf(.975, n - 1, (n - 1) * (k - 1)), high = 1 - (1 - a$total$raw_alpha) * qf(.025, n - 1, (n - 1) * (k - 1)),
    psych_low = feldt$lower.ci, psych_high = feldt$upper.ci,
    loadings = l, residuals = unname(th), omega = sum(l)^2 / (sum(l)^2 + sum(th)), omega_observed = sum(l)^2 / sum(cov(C) * (n - 1) / n),
    polychoric = unname(unclass(poly)), thresholds = as.numeric(tau), psych_polychoric = number(mine$rho), psych_tau = as.numeric(t(mine$tau)))
}
boot <- {
  X <- scored("agree"); C <- X[complete.cases(X), ][1:300, ]
  om <- function(S) { f <- cfa("f =~ A1 + A2 + A3 + A4 + A5", sample.cov = S, sample.nobs = 300, std.lv = TRUE, se = "none", test = "none"); e <- lavInspect(f, "est"); sum(e$lambda)^2 / (sum(e$lambda)^2 + sum(diag(e$theta))) }
  set.seed(20221122)
  draws <- replicate(1000, { S <- cov(C[sample(300, replace = TRUE), ]); tryCatch(suppressWarnings(om(S)), error = function(e) NA) })
  list(rows = number(C), omega = om(cov(C)), se = sd(draws, na.rm = TRUE), low = unname(quantile(draws, .025, na.rm = TRUE)), high = unname(quantile(draws, .975, na.rm = TRUE)))
}
strong <- {
  set.seed(3); z <- rnorm(400); x <- cut(z + rnorm(400, 0, .25), c(-Inf, -1, 0, 1, Inf), labels = FALSE); y <- cut(z + rnorm(400, 0, .25), c(-Inf, -.5, .8, Inf), labels = FALSE)
  d <- data.frame(x = x, y = -y); list(x = x, y = -y, rho = unname(lavCor(d, ordered = c("x", "y"))[1, 2]), tau = as.numeric(lavCor(d, ordered = c("x", "y"), output = "thresholds")))
}
write_json(list(software = paste("R", getRversion(), "psych", packageVersion("psych"), "lavaan", packageVersion("lavaan")),
  scales = lapply(c("agree", "neuroticism"), scale), bootstrap = boot, strong = strong), "tests/numeric/reliability/reference/reliability.json", digits = NA, auto_unbox = TRUE)
