# Signs of careless answering in made-up answers, by R alone: Rscript quality.R (writes answers.csv and indicators.json beside itself).
# The package careless was not used: each value is computed here from its definition, row by row.
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
set.seed(20221122)
n <- 80; k <- 14
items <- c(paste0("culture_", 1:6), paste0("technology_", 1:8))
reversed <- items %in% c("culture_2", "culture_5", "technology_3", "technology_7")
trait <- rnorm(n)
answers <- sapply(seq_len(k), function(i) {
  z <- 3 + trait * ifelse(reversed[i], -.8, .8) + rnorm(n, sd = 1)
  pmin(5, pmax(1, round(z)))
})
colnames(answers) <- items
answers[matrix(runif(n * k) < .05, n)] <- NA
answers[matrix(runif(n * k) < .04, n)] <- 9   # don't know
answers[matrix(runif(n * k) < .02, n)] <- 8   # not relevant
answers[3, ] <- 4                             # the same throughout
answers[17, ] <- 2
answers[18, 1:6] <- 5                         # one block straight
answers[25, ] <- answers[24, ]                # the same answers twice, and a third time in another organisation
answers[61, ] <- answers[24, ]
answers[40, ] <- c(rep(9, 9), 1, 2, 3, 4, 5)
answers[41, ] <- c(3, 4, rep(NA, 12))
answers[42, ] <- c(NA, NA, NA, NA, NA, NA, NA, 3, 3, 3, 3, 3, 3, 3)
round <- rep(c("2021", "2022"), each = n / 2)
round[61] <- "2021"
organisation <- sample(c("Namsos", "Steinkjer", "Åre"), n, replace = TRUE)
organisation[c(24, 25)] <- "Namsos"; organisation[61] <- "Åre"
seconds <- round(exp(rnorm(n, log(180), .5)))
seconds[c(3, 17)] <- c(21, 35); seconds[50] <- NA; seconds[51] <- -5
data <- data.frame(round, organisation, seconds, answers, check.names = FALSE)
write.csv(data, file.path(here, "answers.csv"), row.names = FALSE, quote = FALSE, na = "", fileEncoding = "UTF-8")

onscale <- ifelse(is.na(answers) | answers > 5, NA, answers)
given <- rowSums(!is.na(answers)); answered <- rowSums(!is.na(onscale))
longest <- apply(onscale, 1, function(x) {
  runs <- rle(ifelse(is.na(x), -seq_along(x), x))   # a blank is like nothing, another blank included
  long <- runs$lengths[runs$values > 0]
  if (length(long)) max(long) else NA
})
half <- answered >= 2 & 2 * answered >= k
both <- rowSums(!is.na(onscale[, reversed])) > 0 & rowSums(!is.na(onscale[, !reversed])) > 0
straight <- ifelse(half & both, as.integer(apply(onscale, 1, function(x) length(unique(na.omit(x))) == 1)), NA)
block <- function(columns) {
  x <- onscale[, columns]; r <- reversed[columns]
  judged <- 2 * rowSums(!is.na(x)) >= length(columns) & rowSums(!is.na(x[, r])) > 0 & rowSums(!is.na(x[, !r])) > 0
  ifelse(judged, apply(x, 1, function(y) length(unique(na.omit(y))) == 1), NA)
}
blocks <- rowMeans(cbind(block(1:6), block(7:14)), na.rm = TRUE)
irv <- ifelse(half, apply(onscale, 1, sd, na.rm = TRUE), NA)
time <- ifelse(seconds > 0, seconds, NA)
earlier <- function(key) {
  judged <- 2 * given >= k; key <- paste(round, key)
  ifelse(judged, sapply(seq_len(n), function(i) sum(judged[seq_len(i - 1)] & key[seq_len(i - 1)] == key[i])), NA)
}
cells <- apply(answers, 1, paste, collapse = " ")
values <- list(
  "same-row" = earlier(paste(organisation, cells)),
  "same-answers" = earlier(cells),
  "straight-lining" = straight,
  "straight-blocks" = ifelse(is.nan(blocks), NA, blocks),
  "long-string" = longest,
  "low-variability" = irv,
  "non-answers" = rowSums(answers > 5, na.rm = TRUE) / k,
  "blanks" = rowSums(is.na(answers)) / k,
  "fast" = ave(time, round, FUN = function(t) median(t, na.rm = TRUE)) / time,
  "seconds-per-item" = time / ifelse(given > 0, given, NA)
)
text <- function(x) paste0("[", paste(ifelse(is.na(x), "null", formatC(x, digits = 17, format = "g")), collapse = ", "), "]")
writeLines(c("{", sprintf('  "software": "%s",', R.version.string), '  "values": {',
  paste0(sprintf('    "%s": %s', names(values), sapply(values, text)), c(rep(",", length(values) - 1), "")), "  }", "}"),
  file.path(here, "indicators.json"))
