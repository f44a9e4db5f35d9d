# Writes the references of revalidation from the data in fixtures/. Run from the project's folder:
#   Rscript analyses/revalidation/reference/revalidation.R
# psych gives alpha, lavaan the factor models, semTools HTMT.
suppressPackageStartupMessages({ library(jsonlite); library(lavaan); library(psych) })
folder <- "analyses/revalidation/reference"
software <- sprintf("%s; lavaan %s; psych %s", R.version.string, packageVersion("lavaan"), packageVersion("psych"))
emit <- function(name, options, expect, tolerance, reason) {
  reference <- list(dataset = "fixtures/surveys/bfi/recipe.json", analysis = "revalidation", options = options, software = software, script = "revalidation.R", tolerance = tolerance, tolerance_reason = reason, expect = unname(expect))
  write(toJSON(reference, digits = I(15), auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path(folder, paste0(name, ".json")))
}
row <- function(table, row, columns) list(table = table, row = row, columns = lapply(Filter(Negate(is.null), columns), unname))
source("tests/polished-lavaan.R")

one <- function(items) paste("f =~", paste(items, collapse = " + "))
fit_columns <- function(fit) { f <- fitMeasures(fit); list(chi_square = f[["chisq"]], df = f[["df"]], p_value = if (f[["pvalue"]] > 0) f[["pvalue"]] else NULL, cfi = f[["cfi"]], tli = f[["tli"]], rmsea = f[["rmsea"]], srmr = f[["srmr"]]) }
omega <- function(fit) { e <- lavInspect(fit, "est"); s <- sum(e$lambda)^2 * e$psi[1]; unname(s / (s + sum(diag(e$theta)))) }

bfi <- read.csv("fixtures/surveys/bfi/bfi.csv", na.strings = c("", "NA")); keys <- read.csv("fixtures/surveys/bfi/bfi_keys.csv")
for (i in keys$item[keys$key < 0]) bfi[[i]] <- 7 - bfi[[i]]
dimensions <- lapply(split(keys$item, factor(keys$scale, unique(keys$scale))), as.character)
whole <- bfi[complete.cases(bfi[, unlist(dimensions)]), ]
five <- paste(mapply(function(d, i) paste(d, "=~", paste(i, collapse = " + ")), names(dimensions), dimensions), collapse = "\n")
all_fit <- polished(five, whole); mi <- modindices(all_fit); h <- unclass(semTools::htmt(five, whole))

for (d in c("agree", "neuroticism")) {
  items <- dimensions[[d]]; x <- bfi[complete.cases(bfi[, items]), items]; n <- nrow(x)
  a <- alpha(x, check.keys = FALSE, warnings = FALSE); value <- a$total$raw_alpha; k <- length(items)
  fit <- polished(one(items), x); s <- standardizedSolution(fit)
  others <- setdiff(names(dimensions), d)
  groups <- bfi[complete.cases(bfi[, items]) & !is.na(bfi$gender), ]
  steps <- list(configural = polished(one(items), groups, group = "gender", meanstructure = TRUE, std.lv = TRUE), metric = polished(one(items), groups, group = "gender", meanstructure = TRUE, std.lv = TRUE, group.equal = "loadings"),
    scalar = polished(one(items), groups, group = "gender", meanstructure = TRUE, std.lv = TRUE, group.equal = c("loadings", "intercepts")))
  expect <- c(
    list(row("reliability", list(dimension = d), list(n = n, items = k, alpha = value, conf_low = 1 - (1 - value) * qf(.975, n - 1, (n - 1) * (k - 1)), conf_high = 1 - (1 - value) * qf(.025, n - 1, (n - 1) * (k - 1)), omega = omega(fit), average_r = a$total$average_r))),
    lapply(items, function(i) row("items", list(item = i), list(n = n, mean = mean(x[[i]]), sd = sd(x[[i]]), item_rest_r = a$item.stats[i, "r.drop"], loading = s$est.std[s$op == "=~" & s$rhs == i]))),
    list(row("fit", list(dimension = d), c(list(n = n, items = k), fit_columns(fit)))),
    lapply(items, function(i) { rest <- setdiff(items, i); f <- polished(one(rest), x); row("without_item", list(item = i), c(list(alpha = a$alpha.drop[i, "raw_alpha"], omega = omega(f)), fit_columns(f))) }),
    unlist(lapply(items, function(i) lapply(others, function(o) { r <- mi[mi$lhs == o & mi$op == "=~" & mi$rhs == i, ]
      row("elsewhere", list(item = i, dimension = o), list(r = cor(whole[[i]], rowSums(whole[, dimensions[[o]]])), mi = r$mi, p_value = pchisq(r$mi, 1, lower.tail = FALSE), epc = r$epc, sepc = r$sepc.all, n = nrow(whole))) })), recursive = FALSE),
    lapply(items, function(i) row("elsewhere", list(item = i, dimension = d), list(r = cor(whole[[i]], rowSums(whole[, setdiff(items, i)])), n = nrow(whole)))),
    lapply(seq_along(steps), function(j) { f <- fitMeasures(steps[[j]]); b <- if (j > 1) fitMeasures(steps[[j - 1]])
      row("invariance", list(dimension = d, step = names(steps)[j]), c(list(n = nrow(groups), groups = 2, chi_square = f[["chisq"]], df = f[["df"]], cfi = f[["cfi"]], rmsea = f[["rmsea"]]),
        if (j > 1) list(delta_chi_square = f[["chisq"]] - b[["chisq"]], delta_df = f[["df"]] - b[["df"]], p_value = pchisq(f[["chisq"]] - b[["chisq"]], f[["df"]] - b[["df"]], lower.tail = FALSE), delta_cfi = f[["cfi"]] - b[["cfi"]], delta_rmsea = f[["rmsea"]] - b[["rmsea"]]))) }),
    list(row("conclusion", list(aspect = "distinct"), list(aspect_value = max(h[d, others])))))
  emit(paste0("bfi-", d), list(dimension = d, by = "gender", draws = 200), expect, 1e-7, "lavaan was carried on from its own optimum by scoring steps to machine precision; its second-order quantities hold to about 1e-7")
}
