# Expected values of mixed models with random slopes from lme4 and lmerTest, the optimum polished, at 17 digits. Run from the project's folder:
#   Rscript tests/numeric/mixed-model/reference/mixed-model.R
# Writes mixed-model.json. Models with intercepts alone are compared in analyses/variance-components/reference.
source("analyses/variance-components/reference/polished-lmer.R")
suppressPackageStartupMessages(library(jsonlite))
described <- function(formula, data, REML) {
  p <- polished(formula, data, REML)
  s <- coef(summary(p$tested))
  vc <- as.data.frame(VarCorr(p$fit))
  own <- vc[is.na(vc$var2) & vc$grp != "Residual", ]
  r <- as.data.frame(ranef(p$fit, condVar = TRUE))
  list(REML = REML, criterion = if (REML) REMLcrit(p$fit) else deviance(p$fit), logLikelihood = as.numeric(logLik(p$fit)), aic = AIC(p$fit), bic = BIC(p$fit),
    variances = own$vcov, correlation = vc$sdcor[!is.na(vc$var2)], residual = sigma(p$fit)^2,
    fixed = lapply(rownames(s), function(t) list(estimate = s[t, 1], se = s[t, 2], df = s[t, 3], statistic = s[t, 4], pValue = s[t, 5])),
    modes = lapply(unique(as.character(r$term)), function(t) list(estimates = r$condval[r$term == t][1:4], deviations = r$condsd[r$term == t][1:4])))
}
sleepstudy <- read.csv("fixtures/surveys/sleepstudy/sleepstudy.csv")
bh <- read.csv("fixtures/surveys/bh1996/bh1996.csv")
out <- list(software = sprintf("%s; lme4 %s; lmerTest %s", R.version.string, packageVersion("lme4"), packageVersion("lmerTest")),
  sleepstudy = lapply(c(TRUE, FALSE), function(m) described(Reaction ~ Days + (Days | Subject), sleepstudy, m)),
  bh1996 = lapply(c(TRUE, FALSE), function(m) described(WBEING ~ HRS + LEAD + G_HRS + (LEAD | GRP), bh, m)))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "tests/numeric/mixed-model/reference/mixed-model.json")
