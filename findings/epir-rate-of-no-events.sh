#!/bin/sh
# epiR 2.0.57 (R): the interval of a rate by Byar's method, epi.conf(ctype = "inc.rate", method = "byar"), begins below zero where
# no event was counted. The formula takes the third power of a term that is negative there; with one event and more it is not.
# One would guess 0 as the lower limit, as the exact method of the same function gives it: a rate cannot be negative. Needs the
# Debian package r-cran-epir. Exits with 0 while this is so, with 1 when it has changed, and with 2 when it is missing.
set -eu
Rscript -e 'library(epiR)' > /dev/null 2>&1 || { echo 'R with epiR is missing' >&2; exit 2; }
Rscript - <<'R' 2> /dev/null
suppressMessages(library(epiR))
cat(R.version.string, "with epiR", format(packageVersion("epiR")), "\n")
limits <- function(events, method) epi.conf(matrix(c(events, 100), 1), ctype = "inc.rate", method = method)
for (events in 0:1)
  for (method in c("exact", "byar"))
    cat(events, "events in 100 hours,", method, ":", format(unlist(limits(events, method)[c("lower", "upper")]), digits = 4), "\n")
asBefore <- limits(0, "byar")$lower < 0 && limits(1, "byar")$lower > 0 && limits(0, "exact")$lower == 0
cat(if (asBefore) "as before: a rate of no events may be below zero by this method\n" else "CHANGED\n")
quit(status = if (asBefore) 0 else 1)
R
