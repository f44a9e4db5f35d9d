# What the scripts that write references have in common. They source it from the project's folder.
suppressPackageStartupMessages(library(jsonlite))

# A function that writes one reference into the folder of an analysis. `absolute` is the tolerance of numbers near 0 where the call does not say another; NULL is none.
reference_writer <- function(analysis, script, software, absolute = NULL) {
  usual <- absolute
  function(name, dataset, options, expect, where = NULL, tolerance = 1e-9, reason = NULL, absolute = usual) {
    reference <- list(dataset = dataset, analysis = analysis, options = options, software = software, script = script, tolerance = tolerance)
    if (!is.null(where)) reference$where <- where
    if (!is.null(reason)) reference$tolerance_reason <- reason
    if (!is.null(absolute)) reference$absolute <- absolute
    reference$expect <- expect
    write(toJSON(reference, digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null", na = "null"), file.path("analyses", analysis, "reference", paste0(name, ".json")))
  }
}

# The row of a table that a reference tells about, by its keys, and the cells that are compared.
row <- function(table, row, columns) list(table = table, row = row, columns = columns)
