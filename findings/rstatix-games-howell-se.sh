#!/bin/sh
# rstatix 0.7.2 (R): the column se of games_howell_test(detailed = TRUE) is the standard error of the difference divided by the
# square root of 2, as Tukey's statistic takes it, while the column statistic is the difference divided by the standard error
# itself. So estimate / se is not the statistic, and whoever reports se, or makes an interval of estimate and se, reports 71 % of it.
# One would guess that estimate / se is the statistic, since both stand in one row. p values and intervals are right. Needs the
# Debian package r-cran-rstatix. Exits with 0 while this is so, with 1 when it has changed, and with 2 when it is missing.
set -eu
Rscript -e 'library(rstatix)' > /dev/null 2>&1 || { echo 'R with rstatix is missing' >&2; exit 2; }
Rscript - <<'R'
suppressMessages(library(rstatix))
cat(R.version.string, "with rstatix", format(packageVersion("rstatix")), "\n")
data <- data.frame(
  unit = rep(c("a", "b", "c"), c(6, 9, 12)),
  score = c(2, 3, 2, 4, 3, 2, 3, 4, 4, 5, 3, 4, 5, 2, 4, 1, 3, 5, 5, 2, 4, 3, 5, 4, 4, 2, 5)
)
printed <- as.data.frame(games_howell_test(data, score ~ unit, detailed = TRUE))
welch <- sapply(seq_len(nrow(printed)), function(row) {
  pair <- data[data$unit %in% unlist(printed[row, c("group1", "group2")]), ]
  t.test(score ~ unit, pair)$stderr
})
table <- data.frame(printed[, c("group1", "group2", "estimate", "se", "statistic")], `se by t.test` = welch, check.names = FALSE)
print(table, digits = 4)
asBefore <- all(abs(printed$se * sqrt(2) - welch) < 1e-9) && all(abs(abs(printed$estimate) / welch - printed$statistic) < 1e-9)
cat(if (asBefore) "as before: se is that of t.test divided by the square root of 2, and the statistic is not estimate / se\n" else "CHANGED\n")
quit(status = if (asBefore) 0 else 1)
R
