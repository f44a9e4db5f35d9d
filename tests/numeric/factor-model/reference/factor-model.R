# Writes factor-model.json from fixtures/surveys/holzinger-swineford. Run from the project's folder:
#   Rscript tests/numeric/factor-model/reference/factor-model.R
# lavaan's optimiser stops at about 1e-6 of the estimates; scoring steps on its own gradient and information go on to machine precision, and lavaan then
# computes everything else there. semTools gives HTMT.
suppressPackageStartupMessages({library(jsonlite); library(lavaan); library(semTools)})
hs <- read.csv("fixtures/surveys/holzinger-swineford/holzinger-swineford.csv")
model <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
source("tests/polished-lavaan.R")
polished <- function(model, data, ...) {
  fit <- cfa(model, data, ...)
  done <- suppressWarnings(computed_at(scored(fit, limit = 1e-9, steps = 100), fit, data, ...))
  # lavaan may repair starting values that it does not like: then its own solution is kept.
  if (abs(fitMeasures(done, "chisq") - fitMeasures(fit, "chisq")) < 1e-6 * fitMeasures(fit, "chisq")) done else {cat("own solution kept\n"); fit}
}
measures <- function(fit) {f <- fitMeasures(fit); as.list(f[c("npar", "chisq", "df", "pvalue", "baseline.chisq", "baseline.df", "cfi", "tli", "rmsea", "rmsea.pvalue", "srmr", "logl", "unrestricted.logl", "aic", "bic")])}
parameters <- function(fit) {
  p <- parameterEstimates(fit, standardized = TRUE); if (is.null(p$group)) p$group <- 1
  p[p$op %in% c("=~", "~~", "~1"), c("lhs", "op", "rhs", "group", "est", "se", "z", "pvalue", "std.all")]
}
indices <- function(fit) {m <- modindices(fit, sort. = TRUE)[1:10, ]; m[, c("lhs", "op", "rhs", "mi", "epc", "sepc.all")]}
whole <- function(fit, extra = list()) c(list(fit = measures(fit), parameters = parameters(fit)), extra)

one <- polished(model, hs)
cross <- polished(paste0(model, "\nvisual =~ x9\nx2 ~~ x7"), hs, std.lv = TRUE)
# A residual variance comes out negative.
heywood <- suppressWarnings(polished(paste0(model, "\nvisual =~ x9\nx7 ~~ x8"), hs, std.lv = TRUE))
single <- polished("g =~ x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9", hs, std.lv = TRUE)
# Answers taken away by a rule that the test repeats: row r (from 0), item i (from 0), when (7 r + 3 i r + i^2) mod 11 is 0.
incomplete <- hs
for (i in 0:8) incomplete[[paste0("x", i + 1)]][((7 * (0:300) + 3 * i * (0:300) + i^2) %% 11) == 0] <- NA
fiml <- polished(model, incomplete, missing = "fiml", em.h1.tol = 1e-14, em.h1.iter.max = 100000)
labels <- c("Pasteur", "Grant-White")
groups <- polished(model, incomplete, missing = "fiml", em.h1.tol = 1e-14, em.h1.iter.max = 100000, group = "school", group.label = labels, group.equal = c("loadings", "intercepts"))
partial <- polished(model, hs, group = "school", group.label = labels, group.equal = c("loadings", "intercepts"), group.partial = c("x3~1", "x7~1"))
write(toJSON(list(
  software = sprintf("%s; lavaan %s; semTools %s", R.version.string, packageVersion("lavaan"), packageVersion("semTools")),
  complete = whole(one, list(modindices = indices(one), residual = unclass(resid(one, type = "cor")$cov), htmt2 = unclass(htmt(model, hs)), htmt = unclass(htmt(model, hs, htmt2 = FALSE)))),
  cross = whole(cross), heywood = whole(heywood), single = whole(single), fiml = whole(fiml, list(modindices = indices(fiml))), fiml_groups = whole(groups), partial = whole(partial)),
  digits = I(16), auto_unbox = TRUE, na = "null", pretty = FALSE), "tests/numeric/factor-model/reference/factor-model.json")
