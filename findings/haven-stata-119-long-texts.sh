#!/bin/sh
# haven refers to long texts in Stata's release 119 as in 118, and pandas cannot read them.
#
# Guess: a data frame with texts of 3 000 letters, written by haven's write_dta, is read by pandas as it was, whether for Stata 14 (release 118) or Stata 15.
# What happens: for version 15 haven 2.5.1 writes release 119, even of one column. That release has references of 3 bytes for the variable and 5 for the row; haven
# writes 2 and 6, as in 118. pandas 1.5.3 looks for a text that the file does not have, and stops with a KeyError. Version 14 is read as it was.
#
# Needs Debian's packages r-cran-haven and python3-pandas. Exits with 0 while this is so, with 1 when it has changed, with 2 when a program is missing.
set -eu
command -v Rscript > /dev/null && Rscript -e 'quit(status = !requireNamespace("haven", quietly = TRUE))' || exit 2
/usr/bin/python3 -c 'import pandas' || exit 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > write.R << 'R'
cat("R", format(getRversion()), "haven", format(packageVersion("haven")), "\n")
data <- data.frame(text = c(strrep("x", 3000), strrep("y", 3000)))
haven::write_dta(data, "stata-14.dta", version = 14)
haven::write_dta(data, "stata-15.dta", version = 15)
R
Rscript write.R
cat > read.py << 'PY'
import pandas
print("pandas", pandas.__version__)
def outcome(name):
    with open(name, "rb") as file:
        release = file.read(40).split(b"<release>")[1][:3].decode()
    try:
        texts = [f"{len(text)} times {text[:1]}" for text in pandas.read_stata(name)["text"]]
        return f"release {release}: {', '.join(texts)}"
    except KeyError:
        return f"release {release}: KeyError"
found = [outcome("stata-14.dta"), outcome("stata-15.dta")]
print(*found, sep="\n")
raise SystemExit(0 if found == ["release 118: 3000 times x, 3000 times y", "release 119: KeyError"] else 1)
PY
/usr/bin/python3 read.py
# Seen with R 4.2.2, haven 2.5.1 and pandas 1.5.3:
#   release 118: 3000 times x, 3000 times y
#   release 119: KeyError
