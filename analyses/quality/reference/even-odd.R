# Even-odd consistency of made-up answers, by R alone: Rscript even-odd.R (writes even-odd.csv and even-odd.json beside itself).
# The package careless was not used: each value is computed here from its definition (Johnson 2005), row by row.
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
set.seed(20261130)
n <- 60; sizes <- c(a = 4, b = 5, c = 2, d = 3, e = 6)
items <- unlist(lapply(names(sizes), function(id) paste0(id, "_", seq_len(sizes[[id]]))))
dimension <- sub("_.*", "", items)
reversed <- items %in% c("a_2", "b_4", "e_1", "e_6")
levels <- matrix(rnorm(n * length(sizes)), n, dimnames = list(NULL, names(sizes)))
answers <- sapply(seq_along(items), function(i) {
  z <- 3 + levels[, dimension[i]] * ifelse(reversed[i], -1, 1) + rnorm(n, sd = .7)
  pmin(5, pmax(1, round(z)))
})
colnames(answers) <- items
answers[1:12, ] <- sample(1:5, 12 * length(items), replace = TRUE)      # answered at random
answers[matrix(runif(n * length(items)) < .08, n)] <- NA
answers[matrix(runif(n * length(items)) < .03, n)] <- 9                 # don't know
answers[20, ] <- ifelse(reversed, 2, 4)                                 # the same level throughout: no correlation
answers[21, dimension %in% c("b", "d", "e")] <- NA                      # two dimensions only
answers[22, ] <- NA
write.csv(answers, file.path(here, "even-odd.csv"), row.names = FALSE, quote = FALSE, na = "")

turned <- answers; turned[!is.na(turned) & turned > 5] <- NA
turned[, reversed] <- 6 - turned[, reversed]
value <- apply(turned, 1, function(x) {
  halves <- sapply(names(sizes), function(id) {
    own <- x[dimension == id]; odd <- seq_along(own) %% 2 == 1
    c(mean(own[odd], na.rm = TRUE), mean(own[!odd], na.rm = TRUE))
  })
  both <- !is.nan(halves[1, ]) & !is.nan(halves[2, ])
  if (sum(both) < 3 || sd(halves[1, both]) < 1e-6 || sd(halves[2, both]) < 1e-6) return(NA)
  r <- cor(halves[1, both], halves[2, both])
  max(-1, 2 * r / (1 + r))
})
text <- ifelse(is.na(value), "null", formatC(value, digits = 17, format = "g"))
writeLines(c("{", sprintf('  "software": "%s",', R.version.string), sprintf('  "even-odd": [%s]', paste(text, collapse = ", ")), "}"),
  file.path(here, "even-odd.json"))
