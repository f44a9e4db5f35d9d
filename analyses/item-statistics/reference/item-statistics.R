# Numbers that item-statistics must meet. Run in this folder: Rscript item-statistics.R
# Means and shapes of turned answers (7 - x, 6 - x); skewness and kurtosis psych type 3; item-rest correlation among complete cases of the dimension.
suppressPackageStartupMessages({ library(jsonlite); library(psych) })
fixtures <- "../../../fixtures"
described <- function(raw, item, reversed, low, high, rest) {
  x <- if (reversed) low + high - raw else raw; v <- x[!is.na(x)]
  list(n = length(v), blank = sum(is.na(raw)), dont_know = 0, not_relevant = 0, mean = mean(v), sd = sd(v), median = median(v),
       skewness = skew(v, type = 3), kurtosis = kurtosi(v, type = 3), floor_share = mean(v == low), ceiling_share = mean(v == high),
       item_rest_r = rest, mean_as_answered = mean(raw, na.rm = TRUE), largest_share = max(table(v)) / length(v))
}
rest_of <- function(data, items, reversed, low, high) {
  x <- as.matrix(data[, items]); for (i in intersect(items, reversed)) x[, i] <- low + high - x[, i]
  x <- x[complete.cases(x), ]; sapply(items, function(i) cor(x[, i], rowSums(x[, setdiff(items, i)])))
}
rows <- function(data, dimensions, reversed, low, high, key) {
  unlist(lapply(dimensions, function(items) { r <- rest_of(data, items, reversed, low, high)
    lapply(items, function(i) list(table = "items", row = c(key, list(item = i)), columns = described(data[[i]], i, i %in% reversed, low, high, r[[i]]))) }), recursive = FALSE)
}
categories <- function(data, items, low, high, key) unlist(lapply(items, function(i) lapply(low:high, function(v) list(table = "categories",
  row = c(key, list(item = i, value = v)), columns = list(count = sum(data[[i]] == v, na.rm = TRUE), share = mean(data[[i]] == v, na.rm = TRUE))))), recursive = FALSE)
write_reference <- function(file, dataset, options, where, expect) writeLines(toJSON(c(list(dataset = dataset, analysis = "item-statistics"), if (is.null(where)) NULL else list(where = where),
  list(options = options, software = paste0("R ", R.version$major, ".", R.version$minor, ", psych ", packageVersion("psych")), script = "item-statistics.R", tolerance = 1e-11,
  expect = unname(expect))), auto_unbox = TRUE, digits = I(17), pretty = TRUE), file)

bfi <- read.csv(file.path(fixtures, "surveys/bfi/bfi.csv"), na.strings = c("", "NA")); keys <- read.csv(file.path(fixtures, "surveys/bfi/bfi_keys.csv"))
dimensions <- unname(split(keys$item, keys$scale)); reversed <- keys$item[keys$key < 0]; none <- setNames(list(), character())
write_reference("bfi.json", "fixtures/surveys/bfi/recipe.json", none, NULL, c(rows(bfi, dimensions, reversed, 1, 6, list()), categories(bfi, c("A1", "N3"), 1, 6, list())))
write_reference("bfi-by-gender.json", "fixtures/surveys/bfi/recipe.json", list(by = I("gender"), items = I(c("A1", "A2", "A3", "A4", "A5"))), NULL, unlist(lapply(1:2, function(g) {
  d <- bfi[bfi$gender == g, ]; key <- list(gender = as.character(g)); c(rows(d, dimensions[1], reversed, 1, 6, key), categories(d, "A2", 1, 6, key)) }), recursive = FALSE))

golden <- read.csv(file.path(fixtures, "golden/2022.csv")); names <- c("formal", "tech", "social", "inter", "culture", "motiv")
write_reference("golden-2022.json", "fixtures/golden/recipe.json", none, list(list(column = "round", `in` = I("2022"))),
  c(rows(golden, lapply(names, paste0, 1:4), paste0(names, 4), 1, 5, list()), categories(golden, "tech4", 1, 5, list())))
