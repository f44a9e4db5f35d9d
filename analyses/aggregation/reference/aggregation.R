# Writes the references of aggregation from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/aggregation/reference/aggregation.R
# multilevel gives ICC(1), ICC(2) and rwg(j); lme4 the mixed model, its optimum polished (see polished-lmer.R of variance-components).
suppressPackageStartupMessages({library(jsonlite); library(multilevel)})
folder <- "analyses/aggregation/reference"
source("analyses/variance-components/reference/polished-lmer.R")
software <- sprintf("%s; multilevel %s; lme4 %s", R.version.string, packageVersion("multilevel"), packageVersion("lme4"))
row <- function(table, row, columns) list(table = table, row = row, columns = columns)
emit <- function(name, dataset, options, expect, where = NULL, tolerance = 1e-9, reason = NULL) {
  reference <- list(dataset = dataset, analysis = "aggregation", options = options, software = software, script = "aggregation.R", tolerance = tolerance, absolute = 1e-12)
  if (!is.null(where)) reference$where <- where
  if (!is.null(reason)) reference$tolerance_reason <- reason
  reference$expect <- expect
  write(toJSON(reference, digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path(folder, paste0(name, ".json")))
}

# y by group, items with the number of steps of their scale (NULL: no rwg); labels: columns that name a group
one <- function(outcome, y, group, labels, items = NULL, steps = 5, most = 8) {
  ok <- !is.na(y) & !is.na(group)
  d <- data.frame(y = y[ok], g = factor(group[ok]))
  a <- aov(y ~ g, d)
  s <- summary(a)[[1]]
  n <- tapply(d$y, d$g, length)
  k0 <- (sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)
  msb <- s$`Mean Sq`[1]; msw <- s$`Mean Sq`[2]
  closed <- list(groups = length(n), n = sum(n), icc1 = ICC1(a), icc1_k0 = (msb - msw) / (msb + (k0 - 1) * msw), icc2 = ICC2(a), mean_group_size = mean(n), k0 = k0, statistic = s$`F value`[1], p_value = s$`Pr(>F)`[1])
  rwg <- NULL
  if (!is.null(items)) {
    E <- (steps^2 - 1) / 12
    rwg <- if (ncol(items) > 1) rwg.j(items[!is.na(group), ], group[!is.na(group)], ranvar = E) else {r <- rwg(items[!is.na(group), 1], group[!is.na(group)], ranvar = E); names(r)[2] <- "rwg.j"; r}
    known <- rwg$rwg.j[!is.na(rwg$rwg.j)]
    closed$rwgj_median <- median(known); closed$rwgj_mean <- mean(known)
  }
  p <- polished(y ~ 1 + (1 | g), d)
  vc <- as.data.frame(VarCorr(p$fit))$vcov
  fitted <- list(tau_sq = vc[1], sigma_sq = vc[2], icc_reml = vc[1] / sum(vc), overall_mean = fixef(p$fit)[[1]])
  r <- as.data.frame(ranef(p$fit, condVar = TRUE))
  means <- tapply(d$y, d$g, mean)
  groups <- head(as.character(r$grp), most)
  shrunken <- setNames(fixef(p$fit)[[1]] + r$condval, as.character(r$grp))
  list(
    closed = c(list(row("dimensions", list(outcome = outcome), closed)),
      lapply(groups, function(g) row("groups", c(list(outcome = outcome), labels(g)), c(list(n = n[[g]], mean = means[[g]]), if (!is.null(rwg) && g %in% rwg$grpid) list(rwgj = rwg$rwg.j[rwg$grpid == g]))))),
    fitted = c(list(row("dimensions", list(outcome = outcome), fitted)),
      lapply(seq_along(groups), function(i) {g <- groups[i]; z <- qnorm(.975); row("groups", c(list(outcome = outcome), labels(g)), list(shrunken_mean = shrunken[[g]], shrunken_se = r$condsd[i], shrunken_low = shrunken[[g]] - z * r$condsd[i], shrunken_high = shrunken[[g]] + z * r$condsd[i], reliability = vc[1] / (vc[1] + vc[2] / n[[g]]), rank = if (vc[1] > 0) as.integer(rank(-shrunken)[[g]]) else NA))}))
  )
}
both <- function(name, dataset, options, parts, where = NULL) {
  emit(paste0(name, "-correlations"), dataset, options, do.call(c, lapply(parts, `[[`, "closed")), where)
  emit(paste0(name, "-shrunken"), dataset, options, do.call(c, lapply(parts, `[[`, "fitted")), where, 1e-6, "REML is an iterative fit; theta of the reference is polished to about 1e-9")
}

bh <- read.csv("fixtures/surveys/bh1996/bh1996.csv")
outcomes <- c("HRS", "LEAD", "COHES", "WBEING")
both("bh1996", "fixtures/surveys/bh1996/recipe.json", list(outcomes = outcomes, by = "GRP"), lapply(outcomes, function(v) one(v, bh[[v]], bh$GRP, function(g) list(GRP = g))))

half <- function(x) ifelse(rowSums(!is.na(x)) >= ceiling(ncol(x) / 2), rowMeans(x, na.rm = TRUE), NA)
golden <- read.csv("fixtures/golden/synthetic_survey.csv")
for (d in c("formal", "tech", "social", "inter", "culture", "motiv")) golden[[paste0(d, 4)]] <- 6 - golden[[paste0(d, 4)]]
last <- golden[golden$round == 2022, ]
both("golden-2022", "fixtures/golden/recipe.json", list(outcomes = c("culture", "motiv", "culture1"), by = "organisation"),
  c(lapply(c("culture", "motiv"), function(d) one(d, half(last[paste0(d, 1:4)]), last$org, function(g) list(organisation = g), last[paste0(d, 1:4)])),
    list(one("culture1", last$culture1, last$org, function(g) list(organisation = g), last["culture1"]))),
  where = list(list(column = "round", "in" = list("2022"))))

cohesion <- read.csv("fixtures/surveys/cohesion/cohesion.csv")
items <- cohesion[paste0("COH0", 1:5)]
place <- paste(cohesion$UNIT, cohesion$PLATOON, sep = "/")
both("cohesion-platoons", "fixtures/surveys/cohesion/recipe.json", list(outcomes = "cohesion", by = c("UNIT", "PLATOON")),
  list(one("cohesion", half(items), place, function(g) list(UNIT = strsplit(g, "/")[[1]][1], PLATOON = strsplit(g, "/")[[1]][2]), items)))

bfi <- read.csv("fixtures/surveys/bfi/bfi.csv")
agree <- bfi[paste0("A", 1:5)]; agree$A1 <- 7 - agree$A1
both("bfi-education", "fixtures/surveys/bfi/recipe.json", list(outcomes = "agree", by = "education"),
  list(one("agree", half(agree), bfi$education, function(g) list(education = g), agree, steps = 6)))
