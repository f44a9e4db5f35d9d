# Squared Mahalanobis distances of the answers that quality.R made: Rscript mahalanobis.R (writes mahalanobis.json beside itself).
# With gaps by psych::outlier, which careless::mahad calls too; without gaps by stats::mahalanobis, on the rows that answered everything.
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
data <- read.csv(file.path(here, "answers.csv"), fileEncoding = "UTF-8")
x <- as.matrix(data[, -(1:3)])
x[x > 5] <- NA
whole <- which(rowSums(is.na(x)) == 0)
y <- x[whole, ]
distance <- psych::outlier(x, plot = FALSE)
distance[2 * rowSums(!is.na(x)) < ncol(x)] <- NA
jsonlite::write_json(
  list(
    software = paste0("R ", getRversion(), ", psych ", packageVersion("psych")),
    withGaps = unname(distance),
    whole = list(rows = whole, distances = unname(mahalanobis(y, colMeans(y), cov(y)))),
    usualLimit = qchisq(.999, ncol(x))
  ),
  file.path(here, "mahalanobis.json"), auto_unbox = TRUE, digits = NA, na = "null", pretty = FALSE
)
