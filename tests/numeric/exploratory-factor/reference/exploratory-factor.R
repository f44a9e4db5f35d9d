# Numbers that exploratory factor analysis must meet. Run in this folder: Rscript exploratory-factor.R
# psych::fa and factanal stop their optimisers early; here the same criteria are optimised until nothing moves (factr = 10, GPArotation's gradient projection carried on with a fixed step until 1e-13, varimax to 1e-16).
suppressPackageStartupMessages({ library(jsonlite); library(psych); library(GPArotation) })
bfi <- read.csv("../../../../fixtures/surveys/bfi/bfi.csv", na.strings = c("", "NA"))[, 2:26]
keys <- read.csv("../../../../fixtures/surveys/bfi/bfi_keys.csv"); for (i in keys$item[keys$key < 0]) bfi[[i]] <- 7 - bfi[[i]]
x <- bfi[complete.cases(bfi), ]; n <- nrow(x); r <- cor(x); p <- ncol(x)
signed <- function(l) l %*% diag(ifelse(colSums(l) < 0, -1, 1), ncol(l))
minres <- function(r, m) {
  out <- function(psi) { e <- eigen(r - diag(psi), symmetric = TRUE); e$vectors[, 1:m, drop = FALSE] %*% diag(sqrt(pmax(e$values[1:m], 0)), m) }
  f <- function(psi) { e <- eigen(r - diag(psi), symmetric = TRUE, only.values = TRUE)$values; sum(e[-(1:m)]^2) / 2 }
  g <- function(psi) { e <- eigen(r - diag(psi), symmetric = TRUE); k <- -(1:m); -drop((e$vectors[, k]^2) %*% e$values[k]) }
  psi <- 1 / diag(solve(r))
  for (i in 1:5) psi <- optim(psi, f, g, method = "L-BFGS-B", lower = .005, upper = 1, control = list(factr = 1, pgtol = 0, maxit = 5000))$par
  signed(out(psi))
}
ml <- function(r, m) { u <- factanal(covmat = r, factors = m, n.obs = n, rotation = "none", control = list(opt = list(factr = 1, pgtol = 0, maxit = 5000))); list(loadings = signed(unclass(u$loadings)), statistic = unname(u$STATISTIC), uniquenesses = unname(u$uniquenesses)) }
ordered_as_psych <- function(l, phi) { s <- ifelse(colSums(l) < 0, -1, 1); l <- l %*% diag(s); phi <- diag(s) %*% phi %*% diag(s); o <- order(diag(phi %*% t(l) %*% l), decreasing = TRUE); list(loadings = unname(l[, o]), phi = unname(phi[o, o])) }
oblimin_tight <- function(l) {
  q <- oblimin(l, eps = 1e-5, maxit = 20000); t1 <- q$Th
  at <- function(t1) { b <- l %*% t(solve(t1)); g <- -t(t(b) %*% GPArotation:::vgQ.oblimin(b)$Gq %*% solve(t1)); list(b = b, gp = g - t1 %*% diag(colSums(t1 * g))) }
  for (i in 1:20000) { a <- at(t1); if (sqrt(sum(a$gp^2)) < 1e-13) break; y <- t1 - .25 * a$gp; t1 <- y %*% diag(1 / sqrt(colSums(y^2))) }
  cat(i, sqrt(sum(a$gp^2)), "\n"); ordered_as_psych(unclass(at(t1)$b), t(t1) %*% t1)
}
varimax_tight <- function(l) { v <- varimax(l, eps = 1e-16); ordered_as_psych(unclass(v$loadings), diag(ncol(l))) }
m5 <- minres(r, 5); l5 <- ml(r, 5); f5 <- factor.stats(r, m5, n.obs = n, alpha = .1); g5 <- factor.stats(r, l5$loadings, n.obs = n, alpha = .1); k <- KMO(r); b <- cortest.bartlett(r, n)
fits <- function(f) list(chiSquare = f$STATISTIC, df = f$dof, pValue = f$PVAL, tli = f$TLI, rmsea = unname(f$RMSEA[1]), rmseaLow = unname(f$RMSEA[2]), rmseaHigh = unname(f$RMSEA[3]), rms = f$rms)
psych_minres <- fa(r, 5, n.obs = n, rotate = "oblimin")
toJSON(list(software = paste0("R ", R.version$major, ".", R.version$minor, ", psych ", packageVersion("psych"), ", GPArotation ", packageVersion("GPArotation")), n = n, size = p, correlation = as.numeric(t(r)),
  eigenvalues = eigen(r)$values, kmo = list(overall = k$MSA, each = unname(k$MSAi)), bartlett = list(chiSquare = b$chisq, df = b$df),
  minres = list(loadings = as.numeric(t(m5)), fit = fits(f5), oblimin = lapply(oblimin_tight(m5), function(q) as.numeric(t(q))), varimax = as.numeric(t(varimax_tight(m5)$loadings))),
  ml = list(loadings = as.numeric(t(l5$loadings)), uniquenesses = l5$uniquenesses, statistic = l5$statistic, fit = fits(g5), varimax = as.numeric(t(varimax_tight(l5$loadings)$loadings)), oblimin = lapply(oblimin_tight(l5$loadings), function(q) as.numeric(t(q)))),
  psych_fa = list(loadings = as.numeric(t(unclass(psych_minres$loadings))), phi = as.numeric(t(psych_minres$Phi)))),
  auto_unbox = TRUE, digits = I(17)) |> writeLines("exploratory-factor.json")
