# Numbers that participation must meet. Run in this folder: Rscript participation.R
suppressPackageStartupMessages(library(jsonlite))
fixtures <- "../../../fixtures"
golden <- rbind(read.csv(file.path(fixtures, "golden/2021.csv")), read.csv(file.path(fixtures, "golden/2022.csv")))
heads <- read.csv(file.path(fixtures, "golden/headcount.csv"))
dimensions <- c("formal", "tech", "social", "inter", "culture", "motiv")
items <- unlist(lapply(dimensions, function(d) paste0(d, 1:4))); reversed <- paste0(dimensions, 4)
score <- function(data, d) { x <- as.matrix(data[, paste0(d, 1:4)]); x[, 4] <- 6 - x[, 4]; ifelse(rowSums(!is.na(x)) >= 2, rowMeans(x, na.rm = TRUE), NA) }

described <- function(data, N, confidence = .95, min_n = 10, min_rate = .3, max_width = .5) {
  x <- as.matrix(data[, items]); responded <- sum(rowSums(!is.na(x)) > 0)
  scores <- sapply(dimensions, function(d) score(data, d)); if (!is.matrix(scores)) scores <- t(scores)
  usable <- sum(rowSums(!is.na(scores)) > 0)
  wilson <- suppressWarnings(prop.test(responded, N, conf.level = confidence, correct = FALSE))$conf.int
  margins <- apply(scores, 2, function(v) { v <- v[!is.na(v)]; n <- length(v); if (n < 2) NA else qt(1 - (1 - confidence) / 2, n - 1) * sd(v) / sqrt(n) * sqrt(1 - n / N) })
  answered <- rowSums(!is.na(x)); r <- rowSums(!is.na(x[, reversed, drop = FALSE]))
  judged <- answered >= length(items) / 2 & r > 0 & r < answered
  straight <- apply(x, 1, function(v) length(unique(v[!is.na(v)])) == 1)
  margin <- if (all(is.na(margins))) NULL else max(margins, na.rm = TRUE)
  list(headcount = N, responded = responded, usable = usable, response_rate = responded / N, conf_low = wilson[1], conf_high = wilson[2],
       margin_of_error = margin, straight_lining = sum(straight & judged) / sum(judged), judged = sum(judged),
       comparable = if (usable >= min_n && responded / N >= min_rate && margin <= max_width) "yes" else "no")
}
write_reference <- function(file, options, expect) writeLines(toJSON(list(dataset = "fixtures/golden/recipe.json", analysis = "participation", options = options,
  software = paste0("R ", R.version$major, ".", R.version$minor), script = "participation.R", tolerance = 1e-12, expect = expect), auto_unbox = TRUE, digits = I(17), pretty = TRUE), file)

expect <- lapply(seq_len(nrow(heads)), function(i) list(table = "participation", row = list(round = as.character(heads$round[i]), organisation = heads$organisation[i]),
  columns = described(golden[golden$round == heads$round[i] & golden$org == heads$organisation[i], ], heads$headcount[i])))
write_reference("golden-by-organisation.json", list(by = I(c("round", "organisation"))), expect)
expect <- lapply(unique(heads$round), function(r) list(table = "participation", row = list(round = as.character(r)),
  columns = described(golden[golden$round == r, ], sum(heads$headcount[heads$round == r]), .9, 100, .35, .1)))
write_reference("golden-by-round.json", list(confidence = .9, min_n = 100, min_response_rate = .35, max_half_width = .1), expect)
