# Attainment of the tables in the final report of VälTel 2.0, from the formula in README.md.
# Rscript indicators.R > indicators.json
options(digits = 17)
table <- function(file) read.csv(file.path("..", "..", "..", "fixtures", "sample", file), check.names = FALSE)
rows <- function(data, source) {
  from <- ifelse(is.na(data$baseline), 0, data$baseline)
  attainment <- (data$outcome - from) / (data$target - from)
  status <- ifelse(data$outcome == data$target, "reached", ifelse(attainment > 1, "exceeded", ifelse(attainment < 0, "moved-away", "not-reached")))
  sprintf('    { "table": "indicators", "row": { "source": "%s", "indicator": "%s" }, "columns": { "target": %s, "outcome": %s, "attainment": %s, "status": "%s" } }',
    source, data$indicator, format(data$target), format(data$outcome), vapply(attainment, function(x) format(x, digits = 17), ""), status)
}
# The edge cases, numbers written out as plain ones.
edge <- data.frame(
  indicator = c("Falls a month, halved", "Falls a month, fewer than the goal", "Waiting time, longer than before", "Complaints, none left", "Balance", "Participation", "Exactly on target", "Runaway"),
  baseline = c(8, 8, 30, 12, -2500, NA, 1, 0), target = c(4, 4, 20, 0, 1500, 80, 3.5, 2), outcome = c(5, 2, 36, 0, -500, 72.5, 3.5, 90))
expect <- c(rows(edge, "edge-cases"), rows(table("indicators.csv"), "indicators"), rows(table("completion.csv"), "completion"))
cat('{\n  "dataset": "fixtures/organisations/recipe.json",\n  "analysis": "indicators",\n  "options": { "sources": ["indicators", "completion", "edge-cases"] },\n',
  sprintf('  "software": "%s",\n', R.version.string),
  '  "script": "indicators.R",\n  "tolerance": 1e-9,\n  "expect": [\n', paste(expect, collapse = ",\n"), '\n  ]\n}\n', sep = "")
