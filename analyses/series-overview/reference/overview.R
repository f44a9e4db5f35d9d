# Span, steps and moments of the textbook series in base R. Run in this folder: Rscript overview.R
suppressPackageStartupMessages(library(jsonlite))
fixture <- "../../../fixtures/series/"
one <- function(id, file, column, format) {
  d <- read.csv(paste0(fixture, file)); t <- as.POSIXct(d$t, tz = "UTC", format = format); y <- d[[column]]
  o <- order(t); t <- t[o]; y <- y[o]; keep <- !duplicated(t); t <- t[keep]; y <- y[keep]
  step <- as.numeric(diff(t), units = "mins"); usual <- median(step); gap <- step > 3 * usual
  list(table = "series", row = list(series = id), columns = list(n = length(y),
    first = format(t[1], "%Y-%m-%dT%H:%M:%S+00:00"), last = format(t[length(t)], "%Y-%m-%dT%H:%M:%S+00:00"),
    span = as.numeric(difftime(t[length(t)], t[1], units = "days")), median_interval = usual, gaps = sum(gap),
    coverage = 1 - sum(step[gap]) / sum(step), duplicates = sum(!keep), mean = mean(y), sd = sd(y), min = min(y), max = max(y)))
}
expect <- list(one("nile", "nile.csv", "value", "%Y-%m-%d"), one("lake-huron", "lake-huron.csv", "value", "%Y-%m-%d"),
  one("nottem", "nottem.csv", "value", "%Y-%m-%d"), one("uk-lung-deaths", "uk-lung-deaths.csv", "value", "%Y-%m-%d"), one("beaver", "beaver.csv", "temperature", "%Y-%m-%d %H:%M"))
writeLines(toJSON(list(dataset = "fixtures/series/recipe.json", analysis = "series-overview", options = setNames(list(), character(0)),
  software = R.version.string, script = "overview.R", tolerance = 1e-9, expect = expect), auto_unbox = TRUE, digits = NA, pretty = TRUE), "series.json")
