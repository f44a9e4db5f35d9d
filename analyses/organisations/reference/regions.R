# n and mean of every dimension by region, where organisations are put in regions by a tree and not by a column: Rscript regions.R (writes regions.json beside itself).
# Needs the package jsonlite. Scores by their definition: answers on the scale, turned by its ends, mean where at least half of the items put to the person are answered.
library(jsonlite)
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
sample <- file.path(here, "..", "..", "..", "fixtures", "sample")
answers <- read.csv(file.path(sample, "2021.csv"), sep = ";", dec = ",", fileEncoding = "windows-1252", colClasses = "character", check.names = FALSE)
instrument <- fromJSON(file.path(sample, "instrument.json"), simplifyVector = FALSE)

known <- answers[answers$Organisasjon != "" & answers$Region != "", c("Organisasjon", "Region")]
tree <- known[!duplicated(known$Organisasjon), ]
region <- tree$Region[match(answers$Organisasjon, tree$Organisasjon)]

scores <- sapply(instrument$dimensions, function(dimension) {
  items <- Filter(function(item) identical(item$dimension, dimension$id) && item$scale == "agree5", instrument$items)
  asked <- sapply(items, function(item) if (is.null(item$asked_of)) rep(TRUE, nrow(answers)) else answers$Rolle %in% unlist(item$asked_of))
  given <- sapply(items, function(item) {
    column <- intersect(c(item$id, unlist(item$aliases)), names(answers))[1]
    value <- suppressWarnings(as.numeric(answers[[column]]))
    value[!value %in% 1:5] <- NA
    if (isTRUE(item$reversed)) 6 - value else value
  })
  answered <- rowSums(!is.na(given))
  ifelse(answered > 0 & answered >= ceiling(rowSums(asked) / 2), rowMeans(given, na.rm = TRUE), NA)
})
colnames(scores) <- sapply(instrument$dimensions, `[[`, "id")
rows <- do.call(rbind, lapply(sort(unique(region[!is.na(region)])), function(name) data.frame(
  region = name, outcome = colnames(scores),
  n = as.vector(colSums(!is.na(scores[which(region == name), ]))),
  mean = as.vector(colMeans(scores[which(region == name), ], na.rm = TRUE)))))
write_json(list(software = R.version.string, rows = rows), file.path(here, "regions.json"), digits = NA, auto_unbox = TRUE, pretty = TRUE)
