#!/bin/sh
# PSPP 1.6.2 gives wrong rank tests under WEIGHT BY, where the weights are whole numbers that say how often a row occurs:
#   1. NPAR TESTS /M-W prints a Mann-Whitney U below 0, where a U lies between 0 and the product of the two group sizes.
#   2. NPAR TESTS /K-W prints a negative chi-square.
#   3. NPAR TESTS /WILCOXON prints another Z.
# The same rows written out one by one give the numbers that R gives without its correction for continuity. /FRIEDMAN is the
# same both ways, so that the weight itself is understood.
# One would guess that a row of weight 3 counts as three rows in each of them. Needs the Debian package pspp. Exits with 0
# while all of this is so, with 1 when it has changed, and with 2 when PSPP is missing.
set -eu
command -v pspp > /dev/null || { echo 'pspp is missing' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
pspp --version | head -1

# Group, two scores and the number of rows that are alike.
cat > counted.txt <<'DATA'
1 1 2 1
1 1 1 2
1 2 3 1
1 3 3 3
2 2 2 1
2 3 4 2
2 3 5 1
2 4 4 2
2 5 5 1
DATA
while read -r group first second count; do
  for _ in $(seq "$count"); do echo "$group $first $second 1"; done
done < counted.txt > written-out.txt

for name in counted written-out; do
  {
    echo 'DATA LIST LIST /group first second weight.'
    echo 'BEGIN DATA'
    cat "$name.txt"
    echo 'END DATA.'
    echo 'WEIGHT BY weight.'
    echo 'NPAR TESTS /M-W = first BY group(1,2).'
    echo 'NPAR TESTS /K-W = first BY group(1,2).'
    echo 'NPAR TESTS /WILCOXON = first WITH second (PAIRED).'
    echo 'NPAR TESTS /FRIEDMAN = first second.'
  } > "$name.sps"
  pspp "$name.sps" > "$name.out"
done

# The number after the name of a row or of a test in a printed table.
u_of() { grep -A 2 'Mann-Whitney U' "$1.out" | tail -1 | tr -d ' ' | cut -d '|' -f 3; }
chi_of() { grep 'Chi-Square' "$1.out" | sed -n "$2p" | tr -d ' ' | cut -d '|' -f 3; }
z_of() { grep '^|Z ' "$1.out" | tr -d ' ' | cut -d '|' -f 3; }

status=0
compare() {
  if [ "$2" = "$4" ] && [ "$3" = "$5" ]; then
    echo "$1: as before, $2 with weights and $3 written out"
  else
    echo "$1: CHANGED, $2 with weights and $3 written out, before $4 and $5"
    status=1
  fi
}
compare '1. Mann-Whitney U' "$(u_of counted)" "$(u_of written-out)" -11.00 8.00
compare '2. Kruskal-Wallis chi-square' "$(chi_of counted 1)" "$(chi_of written-out 1)" -24.15 4.89
compare '3. Wilcoxon Z' "$(z_of counted)" "$(z_of written-out)" -2.06 -2.12
compare 'Friedman chi-square' "$(chi_of counted 2)" "$(chi_of written-out 2)" 5.00 5.00
exit $status
