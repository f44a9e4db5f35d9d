# Limits of u and u' charts, and sigma z of p' charts, by the definitions that qicharts2 0.8.1 has (Laney 2002): base R. Run in this folder: Rscript rate-limits.R
# Writes rate-limits.json beside this file. The counts are drawn here, with seeds, from distributions that vary within and between points.
suppressPackageStartupMessages(library(jsonlite))
laney <- function(y, centre, se) mean(abs(diff((y - centre) / se))) / 1.128
chart <- function(name, events, exposure, kind) {
  centre <- sum(events) / sum(exposure); y <- events / exposure
  se <- if (kind == "laney") sqrt(centre * (1 - centre) / exposure) else sqrt(centre / exposure)
  z <- if (kind == "u") 1 else laney(y, centre, se)
  upper <- centre + 3 * se * z; lower <- centre - 3 * se * z
  if (kind != "laney") lower <- pmax(lower, 0)
  out <- list(name = name, events = events, exposure = exposure, centre = centre, upper = upper, lower = lower)
  if (kind == "u_prime") out$sigma_z <- z
  out
}
set.seed(2002); shares_n <- rpois(25, 400); shares <- rbinom(25, shares_n, plogis(rnorm(25, -2, 0.3)))
few_n <- rpois(30, 60); few <- rbinom(30, few_n, 0.2)
days <- round(runif(24, 8, 24), 1); alarms <- rpois(24, days / 24 * rgamma(24, 8, 1)); rare_days <- round(runif(20, 12, 24) / 24, 3); rare <- rpois(20, rare_days * 0.8)
writeLines(toJSON(list(software = R.version.string,
  u = list(chart("alarms that vary between days", alarms, days, "u"), chart("rare events", rare, rare_days, "u")),
  u_prime = list(chart("alarms that vary between days", alarms, days, "u_prime"), chart("rare events", rare, rare_days, "u_prime")),
  laney = list(chart("shares that vary between points", shares, shares_n, "laney"), chart("shares of one chance", few, few_n, "laney"))),
  digits = NA, auto_unbox = TRUE), "rate-limits.json")
