# Numbers that reliability must meet. Run in this folder: Rscript reliability.R
# Alpha and what goes with it by psych::alpha; omega by maximum likelihood: factanal's criterion, searched again and again from its last stop, then by Newton's method, which
# must agree with lavaan::cfa to lavaan's own precision; ordinal alpha from lavaan::lavCor's two-step polychoric correlations, beside psych::polychoric(correct = 0).
suppressPackageStartupMessages({ library(jsonlite); library(psych); library(lavaan) })
fixtures <- "../../../fixtures"; none <- setNames(list(), character())
confidence <- 0.95

# One factor by maximum likelihood: loadings and residual variances in the items' units, divisor n.
one_factor <- function(S) {
  d <- sqrt(diag(S)); R <- cov2cor(S); p <- ncol(R)
  spectrum <- function(psi) eigen(diag(1 / sqrt(psi)) %*% R %*% diag(1 / sqrt(psi)), symmetric = TRUE)
  value <- function(psi) { e <- spectrum(psi)$values[-1]; -(sum(log(e) - e) - 1 + p) }
  loadings <- function(psi) { E <- spectrum(psi); sqrt(psi) * E$vectors[, 1] * sqrt(max(E$values[1] - 1, 0)) }
  slope <- function(psi) { l <- loadings(psi); diag(l %*% t(l) + diag(psi) - R) / psi^2 }
  psi <- (1 - 0.5 / p) / diag(solve(R)); for (i in 1:10) psi <- optim(psi, value, slope, method = "L-BFGS-B", lower = 1e-4, upper = 1, control = list(factr = 1, pgtol = 0, maxit = 5000))$par
  for (i in 1:4) { H <- sapply(seq_len(p), function(j) { h <- 1e-5 * psi[j]; (slope(replace(psi, j, psi[j] + h)) - slope(replace(psi, j, psi[j] - h))) / (2 * h) }); psi <- psi - as.numeric(solve(H, slope(psi))) }
  l <- loadings(psi) * d; if (sum(l) < 0) l <- -l; theta <- psi * d^2
  list(l = l, theta = theta, omega = sum(l)^2 / (sum(l)^2 + sum(theta)), observed = sum(l)^2 / sum(S))
}
described <- function(X, missing, factor_by_lavaan = TRUE) {
  complete <- X[complete.cases(X), , drop = FALSE]; k <- ncol(X)
  D <- if (missing == "listwise") complete else X[rowSums(!is.na(X)) > 0, , drop = FALSE]
  n <- nrow(D); C <- cov(D, use = "pairwise"); both <- crossprod(!is.na(as.matrix(D)))
  a <- suppressWarnings(psych::alpha(as.data.frame(D), check.keys = FALSE, warnings = FALSE, use = "pairwise"))
  S <- C * (both - 1) / both; f <- one_factor(S); alpha <- a$total$raw_alpha
  if (missing == "listwise" && factor_by_lavaan) {
    fit <- suppressWarnings(cfa(paste("f =~", paste(colnames(complete), collapse = "+")), as.data.frame(complete), std.lv = TRUE)); e <- lavInspect(fit, "est")
    stopifnot(abs(sum(e$lambda)^2 / (sum(e$lambda)^2 + sum(diag(e$theta))) / f$omega - 1) < 1e-5)
  }
  dropped <- if (k > 3) sapply(seq_len(k), function(i) one_factor(S[-i, -i])$omega) else rep(NA, k)
  list(scale = list(n = n, items = k, n_listwise = nrow(complete), alpha = alpha, conf_low = 1 - (1 - alpha) * qf((1 + confidence) / 2, n - 1, (n - 1) * (k - 1)),
      conf_high = 1 - (1 - alpha) * qf((1 - confidence) / 2, n - 1, (n - 1) * (k - 1)), alpha_se = a$total$ase, alpha_standardized = a$total$std.alpha,
      average_r = a$total$average_r, sem = sqrt(sum(C)) / k * sqrt(1 - alpha)),
    items = lapply(seq_len(k), function(i) list(n = sum(!is.na(D[, i])), mean = mean(D[, i], na.rm = TRUE), sd = sd(D[, i], na.rm = TRUE), item_rest_r = a$item.stats$r.drop[i],
      alpha_if_dropped = if (k > 2) a$alpha.drop$raw_alpha[i] else NULL)),
    omega = list(omega = f$omega, omega_observed = f$observed),
    factor = lapply(seq_len(k), function(i) c(list(loading = f$l[i] / sqrt(f$l[i]^2 + f$theta[i]), loading_raw = f$l[i]), if (is.na(dropped[i])) NULL else list(omega_if_dropped = dropped[i]))))
}
ordinal <- function(X, missing) {
  D <- if (missing == "listwise") X[complete.cases(X), ] else X
  r <- lavCor(as.data.frame(D), ordered = colnames(D), missing = missing, output = "cor"); k <- ncol(r); m <- mean(r[lower.tri(r)])
  p <- suppressMessages(suppressWarnings(psych::polychoric(as.matrix(D), correct = 0, smooth = FALSE)))$rho; q <- mean(p[lower.tri(p)])
  stopifnot(abs(q - m) < 1e-4)
  k * m / (1 + (k - 1) * m)
}
scored <- function(data, items, reversed, low, high) { X <- data[, items]; for (i in intersect(items, reversed)) X[[i]] <- low + high - X[[i]]; X }
write_reference <- function(file, dataset, options, where, tolerance, reason, expect) writeLines(toJSON(c(list(dataset = dataset, analysis = "reliability"), if (is.null(where)) NULL else list(where = where),
  list(options = options, software = paste0("R ", R.version$major, ".", R.version$minor, ", psych ", packageVersion("psych"), ", lavaan ", packageVersion("lavaan")), script = "reliability.R", tolerance = tolerance),
  if (is.null(reason)) NULL else list(tolerance_reason = reason), list(expect = unname(expect))), auto_unbox = TRUE, digits = I(17), pretty = TRUE), file)
# Closed forms in one file, what is searched for in another.
closed <- function(found, key, dimension, items) c(list(list(table = "scales", row = c(key, list(dimension = dimension)), columns = found$scale)),
  Map(function(own, item) list(table = "items", row = c(key, list(dimension = dimension, item = item)), columns = own), found$items, items))
searched <- function(found, key, dimension, items) c(list(list(table = "scales", row = c(key, list(dimension = dimension)), columns = found$omega)),
  Map(function(own, item) list(table = "items", row = c(key, list(dimension = dimension, item = item)), columns = own), found$factor, items))
search_reason <- "the maximum of a likelihood, searched for on both sides"
poly_reason <- "lavCor searches each correlation to about 1e-7"

bfi <- read.csv(file.path(fixtures, "surveys/bfi/bfi.csv"), na.strings = c("", "NA")); keys <- read.csv(file.path(fixtures, "surveys/bfi/bfi_keys.csv"))
scales <- split(keys, keys$scale); bfi_recipe <- "fixtures/surveys/bfi/recipe.json"
of <- function(data, name) scored(data, scales[[name]]$item, keys$item[keys$key < 0], 1, 6)
for (missing in c("listwise", "pairwise")) {
  found <- lapply(names(scales), function(name) described(of(bfi, name), missing))
  each <- function(how) unlist(Map(function(own, name) how(own, list(), name, scales[[name]]$item), found, names(scales)), recursive = FALSE)
  options <- list(missing = missing, draws = 0, ordinal = FALSE)
  write_reference(paste0("bfi-", missing, ".json"), bfi_recipe, options, NULL, 1e-9, NULL, each(closed))
  write_reference(paste0("bfi-", missing, "-omega.json"), bfi_recipe, options, NULL, 1e-6, search_reason, each(searched))
  write_reference(paste0("bfi-", missing, "-ordinal.json"), bfi_recipe, list(missing = missing, draws = 0), NULL, 1e-6, poly_reason,
    lapply(names(scales), function(name) list(table = "scales", row = list(dimension = name), columns = list(alpha_ordinal = ordinal(of(bfi, name), missing)))))
}
by_gender <- lapply(1:2, function(g) lapply(c("agree", "openness"), function(name) list(name = name, key = list(gender = as.character(g)), found = described(of(bfi[bfi$gender == g, ], name), "listwise"))))
write_reference("bfi-by-gender.json", bfi_recipe, list(dimensions = I(c("agree", "openness")), by = I("gender"), draws = 0, ordinal = FALSE), NULL, 1e-9, NULL,
  unlist(lapply(unlist(by_gender, recursive = FALSE), function(own) closed(own$found, own$key, own$name, scales[[own$name]]$item)), recursive = FALSE))

hs <- read.csv(file.path(fixtures, "surveys/holzinger-swineford", list.files(file.path(fixtures, "surveys/holzinger-swineford"), pattern = "csv$")[1]))
factors <- list(visual = paste0("x", 1:3), textual = paste0("x", 4:6), speed = paste0("x", 7:9))
found <- lapply(factors, function(items) described(hs[, items], "listwise"))
write_reference("holzinger-swineford.json", "fixtures/surveys/holzinger-swineford/recipe.json", list(draws = 0), NULL, 1e-9, NULL,
  unlist(lapply(names(factors), function(name) closed(found[[name]], list(), name, factors[[name]])), recursive = FALSE))
write_reference("holzinger-swineford-omega.json", "fixtures/surveys/holzinger-swineford/recipe.json", list(draws = 0), NULL, 1e-6, search_reason,
  unlist(lapply(names(factors), function(name) searched(found[[name]], list(), name, factors[[name]])), recursive = FALSE))

# The synthetic survey: the same numbers as in fixtures/golden/golden_synthetic.json, which has ten digits.
golden <- rbind(read.csv(file.path(fixtures, "golden/2021.csv")), read.csv(file.path(fixtures, "golden/2022.csv"))); dims <- c("formal", "tech", "social", "inter", "culture", "motiv")
kept <- fromJSON(file.path(fixtures, "golden/golden_synthetic.json"), simplifyVector = FALSE)$reliability
found <- lapply(dims, function(name) described(scored(golden, paste0(name, 1:4), paste0(dims, 4), 1, 5), "listwise"))
for (i in seq_along(dims)) stopifnot(kept[[i]]$dim == dims[i], kept[[i]]$n == found[[i]]$scale$n, abs(c(kept[[i]]$alpha - found[[i]]$scale$alpha, kept[[i]]$std - found[[i]]$scale$alpha_standardized,
  kept[[i]]$feldt[[1]] - found[[i]]$scale$conf_low, kept[[i]]$feldt[[2]] - found[[i]]$scale$conf_high, kept[[i]]$duhachek_se - found[[i]]$scale$alpha_se)) < 1e-9,
  abs(c(kept[[i]]$omega_modelimplied - found[[i]]$omega$omega, kept[[i]]$omega_observed - found[[i]]$omega$omega_observed)) < 1e-5)
each <- function(how) unlist(Map(function(own, name) how(own, list(), name, paste0(name, 1:4)), found, dims), recursive = FALSE)
write_reference("golden.json", "fixtures/golden/recipe.json", list(draws = 0, ordinal = FALSE), NULL, 1e-9, NULL, each(closed))
write_reference("golden-omega.json", "fixtures/golden/recipe.json", list(draws = 0, ordinal = FALSE), NULL, 1e-6, search_reason, each(searched))
write_reference("golden-ordinal.json", "fixtures/golden/recipe.json", list(draws = 0), NULL, 1e-6, poly_reason,
  lapply(dims, function(name) list(table = "scales", row = list(dimension = name), columns = list(alpha_ordinal = ordinal(scored(golden, paste0(name, 1:4), paste0(dims, 4), 1, 5), "listwise")))))
