# Writes zero-weights.json: items under weights of which some are 0, by organisation in 2021, from fixtures/surveys/zero-weights. Run from the project's folder:
#   Rscript analyses/item-statistics/reference/zero-weights.R
source("fixtures/surveys/zero-weights/read.R")
emit <- emitter("item-statistics"); d <- answers(2021); expect <- list()
for (o in organisations) for (i in c("answer", paste0("climate_", 1:3))) {
  g <- d[d$organisation == o, ]; k <- g[g$weight > 0, ]; x <- k[[i]]; e <- estimate(g[[i]], g$weight)
  if (e$n == 0) {
    expect[[length(expect) + 1]] <- row("items", list(organisation = o, item = i), list(n = 0, blank = 0, mean = NULL, sd = NULL, median = NULL, item_rest_r = NULL, weighted_mean = NULL, weighted_sd = NULL))
    next
  }
  whole <- k[complete.cases(k[, paste0("climate_", 1:3)]), paste0("climate_", 1:3)]
  rest <- if (i == "answer") NULL else cor(whole[[i]], rowMeans(whole[, setdiff(names(whole), i)]))
  expect[[length(expect) + 1]] <- row("items", list(organisation = o, item = i), list(n = sum(!is.na(x)), blank = sum(is.na(x)), mean = mean(x, na.rm = TRUE), sd = sd(x, na.rm = TRUE), median = median(x, na.rm = TRUE),
    floor_share = mean(x == 1, na.rm = TRUE), item_rest_r = rest, weighted_mean = e$mean, weighted_sd = e$sd))
  for (v in 1:5) expect[[length(expect) + 1]] <- row("categories", list(organisation = o, item = i, value = v), list(count = sum(x == v, na.rm = TRUE), share = mean(x == v, na.rm = TRUE), weighted_share = estimate(as.numeric(g[[i]] == v), g$weight)$mean))
}
emit("zero-weights", list(by = I("organisation"), weights = TRUE), expect, list(list(column = "round", `in` = list("2021"))))
