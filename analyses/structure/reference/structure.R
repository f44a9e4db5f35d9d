# Writes the references of structure from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/structure/reference/structure.R
# lavaan gives the confirmatory models, semTools HTMT, psych and GPArotation the exploratory ones.
suppressPackageStartupMessages({ library(jsonlite); library(lavaan); library(psych); library(GPArotation) })
folder <- "analyses/structure/reference"
software <- sprintf("%s; lavaan %s; psych %s; GPArotation %s; semTools %s", R.version.string, packageVersion("lavaan"), packageVersion("psych"), packageVersion("GPArotation"), packageVersion("semTools"))
emit <- function(name, dataset, options, expect, tolerance = 1e-9, reason = NULL, absolute = NULL) {
  reference <- list(dataset = dataset, analysis = "structure", options = options, software = software, script = "structure.R", tolerance = tolerance)
  if (!is.null(reason)) reference$tolerance_reason <- reason
  if (!is.null(absolute)) reference$absolute <- absolute
  reference$expect <- unname(expect)
  write(toJSON(reference, digits = I(15), auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path(folder, paste0(name, ".json")))
}
row <- function(table, row, columns) list(table = table, row = row, columns = lapply(columns, unname))
none <- setNames(list(), character())
source("tests/polished-lavaan.R")

rmsea_ends <- function(fit) {
  f <- fitMeasures(fit); x <- f[["chisq"]]; df <- f[["df"]]; n <- lavInspect(fit, "ntotal")
  end <- function(p) if (pchisq(x, df) <= p) 0 else uniroot(function(l) pchisq(x, df, ncp = l) - p, c(0, 10 * x + 100), tol = 1e-13, maxiter = 10000)$root
  sqrt(c(end(.95), end(.05)) / (n * df))
}
confirmed <- function(fit, items, top = TRUE) {
  f <- fitMeasures(fit); p <- parameterEstimates(fit); s <- standardizedSolution(fit); e <- rmsea_ends(fit)
  l <- which(p$op == "=~"); v <- lavNames(fit, "lv"); c2 <- which(p$op == "~~" & p$lhs %in% v & p$lhs != p$rhs)
  missing_se <- function(x) if (is.na(x) || x == 0) NULL else x
  expect <- c(
    lapply(l, function(i) row("loadings", list(item = p$rhs[i], factor = p$lhs[i]), c(list(estimate = p$est[i], standardized = s$est.std[i]), if (p$se[i] > 0) list(se = p$se[i], statistic = p$z[i], p_value = 2 * pnorm(-abs(p$z[i])))))),
    lapply(c2, function(i) row("factor_correlations", list(factor_a = p$lhs[i], factor_b = p$rhs[i]), list(estimate = s$est.std[i], covariance = p$est[i], covariance_se = p$se[i]))),
    list(row("fit", none, list(n = lavInspect(fit, "ntotal"), factors = length(v), chi_square = f[["chisq"]], df = f[["df"]], p_value = f[["pvalue"]], cfi = f[["cfi"]], tli = f[["tli"]], rmsea = f[["rmsea"]], rmsea_low = e[1], rmsea_high = e[2],
      srmr = f[["srmr"]], aic = f[["aic"]], bic = f[["bic"]], log_likelihood = f[["logl"]], parameters = f[["npar"]], baseline_chi_square = f[["baseline.chisq"]], baseline_df = f[["baseline.df"]]))),
    lapply(names(lavInspect(fit, "rsquare")), function(i) row("items", list(item = i), list(communality = lavInspect(fit, "rsquare")[[i]]))))
  if (!top) return(expect)
  m <- head(modindices(fit, sort. = TRUE), 10)
  at <- function(x) match(x, items)
  c(expect, lapply(seq_len(nrow(m)), function(i) { r <- m[i, ]
    if (r$op == "=~") row("modification_indices", list(kind = "cross-loading", item = r$rhs, factor = r$lhs), list(mi = r$mi, p_value = pchisq(r$mi, 1, lower.tail = FALSE), epc = r$epc, sepc = r$sepc.all))
    else { o <- c(r$lhs, r$rhs)[order(at(c(r$lhs, r$rhs)))]; row("modification_indices", list(kind = "residual-covariance", item = o[1], item_b = o[2]), list(mi = r$mi, p_value = pchisq(r$mi, 1, lower.tail = FALSE), epc = r$epc, sepc = r$sepc.all)) } }))
}
htmt_rows <- function(model, data) { h <- unclass(semTools::htmt(model, data)); v <- rownames(h); unlist(lapply(seq_along(v), function(b) lapply(seq_len(b - 1), function(a) row("htmt", list(dimension_a = v[a], dimension_b = v[b]), list(htmt = h[b, a])))), recursive = FALSE) }
shape <- function(r, n, items) {
  k <- KMO(r); b <- cortest.bartlett(r, n); e <- eigen(r)$values
  c(lapply(seq_along(e), function(i) row("eigenvalues", list(component = i), list(eigenvalue = e[i], n = n))),
    list(row("adequacy", none, list(n = n, items = length(items), kmo = k$MSA, statistic = b$chisq, df = b$df, p_value = if (b$p.value > 0) b$p.value else NULL))),
    lapply(items, function(i) row("items", list(item = i), list(kmo = k$MSAi[[i]], squared_multiple_r = smc(r)[[i]]))))
}
drop_null <- function(expect) lapply(expect, function(x) { x$columns <- Filter(Negate(is.null), x$columns); x })
polish_reason <- "lavaan was carried on from its own optimum by scoring steps to machine precision; its second-order quantities hold to about 1e-7"

# Holzinger & Swineford 1939, the example of lavaan's help.
hs <- read.csv("fixtures/surveys/holzinger-swineford/holzinger-swineford.csv"); x <- paste0("x", 1:9)
model <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
fit <- polished(model, hs)
emit("holzinger-swineford", "fixtures/surveys/holzinger-swineford/recipe.json", none, drop_null(c(confirmed(fit, x), htmt_rows(model, hs), shape(cor(hs[, x]), nrow(hs), x))), 1e-7, polish_reason)

# Personality items of bfi, turned as the instrument says.
bfi <- read.csv("fixtures/surveys/bfi/bfi.csv", na.strings = c("", "NA"))[, 2:26]; keys <- read.csv("fixtures/surveys/bfi/bfi_keys.csv")
for (i in keys$item[keys$key < 0]) bfi[[i]] <- 7 - bfi[[i]]
whole <- bfi[complete.cases(bfi), ]; n <- nrow(whole); r <- cor(whole); items <- names(bfi)
five <- "agree =~ A1+A2+A3+A4+A5\nconscientious =~ C1+C2+C3+C4+C5\nextraversion =~ E1+E2+E3+E4+E5\nneuroticism =~ N1+N2+N3+N4+N5\nopenness =~ O1+O2+O3+O4+O5"
recipe <- "fixtures/surveys/bfi/recipe.json"
emit("bfi-cfa", recipe, list(draws = 100), drop_null(c(confirmed(polished(five, whole), items), htmt_rows(five, whole), shape(r, n, items))), 1e-7, polish_reason)

# Full information: two dimensions of bfi with their blanks. (p values near 1e-100 would need the statistic to more digits than lavaan's stopping rule leaves.)
two <- "agree =~ A1+A2+A3+A4+A5\nneuroticism =~ N1+N2+N3+N4+N5"
f2 <- cfa(two, bfi[, c(1:5, 16:20)], missing = "fiml")
emit("bfi-fiml", recipe, list(draws = 100, dimensions = I(c("agree", "neuroticism")), missing = "fiml"), drop_null(lapply(Filter(function(e) e$table != "items", confirmed(f2, items, FALSE)), function(e) { e$columns$p_value <- NULL; e })), 2e-5, "lavaan's own stopping rules of the EM algorithm for the saturated model (1e-5) and of its optimiser")

# Exploratory factors: R's criteria carried to their optimum.
minres <- function(r, m) {
  out <- function(psi) { e <- eigen(r - diag(psi), symmetric = TRUE); e$vectors[, 1:m, drop = FALSE] %*% diag(sqrt(pmax(e$values[1:m], 0)), m) }
  f <- function(psi) { e <- eigen(r - diag(psi), symmetric = TRUE, only.values = TRUE)$values; sum(e[-(1:m)]^2) / 2 }
  g <- function(psi) { e <- eigen(r - diag(psi), symmetric = TRUE); k <- -(1:m); -drop((e$vectors[, k]^2) %*% e$values[k]) }
  psi <- 1 / diag(solve(r)); for (i in 1:5) psi <- optim(psi, f, g, method = "L-BFGS-B", lower = .005, upper = 1, control = list(factr = 1, pgtol = 0, maxit = 5000))$par
  out(psi)
}
ml <- function(r, m) unclass(factanal(covmat = r, factors = m, n.obs = n, rotation = "none", control = list(opt = list(factr = 1, pgtol = 0, maxit = 5000)))$loadings)
as_psych <- function(l, phi) { s <- ifelse(colSums(l) < 0, -1, 1); l <- l %*% diag(s); phi <- diag(s) %*% phi %*% diag(s); o <- order(diag(phi %*% t(l) %*% l), decreasing = TRUE); list(loadings = unname(l[, o]), phi = unname(phi[o, o])) }
oblique <- function(l) {
  l <- l %*% diag(ifelse(colSums(l) < 0, -1, 1)); t1 <- oblimin(l, eps = 1e-5, maxit = 20000)$Th
  at <- function(t1) { b <- l %*% t(solve(t1)); g <- -t(t(b) %*% GPArotation:::vgQ.oblimin(b)$Gq %*% solve(t1)); list(b = b, gp = g - t1 %*% diag(colSums(t1 * g))) }
  for (i in 1:20000) { a <- at(t1); if (sqrt(sum(a$gp^2)) < 1e-13) break; y <- t1 - .25 * a$gp; t1 <- y %*% diag(1 / sqrt(colSums(y^2))) }
  as_psych(unclass(at(t1)$b), t(t1) %*% t1)
}
orthogonal <- function(l) as_psych(unclass(varimax(l, eps = 1e-16)$loadings), diag(ncol(l)))
explored <- function(l, rotated, m = ncol(l)) {
  f <- factor.stats(r, l, n.obs = n, alpha = .1); h <- rowSums(l^2)
  c(unlist(lapply(seq_along(items), function(i) lapply(seq_len(m), function(k) row("loadings", list(item = items[i], factor = paste0("F", k)), list(estimate = rotated$loadings[i, k], standardized = rotated$loadings[i, k])))), recursive = FALSE),
    unlist(lapply(seq_len(m), function(b) lapply(seq_len(b - 1), function(a) row("factor_correlations", list(factor_a = paste0("F", a), factor_b = paste0("F", b)), list(estimate = rotated$phi[a, b])))), recursive = FALSE),
    lapply(seq_along(items), function(i) row("items", list(item = items[i]), list(communality = h[[i]], uniqueness = 1 - h[[i]]))),
    list(row("fit", none, list(n = n, factors = m, chi_square = f$STATISTIC, df = f$dof, p_value = f$PVAL, tli = f$TLI, rmsea = unname(f$RMSEA[1]), srmr = sqrt(sum((r - tcrossprod(l))[lower.tri(r)]^2) / (nrow(r) * (nrow(r) + 1) / 2)), rmsr = f$rms))))
}
reason <- "L-BFGS-B at its tightest leaves the loadings within 1e-6 of the optimum"
l1 <- minres(r, 5); l2 <- ml(r, 5)
emit("bfi-minres-oblimin", recipe, list(method = "efa-minres", factors = 5, draws = 100), explored(l1, oblique(l1)), 1e-6, reason, 3e-6)
emit("bfi-ml-varimax", recipe, list(method = "efa-ml", rotation = "varimax", factors = 5, draws = 100), explored(l2, orthogonal(l2)), 1e-6, reason, 3e-6)
# psych as it comes.
f <- fa(r, 5, n.obs = n, fm = "minres", rotate = "oblimin"); v <- fa(r, 5, n.obs = n, fm = "ml", rotate = "varimax")
as_it_comes <- function(f) unlist(lapply(items, function(i) lapply(1:5, function(k) row("loadings", list(item = i, factor = paste0("F", k)), list(estimate = unclass(f$loadings)[i, k])))), recursive = FALSE)
psych_reason <- "psych::fa stops its optimiser when the criterion changes by 2e-9 of itself, GPArotation at a gradient of 1e-5"
emit("bfi-psych-minres", recipe, list(method = "efa-minres", factors = 5, draws = 100), as_it_comes(f), 1e-3, psych_reason, 2e-3)
emit("bfi-psych-ml", recipe, list(method = "efa-ml", rotation = "varimax", factors = 5, draws = 100), as_it_comes(v), 1e-3, psych_reason, 2e-3)

# SRMR is one thing in exploratory and confirmatory factors: lavaan's, here of the same factor by unweighted least squares on standardised answers. RMSR is psych's.
five <- bfi[complete.cases(bfi[, items[1:5]]), items[1:5]]; uls <- cfa(paste("agree =~", paste(names(five), collapse = " + ")), as.data.frame(scale(five)), std.lv = TRUE, estimator = "ULS")
emit("bfi-one-factor", recipe, list(method = "efa-minres", factors = 1, rotation = "none", dimensions = I("agree"), draws = 100), list(row("fit", none, list(n = nrow(five), factors = 1, srmr = unclass(fitMeasures(uls, "srmr"))[[1]],
  rmsr = factor.stats(cor(five), minres(cor(five), 1), n.obs = nrow(five))$rms))), 1e-7, "lavaan's optimiser stops about 1e-8 from the optimum")
