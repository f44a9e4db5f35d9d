# Expected values of summaries, tests of means and effect sizes from R, at 17 digits. Usage: Rscript comparison.R
# Writes comparison.json. Packages: effectsize, car, boot, psych; data are generated here or come with R.
suppressPackageStartupMessages({ library(effectsize); library(car); library(psych) })
num <- function(x) ifelse(is.na(x), "null", ifelse(is.infinite(x), ifelse(x > 0, '"Infinity"', '"-Infinity"'), trimws(formatC(x, digits = 17, format = "g"))))
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    v <- vapply(x, json, "")
    return(if (is.null(names(x))) paste0("[", paste(v, collapse = ","), "]") else paste0("{", paste0('"', names(x), '":', v, collapse = ","), "}"))
  }
  v <- if (is.character(x)) paste0('"', x, '"') else num(as.numeric(x))
  if (length(x) == 1) v else paste0("[", paste(v, collapse = ","), "]")
}
set.seed(20221122)
likert <- lapply(c(14, 31, 9, 52), function(n) sample(1:5, n, TRUE, c(.1, .15, .25, .3, .2)))
real <- list(rnorm(12, 5, 1), rnorm(20, 6.5, 2), rnorm(7, 5.5, .3))
huge <- list(rnorm(200, 0, 1), rnorm(150, 30, .5), rnorm(300, -20, 2))
summaries <- function(x) list(values = x, mean = mean(x), variance = var(x), css = sum((x - mean(x))^2), median = median(x),
  skewness1 = skew(x, type = 1), skewness2 = skew(x, type = 2), skewness3 = skew(x, type = 3),
  kurtosis1 = kurtosi(x, type = 1), kurtosis2 = kurtosi(x, type = 2), kurtosis3 = kurtosi(x, type = 3),
  probabilities = c(0, .01, .1, .25, .3333, .5, .75, .9, .99, 1), quantiles = lapply(1:9, function(t) unname(quantile(x, c(0, .01, .1, .25, .3333, .5, .75, .9, .99, 1), type = t))), ranks = rank(x))
dunn <- function(y, g) { # Dunn 1964 with ties, by its formula on R's ranks
  r <- rank(y); N <- length(y); t <- table(y); v <- N * (N + 1) / 12 - sum(t^3 - t) / (12 * (N - 1)); m <- tapply(r, g, mean); n <- tapply(r, g, length)
  z <- (m[1] - m[2]) / sqrt(v * (1 / n[1] + 1 / n[2])); list(z = unname(z), p = unname(2 * pnorm(-abs(z))))
}
ncp_t <- function(t, df, p) uniroot(function(d) suppressWarnings(pt(t, df, d)) - p, t + c(-12, 12) * (1 + abs(t) / sqrt(df)), tol = 1e-12)$root
groups <- function(G) {
  y <- unlist(G); g <- factor(rep(seq_along(G), lengths(G))); a <- aov(y ~ g); s <- summary(a)[[1]]; w <- oneway.test(y ~ g); k <- kruskal.test(y, g); l <- leveneTest(y, g, center = median)
  x1 <- G[[1]]; x2 <- G[[2]]; wt <- t.test(x1, x2); st <- t.test(x1, x2, var.equal = TRUE); gr <- t.test(x1, x2, alternative = "greater", mu = -.2, conf.level = .9); le <- t.test(x1, x2, alternative = "less")
  tk <- TukeyHSD(a)$g; h <- as.data.frame(hedges_g(x1, x2)); hu <- as.data.frame(hedges_g(x1, x2, pooled_sd = FALSE)); hg <- as.data.frame(hedges_g(x1, x2, alternative = "greater")); cd <- as.data.frame(cliffs_delta(x1, x2)); cl <- as.data.frame(cliffs_delta(x1, x2, alternative = "less", ci = .9))
  n1 <- length(x1); n2 <- length(x2); sp <- sd_pooled(x1, x2); tt <- unname(st$statistic); J <- exp(lgamma((n1 + n2 - 2) / 2) - log(sqrt((n1 + n2 - 2) / 2)) - lgamma((n1 + n2 - 3) / 2)); u <- sqrt(1 / n1 + 1 / n2)
  list(groups = G, fisher = list(F = s$`F value`[1], df = s$Df, ss = s$`Sum Sq`, p = s$`Pr(>F)`[1]), welch = list(F = unname(w$statistic), df = unname(w$parameter), p = w$p.value),
    kruskal = list(H = unname(k$statistic), df = unname(k$parameter), p = k$p.value), levene = list(F = l$`F value`[1], p = l$`Pr(>F)`[1]), dunn = dunn(y, g),
    welch_t = list(t = unname(wt$statistic), df = unname(wt$parameter), p = wt$p.value, ci = as.numeric(wt$conf.int), se = wt$stderr), student_t = list(t = tt, df = unname(st$parameter), p = st$p.value, ci = as.numeric(st$conf.int), se = st$stderr),
    greater = list(t = unname(gr$statistic), p = gr$p.value, low = gr$conf.int[1]), less = list(p = le$p.value, high = le$conf.int[2]),
    tukey = list(diff = -tk[1, "diff"], low = -tk[1, "upr"], high = -tk[1, "lwr"], p = tk[1, "p adj"]),
    g = list(estimate = h[[1]], low = h$CI_low, high = h$CI_high, exact = if (abs(tt) < 37) c(ncp_t(tt, n1 + n2 - 2, .975), ncp_t(tt, n1 + n2 - 2, .025)) * u * J else NULL), g_unequal = list(estimate = hu[[1]], low = hu$CI_low, high = hu$CI_high), g_greater = list(low = hg$CI_low),
    cliff = list(estimate = cd[[1]], low = cd$CI_low, high = cd$CI_high), cliff_less = list(high = cl$CI_high))
}
pv <- list(c(.01, NA, .04, .03, NA, .005), c(.5, .5, .5), c(1e-200, 1e-5, .9), c(NA, NA), numeric(0), c(.04, .01, .04, .01))
pe <- pf(4.846087862380133, 2, 27, ncp = c(.4, 5, 28)); pe2 <- pt(2.5, 10, ncp = c(-1, .3, 2, 6))
out <- list(source = paste0(R.version.string, ", effectsize ", packageVersion("effectsize"), ", car ", packageVersion("car"), ", psych ", packageVersion("psych"), "; comparison.R"),
  summaries = lapply(c(likert[1:2], real, list(c(2, 2, 2, 7), c(1, 2), c(1, 1, 2, 3, 3, 3, 3, 9, 10, 100))), summaries),
  groups = lapply(list(likert, real, huge, likert[c(2, 4)]), groups),
  p_adjust = lapply(pv, function(p) list(p = as.list(p), holm = as.list(p.adjust(p, "holm")), bh = as.list(p.adjust(p, "BH")))),
  noncentral_f = pe, noncentral_t = pe2,
  ptukey = lapply(list(c(3.5, 3, 20), c(1, 5, 8.2), c(6, 10, 300)), function(a) list(x = a, upper = ptukey(a[1], a[2], a[3], lower.tail = FALSE), q95 = qtukey(.95, a[2], a[3]))))
writeLines(json(out), "comparison.json")
