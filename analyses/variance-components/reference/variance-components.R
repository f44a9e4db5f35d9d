# Writes the references of variance-components from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/variance-components/reference/variance-components.R
suppressPackageStartupMessages(library(jsonlite))
folder <- "analyses/variance-components/reference"
source(file.path(folder, "polished-lmer.R"))
software <- sprintf("%s; lme4 %s; lmerTest %s", R.version.string, packageVersion("lme4"), packageVersion("lmerTest"))
reason <- "iterative fits: theta of the reference is polished to about 1e-9, degrees of freedom come from numerical second derivatives"
row <- function(table, row, columns) list(table = table, row = row, columns = columns)
emit <- function(name, dataset, options, expect, where = NULL) {
  reference <- list(dataset = dataset, analysis = "variance-components", options = options, software = software, script = "variance-components.R", tolerance = 1e-6, absolute = 1e-9, tolerance_reason = reason)
  if (!is.null(where)) reference$where <- where
  reference$expect <- expect
  write(toJSON(reference, digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path(folder, paste0(name, ".json")))
}
# components: names of lme4's grouping factors, named by ours; terms: lme4's coefficients, named by ours; levels: first levels of each component to compare
expected <- function(outcome, formula, data, components, terms = c("(Intercept)" = "(Intercept)"), REML = TRUE, confidence = .95, profile = TRUE, levels = 3, rename = identity) {
  p <- polished(formula, data, REML)
  vc <- as.data.frame(VarCorr(p$fit))
  variance <- setNames(vc$vcov, vc$grp)
  total <- sum(variance)
  limits <- if (profile) profile_limits(formula, data, confidence) else NULL
  out <- list()
  for (ours in c(names(components), "residual")) {
    theirs <- if (ours == "residual") "Residual" else components[[ours]]
    columns <- list(variance = variance[[theirs]], sd = sqrt(variance[[theirs]]), share = variance[[theirs]] / total, levels = if (ours == "residual") nobs(p$fit) else ngrps(p$fit)[[theirs]])
    if (profile) {l <- limits[if (ours == "residual") "sigma" else theirs, ]; columns$conf_low <- l[[1]]; columns$conf_high <- l[[2]]}
    out <- c(out, list(row("components", list(outcome = outcome, component = ours), columns)))
  }
  s <- coef(summary(p$tested))
  for (ours in names(terms)) {
    v <- s[terms[[ours]], ]
    margin <- qt(1 - (1 - confidence) / 2, v[["df"]]) * v[["Std. Error"]]
    out <- c(out, list(row("fixed", list(outcome = outcome, term = ours), list(estimate = v[["Estimate"]], se = v[["Std. Error"]], df = v[["df"]], statistic = v[["t value"]], p_value = v[["Pr(>|t|)"]], conf_low = v[["Estimate"]] - margin, conf_high = v[["Estimate"]] + margin))))
  }
  r <- as.data.frame(ranef(p$fit, condVar = TRUE))
  for (ours in setdiff(names(components), "person")) {
    own <- r[r$grpvar == components[[ours]], ]
    for (i in head(seq_len(nrow(own)), levels)) out <- c(out, list(row("random", list(outcome = outcome, component = ours, group = rename(as.character(own$grp[i]))), list(estimate = own$condval[i], se = own$condsd[i]))))
  }
  ll <- as.numeric(logLik(p$fit))
  fit <- list(n = nobs(p$fit), log_likelihood = ll, aic = AIC(p$fit), bic = BIC(p$fit), singular = isSingular(p$fit))
  if (REML) fit$reml_criterion <- REMLcrit(p$fit) else fit$deviance <- deviance(p$fit)
  c(out, list(row("fit", list(outcome = outcome), fit)))
}
read <- function(path) read.csv(file.path("fixtures", path), colClasses = c(organisation = "character")[0])

dyestuff <- read("surveys/dyestuff/dyestuff.csv")
for (m in c("reml", "ml")) emit(paste0("dyestuff-", m), "fixtures/surveys/dyestuff/recipe.json", list(outcomes = "Yield", random = "Batch", method = m),
  expected("Yield", Yield ~ 1 + (1 | Batch), dyestuff, c(Batch = "Batch"), REML = m == "reml", levels = 6))

penicillin <- read("surveys/penicillin/penicillin.csv")
emit("penicillin-crossed", "fixtures/surveys/penicillin/recipe.json", list(outcomes = "diameter", random = c("plate", "sample")),
  expected("diameter", diameter ~ 1 + (1 | plate) + (1 | sample), penicillin, c(plate = "plate", sample = "sample"), levels = 4))

sleepstudy <- read("surveys/sleepstudy/sleepstudy.csv")
emit("sleepstudy", "fixtures/surveys/sleepstudy/recipe.json", list(outcomes = "Reaction", random = "Subject", covariates = "Days", confidence = .9),
  expected("Reaction", Reaction ~ Days + (1 | Subject), sleepstudy, c(Subject = "Subject"), c("(Intercept)" = "(Intercept)", Days = "Days"), confidence = .9))

cake <- read("surveys/cake/cake.csv")
emit("cake-nested", "fixtures/surveys/cake/recipe.json", list(outcomes = "angle", random = "replicate/recipe", covariates = "temp"),
  expected("angle", angle ~ temp + (1 | replicate) + (1 | replicate:recipe), cake, c(replicate = "replicate", "replicate/recipe" = "replicate:recipe"), c("(Intercept)" = "(Intercept)", temp = "temp"), rename = function(g) gsub(":", " · ", g)))
emit("cake-fixed", "fixtures/surveys/cake/recipe.json", list(outcomes = "angle", random = "replicate", fixed = "recipe", covariates = "temp", method = "ml"),
  expected("angle", angle ~ recipe + temp + (1 | replicate), cake, c(replicate = "replicate"), c("(Intercept)" = "(Intercept)", "recipe: B" = "recipeB", "recipe: C" = "recipeC", temp = "temp"), REML = FALSE))

bh <- read("surveys/bh1996/bh1996.csv")
bh$GRP <- factor(bh$GRP)
emit("bh1996-null", "fixtures/surveys/bh1996/recipe.json", list(outcomes = c("WBEING", "LEAD"), random = "GRP"),
  c(expected("WBEING", WBEING ~ 1 + (1 | GRP), bh, c(GRP = "GRP"), levels = 5), expected("LEAD", LEAD ~ 1 + (1 | GRP), bh, c(GRP = "GRP"), levels = 5)))
for (m in c("reml", "ml")) emit(paste0("bh1996-hours-", m), "fixtures/surveys/bh1996/recipe.json", list(outcomes = "WBEING", random = "GRP", covariates = c("HRS", "G_HRS"), method = m),
  expected("WBEING", WBEING ~ HRS + G_HRS + (1 | GRP), bh, c(GRP = "GRP"), c("(Intercept)" = "(Intercept)", HRS = "HRS", G_HRS = "G_HRS"), REML = m == "reml", profile = m == "reml"))

golden <- read("golden/synthetic_survey.csv")
scored <- function(items, reversed = character()) {x <- golden[items]; for (r in reversed) x[[r]] <- 6 - x[[r]]; ifelse(rowSums(!is.na(x)) >= ceiling(length(items) / 2), rowMeans(x, na.rm = TRUE), NA)}
golden$culture <- scored(paste0("culture", 1:4), "culture4")
golden$round <- factor(golden$round)
kept <- golden[!is.na(golden$culture), ]
emit("golden-culture", "fixtures/golden/recipe.json", list(outcomes = "culture", random = "organisation", fixed = c("round", "role", "country")),
  expected("culture", culture ~ round + role + country + (1 | org), kept, c(organisation = "org"),
    c("(Intercept)" = "(Intercept)", "round: 2022" = "round2022", "role: leader" = "roleleader", "country: SE" = "countrySE")))

linked <- do.call(rbind, lapply(2021:2023, function(y) cbind(read(sprintf("surveys/three-rounds/linked-%d.csv", y)), round = factor(y, 2021:2023))))
for (item in c("technology_1")) {
  kept <- linked[!is.na(linked[[item]]), ]
  kept$y <- kept[[item]]
  emit("linked-persons", "fixtures/surveys/three-rounds/recipe-linked.json", list(outcomes = item, random = c("organisation"), fixed = "round"),
    expected(item, y ~ round + (1 | organisation) + (1 | respondent), kept, c(organisation = "organisation", person = "respondent"), c("(Intercept)" = "(Intercept)", "round: 2022" = "round2022", "round: 2023" = "round2023")))
  emit("linked-round-crossed", "fixtures/surveys/three-rounds/recipe-linked.json", list(outcomes = item, random = c("organisation", "round")),
    expected(item, y ~ 1 + (1 | organisation) + (1 | round) + (1 | respondent), kept, c(organisation = "organisation", round = "round", person = "respondent"), levels = 3, profile = FALSE))
}
