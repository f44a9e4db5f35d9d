# Numbers that dimension-scores must meet. Run in this folder: Rscript dimension-scores.R
# Rule: reversed items min + max - x on the declared scale; mean of the answered items where at least ceil(k/2) are answered.
suppressPackageStartupMessages({ library(jsonlite); library(psych) })
fixtures <- "../../../fixtures"
source("../../../tests/mean-interval.R")
software <- paste0("R ", R.version$major, ".", R.version$minor, ", psych ", packageVersion("psych"))

scored <- function(data, items, reversed, low, high, needed = ceiling(length(items) / 2)) {
  x <- as.matrix(data[, items])
  for (i in intersect(items, reversed)) x[, i] <- low + high - x[, i]
  list(score = ifelse(rowSums(!is.na(x)) >= needed, rowMeans(x, na.rm = TRUE), NA),
       answered = rowSums(!is.na(x)), k = length(items), range = c(low, high))
}
described <- function(s, who) {
  v <- s$score[who & !is.na(s$score)]; n <- length(v)
  complete <- s$score[who & s$answered == s$k]
  ends <- mean_interval(mean(v), sd(v) / sqrt(n), n, s$range); q <- quantile(v, c(.25, .5, .75), type = 7, names = FALSE)
  list(n = n, mean = mean(v), sd = sd(v), se = sd(v) / sqrt(n), conf_low = ends[1], conf_high = ends[2],
       median = q[2], q1 = q[1], q3 = q[3], min = min(v), max = max(v),
       lost = sum(who & is.na(s$score) & s$answered > 0), prorated = sum(who & !is.na(s$score) & s$answered < s$k),
       n_complete = length(complete), mean_complete = mean(complete))
}
ranks <- function(rows) {
  r <- rank(-sapply(rows, function(row) row$columns$mean), ties.method = "min")
  Map(function(row, place) { row$columns$rank <- place; row }, rows, unname(r))
}
reference <- function(file, dataset, options, expect) {
  writeLines(toJSON(list(dataset = dataset, analysis = "dimension-scores", options = options, software = software, script = "dimension-scores.R",
    tolerance = 1e-12, expect = expect), auto_unbox = TRUE, digits = I(17), pretty = TRUE, na = "null"), file)
}
by_group <- function(scores, groups) unlist(unname(lapply(groups, function(g) ranks(lapply(names(scores), function(d)
  list(table = "scores", row = c(g$row, list(dimension = d)), columns = described(scores[[d]], g$who)))))), recursive = FALSE)

bfi <- read.csv(file.path(fixtures, "surveys/bfi/bfi.csv"), na.strings = c("", "NA"))
keys <- read.csv(file.path(fixtures, "surveys/bfi/bfi_keys.csv"))
dimensions <- c("agree", "conscientious", "extraversion", "neuroticism", "openness")
scores <- lapply(setNames(dimensions, dimensions), function(d) with(keys[keys$scale == d, ], scored(bfi, item, item[key < 0], 1, 6)))
bfi_recipe <- "fixtures/surveys/bfi/recipe.json"
reference("bfi.json", bfi_recipe, setNames(list(), character()), by_group(scores, list(list(row = list(), who = rep(TRUE, nrow(bfi))))))
for (column in c("gender", "education")) {
  levels <- sort(unique(na.omit(bfi[[column]])))
  groups <- lapply(levels, function(l) list(row = setNames(list(as.character(l)), column), who = !is.na(bfi[[column]]) & bfi[[column]] == l))
  reference(paste0("bfi-by-", column, ".json"), bfi_recipe, list(by = I(column)), by_group(scores, groups))
}
# The same with one answered item enough.
scores <- lapply(setNames(dimensions, dimensions), function(d) with(keys[keys$scale == d, ], scored(bfi, item, item[key < 0], 1, 6, 1)))
groups <- lapply(1:2, function(l) list(row = list(gender = as.character(l)), who = bfi$gender == l))
reference("bfi-one-answer-by-gender.json", "fixtures/surveys/bfi/recipe-one-answer.json", list(by = I("gender")), by_group(scores, groups))
reference("bfi-one-answer.json", "fixtures/surveys/bfi/recipe-one-answer.json", setNames(list(), character()), by_group(scores, list(list(row = list(), who = rep(TRUE, nrow(bfi))))))

golden <- rbind(read.csv(file.path(fixtures, "golden/2021.csv")), read.csv(file.path(fixtures, "golden/2022.csv")))
dimensions <- c("formal", "tech", "social", "inter", "culture", "motiv")
scores <- lapply(setNames(dimensions, dimensions), function(d) scored(golden, paste0(d, 1:4), paste0(d, 4), 1, 5))
cells <- unique(golden[, c("round", "org")])
groups <- lapply(seq_len(nrow(cells)), function(i) list(row = list(round = as.character(cells$round[i]), organisation = cells$org[i]),
  who = golden$round == cells$round[i] & golden$org == cells$org[i]))
reference("golden-by-round-and-organisation.json", "fixtures/golden/recipe.json", list(by = I(c("round", "organisation"))), by_group(scores, groups))
