# Writes the references of drivers from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/drivers/reference/drivers.R
# lm, sandwich::vcovHC and car::vif give the coefficients; importance is R² of lm over all subsets, averaged over all orders; validation is lm without the level left out.
suppressPackageStartupMessages({library(jsonlite); library(sandwich); library(car); library(boot)})
folder <- "analyses/drivers/reference"
software <- sprintf("%s; sandwich %s; car %s; boot %s", R.version.string, packageVersion("sandwich"), packageVersion("car"), packageVersion("boot"))
emit <- function(name, dataset, options, expect, where = NULL, tolerance = 1e-9, reason = NULL) {
  reference <- list(dataset = dataset, analysis = "drivers", options = options, software = software, script = "drivers.R", tolerance = tolerance)
  if (!is.null(where)) reference$where <- where
  if (!is.null(reason)) reference$tolerance_reason <- reason
  reference$absolute <- if (is.null(reason)) 1e-12 else 2e-3
  reference$expect <- expect
  write(toJSON(reference, digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path(folder, paste0(name, ".json")))
}
row <- function(table, row, columns) list(table = table, row = row, columns = columns)

r2_of <- function(y, x) {tss <- sum((y - mean(y))^2); function(s) if (length(s) == 0) 0 else 1 - sum(lm.fit(cbind(1, x[, s, drop = FALSE]), y)$residuals^2) / tss}
lmg <- function(y, x) {
  p <- ncol(x); r2 <- r2_of(y, x)
  sapply(seq_len(p), function(j) {
    others <- setdiff(seq_len(p), j); total <- 0
    for (k in 0:(p - 1)) for (s in (if (k == 0) list(integer(0)) else lapply(combn(length(others), k, simplify = FALSE), function(i) others[i])))
      total <- total + factorial(k) * factorial(p - 1 - k) / factorial(p) * (r2(c(s, j)) - r2(s))
    total
  })
}
coefficient_rows <- function(d, y, predictors) {
  m <- lm(reformulate(predictors, y), d); s <- summary(m)$coefficients; se <- sqrt(diag(vcovHC(m, "HC3"))); v <- if (length(predictors) > 1) vif(m) else 1; df <- m$df.residual
  lapply(seq_along(se), function(i) {
    b <- coef(m)[i]; t <- b / se[i]; reach <- qt(.975, df) * se[i]; term <- c("intercept", predictors)[i]
    columns <- list(estimate = unname(b), se = unname(se[i]), df = df, statistic = unname(t), p_value = unname(2 * pt(-abs(t), df)), conf_low = unname(b - reach), conf_high = unname(b + reach), se_equal = s[i, 2])
    if (i > 1) columns <- c(columns, list(standardized = unname(b * sd(d[[term]]) / sd(d[[y]])), vif = unname(v[i - 1])))
    row("coefficients", list(term = term), columns)
  })
}
fit_row <- function(d, y, predictors) {
  s <- summary(lm(reformulate(predictors, y), d)); f <- s$fstatistic
  list(row("fit", list(outcome = y), list(n = nrow(d), r_squared = s$r.squared, r_squared_adjusted = s$adj.r.squared, residual_sd = s$sigma, statistic = unname(f[1]), df = unname(f[2]), df_residual = unname(f[3]),
    p_value = unname(pf(f[1], f[2], f[3], lower.tail = FALSE)))))
}
importance_rows <- function(d, y, predictors) {
  x <- as.matrix(d[predictors]); share <- lmg(d[[y]], x); r2 <- r2_of(d[[y]], x); p <- length(predictors)
  lapply(seq_len(p), function(j) row("importance", list(predictor = predictors[j]), list(lmg = share[j], share = share[j] / sum(share), alone = r2(j), unique = r2(seq_len(p)) - r2(setdiff(seq_len(p), j)), rank = sum(share > share[j]) + 1)))
}
# Each level is left out once, in the order of the alphabet.
validation_rows <- function(d, y, predictors, by) {
  levels <- sort(unique(d[[by]])); d$predicted <- NA; d$baseline <- NA
  for (level in levels) {out <- d[[by]] == level; m <- lm(reformulate(predictors, y), d[!out, ]); d$predicted[out] <- predict(m, d[out, ]); d$baseline[out] <- mean(d[[y]][!out])}
  measures <- function(o) list(n = nrow(o), r_squared = 1 - sum((o[[y]] - o$predicted)^2) / sum((o[[y]] - o$baseline)^2), rmse = sqrt(mean((o[[y]] - o$predicted)^2)), mae = mean(abs(o[[y]] - o$predicted)),
    calibration_slope = unname(coef(lm(reformulate("predicted", y), o))[2]))
  bins <- min(10, floor(nrow(d) / 10)); o <- d[order(d$predicted), ]
  c(list(row("validation", list(fold = "all"), measures(d))), lapply(seq_along(levels), function(i) row("validation", list(fold = as.character(i)), measures(d[d[[by]] == levels[i], ]))))
}
write_all <- function(name, dataset, d, y, predictors, by = NULL, options = list(), where = NULL) {
  d <- d[complete.cases(d[c(y, predictors)]), ]
  given <- c(list(outcome = y, predictors = predictors), options)
  emit(paste0(name, "-model"), dataset, given, c(fit_row(d, y, predictors), coefficient_rows(d, y, predictors), importance_rows(d, y, predictors)), where)
  if (!is.null(by)) emit(paste0(name, "-left-out"), dataset, c(given, list(validate_by = by, folds = 100)), validation_rows(d[!is.na(d[[by]]), ], y, predictors, by), where)
}

attitude <- read.csv("fixtures/surveys/attitude/attitude.csv"); shares <- c("rating", "complaints", "privileges", "learning", "raises", "critical", "advance")
names(attitude)[match(shares, names(attitude))] <- paste0(shares, "_share")
write_all("attitude", "fixtures/surveys/attitude/recipe.json", attitude, "rating_share", paste0(shares[-1], "_share"))

score <- function(d, items, reversed, top) {m <- as.matrix(d[items]); m[, reversed] <- top - m[, reversed]; ifelse(rowSums(!is.na(m)) >= ceiling(length(items) / 2), rowMeans(m, na.rm = TRUE), NA)}
bfi <- read.csv("fixtures/surveys/bfi/bfi.csv")
keys <- list(agree = c("A", 1), conscientious = c("C", 4, 5), extraversion = c("E", 1, 2), neuroticism = "N", openness = c("O", 2, 5))
for (name in names(keys)) bfi[[name]] <- score(bfi, paste0(keys[[name]][1], 1:5), as.integer(keys[[name]][-1]), 7)
big <- setdiff(names(keys), "neuroticism")
write_all("bfi", "fixtures/surveys/bfi/recipe.json", bfi, "neuroticism", big, by = "education")
# An item as outcome, from the answers; dimensions as predictors, from the scores.
write_all("bfi-item", "fixtures/surveys/bfi/recipe.json", bfi, "N4", big)

golden <- read.csv("fixtures/golden/2022.csv"); names(golden)[names(golden) == "org"] <- "organisation"
dimensions <- c("formal", "tech", "social", "inter", "culture", "motiv")
for (name in dimensions) golden[[name]] <- score(golden, paste0(name, 1:4), 4, 6)
where <- list(list(column = "round", `in` = list("2022")))
write_all("golden-2022", "fixtures/golden/recipe.json", golden, "culture", setdiff(dimensions, "culture"), by = "organisation", where = where)

# The bootstrap has another generator here, so its percentiles agree to Monte Carlo error only.
set.seed(1)
d <- bfi[complete.cases(bfi[c("neuroticism", big)]), ]; x <- as.matrix(d[big])
b <- boot(data.frame(y = d$neuroticism, x), function(data, i) lmg(data$y[i], as.matrix(data[i, -1])), R = 4000)
ends <- sapply(seq_along(big), function(j) boot.ci(b, type = "perc", index = j)$percent[4:5])
emit("bfi-bootstrap", "fixtures/surveys/bfi/recipe.json", list(outcome = "neuroticism", predictors = big, draws = 4000),
     lapply(seq_along(big), function(j) row("importance", list(predictor = big[j]), list(conf_low = ends[1, j], conf_high = ends[2, j]))),
     tolerance = 0.05, reason = "percentiles of 4000 draws, here and in R from different generators: their Monte Carlo error is about 2 % of the interval's width")
