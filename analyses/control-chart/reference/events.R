# Events per 24 hours of uptime by local day, with XmR, u and u' limits by their definitions in base R (the formulas of qicharts2 0.8.1). Run in this folder: Rscript events.R
# Writes alarms-xmr.json, alarms-u.json, alarms-u-prime.json and alarms-u-prime-screened.json beside this file.
# A day with less than the least coverage is a missing value in its place: no difference is taken across it.
suppressPackageStartupMessages(library(jsonlite))
zone <- "Europe/Oslo"; room <- "Pasientrom 3"
alarms <- read.csv("../../../fixtures/sample/alarms.csv"); alarms <- alarms[alarms$room == room, ]
at <- as.POSIXct(sub(":([0-9]{2})$", "\\1", alarms$timestamp), format = "%Y-%m-%dT%H:%M:%S%z", tz = zone)
up <- read.csv("../../../fixtures/sample/uptime.csv"); up <- up[up$room == room, ]
from <- as.POSIXct(up$from, tz = zone); to <- as.POSIXct(up$to, tz = zone)
days <- seq(as.Date(min(from), tz = zone), as.Date(max(to) - 1, tz = zone), by = "day")
edge <- as.POSIXct(paste(c(days, max(days) + 1), "00:00"), tz = zone); left <- edge[-length(edge)]; right <- edge[-1]
hours <- sapply(seq_along(days), function(i) sum(pmax(0, as.numeric(pmin(to, right[i])) - as.numeric(pmax(from, left[i])))) / 3600)
length_of_day <- as.numeric(difftime(right, left, units = "hours"))
reference <- function(name, chart, event = NULL, least = 0.8, method = "mr-1.128") {
  chosen <- at[if (is.null(event)) TRUE else alarms$type == event]
  counts <- sapply(seq_along(days), function(i) sum(chosen >= left[i] & chosen < right[i]))
  rate <- counts / (hours / 24); n <- hours / 24; out <- hours / length_of_day < least
  y <- ifelse(out, NA, rate); n_in <- ifelse(out, NA, n)
  sigma_z <- NA; mr <- NA
  if (chart == "xmr") {
    centre <- mean(y, na.rm = TRUE); mr <- mean(abs(diff(y)), na.rm = TRUE); sigma <- rep(mr / 1.128, length(days))
  } else {
    centre <- sum(counts[!out]) / sum(n[!out]); se <- sqrt(centre / n)
    if (chart == "u-prime") {
      z <- (y - centre) / se; moving <- abs(diff(z)); moving <- moving[!is.na(moving)]
      if (method == "mr-screened") moving <- moving[moving < 3.267 * mean(moving)]
      sigma_z <- mean(moving) / 1.128; sigma <- sigma_z * se
    } else sigma <- se
  }
  lower <- pmax(0, centre - 3 * sigma); upper <- centre + 3 * sigma
  stamp <- sub("(..)$", ":\\1", format(left, "%Y-%m-%dT%H:%M:%S%z", tz = zone))
  phase <- list(n = sum(!out), centre = centre)
  if (!is.na(sigma_z)) phase$sigma_z <- sigma_z
  if (!is.na(mr)) phase$mean_moving_range <- mr
  expect <- list(list(table = "phases", row = list(phase = 1), columns = phase))
  for (i in seq_along(days)) expect[[length(expect) + 1]] <- list(table = "points", row = list(time = stamp[i]), columns = list(
    value = rate[i], denominator = hours[i], centre = centre, lower = lower[i], upper = upper[i], sigma = sigma[i],
    coverage = hours[i] / length_of_day[i], excluded = if (out[i]) "yes" else "no"))
  options <- list(series = paste0("alarms/", room), chart = chart, bucket = "day", sigma = method, min_coverage = least)
  if (!is.null(event)) options$event <- event
  writeLines(toJSON(list(dataset = "fixtures/sample/recipe.json", analysis = "control-chart", options = options, software = R.version.string, script = "events.R",
    tolerance = 1e-9, expect = expect), auto_unbox = TRUE, digits = NA, pretty = TRUE), paste0(name, ".json"))
  cat(name, "sigma_z", sigma_z, "excluded", sum(out), "\n")
}
reference("alarms-xmr", "xmr", event = "Sengeutgang")
reference("alarms-u", "u")
reference("alarms-u-prime", "u-prime", least = 0.7)
reference("alarms-u-prime-screened", "u-prime", event = "Hjelpekall", method = "mr-screened")
