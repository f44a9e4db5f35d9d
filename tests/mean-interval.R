# The interval of a mean within its scale, for the scripts that write references: on the logit within five standard errors of an end, by the delta method. They source it from the project's folder.
mean_interval <- function(m, se, n, range = c(-Inf, Inf)) {
  critical <- qt(.975, n - 1)
  if (is.na(se)) return(c(NA, NA))
  if (se == 0) {share <- if (n > 1) binom.test(n, n)$conf.int[1] else NA; return(c(m - (1 - share) * (m - range[1]), m + (1 - share) * (range[2] - m)))}
  if (min(m - range[1], range[2] - m) >= 5 * se) return(m + c(-1, 1) * critical * se)
  u <- (m - range[1]) / diff(range)
  range[1] + diff(range) * plogis(qlogis(u) + c(-1, 1) * critical * se / diff(range) / (u * (1 - u)))
}
