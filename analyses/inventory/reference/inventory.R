# Exact tests of the sample inventory: all arrangements with combn, and fisher.test.
# Rscript inventory.R country > by-country.json; Rscript inventory.R type > by-type.json; Rscript inventory.R both > by-country-and-type.json
options(digits = 17)
by <- commandArgs(trailingOnly = TRUE)[1]
data <- read.csv(file.path("..", "..", "..", "fixtures", "sample", "inventory.csv"), check.names = FALSE, encoding = "UTF-8")
areas <- setdiff(names(data), c("organisasjon", "land", "type"))
group <- switch(by, country = data$land, type = data$type, both = paste(data$land, data$type, sep = " · "))
levels <- sort(unique(group), method = "radix")

rank_sum <- function(a, b) {
  pooled <- 2 * rank(c(a, b)); n <- length(a); centre <- n * (length(pooled) + 1)
  distances <- abs(combn(length(pooled), n, function(chosen) sum(pooled[chosen])) - centre)
  w <- sum(pooled[seq_len(n)])
  list(U = w / 2 - n * (n + 1) / 2, p = mean(distances >= abs(w - centre)), smallest = mean(distances >= max(distances)))
}
number <- function(x) ifelse(is.na(x), "null", format(x, digits = 17, trim = TRUE))
delta_interval <- function(d, n, m) tanh(atanh(d) + c(-1, 1) * qnorm(0.975) * sqrt((n + m + 1) / (3 * n * m)))

pairs <- list(); overall <- list(); described <- character()
for (area in areas) {
  values <- split(data[[area]], factor(group, levels))
  for (name in levels) {
    x <- values[[name]][!is.na(values[[name]])]
    described <- c(described, sprintf('    { "table": "groups", "row": { "area": "%s", "group": "%s" }, "columns": { "n": %d, "missing": %d, "median": %s, "min": %s, "max": %s } }',
      area, name, length(x), sum(is.na(values[[name]])), number(median(x)), number(min(x)), number(max(x))))
  }
  for (chosen in combn(levels, 2, simplify = FALSE)) {
    a <- values[[chosen[1]]]; b <- values[[chosen[2]]]; a <- a[!is.na(a)]; b <- b[!is.na(b)]
    test <- rank_sum(a, b); d <- mean(outer(a, b, function(x, y) sign(x - y)))
    interval <- if (abs(d) < 1) delta_interval(d, length(a), length(b)) else c(NA, NA)
    pairs[[length(pairs) + 1]] <- list(area = area, a = chosen[1], b = chosen[2], n_a = length(a), n_b = length(b), m_a = median(a), m_b = median(b), d = d, low = interval[1], high = interval[2],
      U = test$U, p = test$p, smallest = test$smallest)
  }
  overall[[length(overall) + 1]] <- list(area = area, n = sum(!is.na(data[[area]])), p = fisher.test(table(group, data[[area]]), workspace = 2e7)$p.value)
}
adjusted <- p.adjust(sapply(pairs, `[[`, "p"), "holm")
adjusted_overall <- p.adjust(sapply(overall, `[[`, "p"), "holm")
lines <- c(described,
  mapply(function(x, p) sprintf('    { "table": "comparison", "row": { "area": "%s", "group_a": "%s", "group_b": "%s" }, "columns": { "n_a": %d, "n_b": %d, "median_a": %s, "median_b": %s, "cliffs_delta": %s, "delta_low": %s, "delta_high": %s, "statistic": %s, "p_value": %s, "p_adjusted": %s, "smallest_p": %s } }',
    x$area, x$a, x$b, x$n_a, x$n_b, number(x$m_a), number(x$m_b), number(x$d), number(x$low), number(x$high), number(x$U), number(x$p), number(p), number(x$smallest)), pairs, adjusted),
  mapply(function(x, p) sprintf('    { "table": "overall", "row": { "area": "%s" }, "columns": { "groups": %d, "n": %d, "p_value": %s, "p_adjusted": %s } }', x$area, length(levels), x$n, number(x$p), number(p)), overall, adjusted_overall))
option <- switch(by, country = '["country"]', type = '["type"]', both = '["country", "type"]')
cat(sprintf('{\n  "dataset": "fixtures/organisations/recipe.json",\n  "analysis": "inventory",\n  "options": { "by": %s },\n  "software": "%s",\n', option, R.version.string),
  '  "script": "inventory.R",\n  "tolerance": 1e-9,\n  "expect": [\n', paste(lines, collapse = ",\n"), '\n  ]\n}\n', sep = "")
