# What computed variables give, by base R: cut with right = FALSE, ifelse, rowSums, rowMeans. Run in this folder: Rscript variables.R
set.seed(20221122)
n <- 60
age <- sample(c(18:67, 30, 45, 60, NA), n, replace = TRUE)
unit <- sample(c("Sengepost", "Poliklinikk", NA), n, replace = TRUE, prob = c(5, 4, 1))
organisation <- sample(c("Namsos", "Åre"), n, replace = TRUE)
role <- sample(c("Avdelingsleder", "Rådgiver", "employee", NA), n, replace = TRUE, prob = c(3, 3, 3, 1))
items <- sapply(1:4, function(i) sample(c(1:5, NA), n, replace = TRUE, prob = c(1, 2, 3, 2, 1, 2)))
items[1, ] <- c(1, 2, 3, 4) # nobody is left out for having no answer
colnames(items) <- paste0("q", 1:4)
items[rowSums(!is.na(items)) == 0, 1] <- 3
data <- data.frame(organisation, unit, role, age, items)
write.table(data, "answers.csv", sep = ";", na = "", row.names = FALSE, quote = FALSE, fileEncoding = "UTF-8")

given <- rowSums(!is.na(items))
bands <- as.character(cut(age, c(-Inf, 30, 45, 60, Inf), labels = c("under 30", "30-44", "45-59", "60+"), right = FALSE))
post <- ifelse(is.na(role), NA, ifelse(role == "Avdelingsleder", "leader", role))
total <- ifelse(given == 4, rowSums(items, na.rm = TRUE), NA)
average <- ifelse(given >= 2, rowMeans(items, na.rm = TRUE), NA)
high <- ifelse(given >= 1, rowSums(items == 4 | items == 5, na.rm = TRUE), NA)
senior <- ifelse(age >= 45 & post == "leader", "senior leader", "other")
place <- ifelse(is.na(unit), NA, paste(organisation, unit, sep = " – "))
column <- function(name, x) {
  shown <- if (is.numeric(x)) ifelse(is.na(x), "null", sprintf("%.17g", x)) else ifelse(is.na(x), "null", paste0('"', x, '"'))
  paste0('  "', name, '": [', paste(shown, collapse = ", "), "]")
}
writeLines(c(
  "{", paste0('  "software": "', R.version.string, '",'),
  paste(c(column("age_band", bands), column("post", post), column("total", total), column("average", average),
    column("high", high), column("senior", senior), column("place", place)), collapse = ",\n"), "}"
), "variables.json")
