#!/bin/sh
# PSPP 1.6.2 RELIABILITY leaves the weight of WEIGHT BY out of account, without a word: number of cases, alpha and the table of
# items are those of the rows as they stand. DESCRIPTIVES, CORRELATIONS, ONEWAY and FACTOR of the same run use it.
# One would guess that a row of weight 9 counts as nine rows, as it does in the others, and that alpha is that of the rows
# written out one by one. Needs the Debian package pspp. Exits with 0 while this is so, with 1 when it has changed, and with 2
# when PSPP is missing.
set -eu
command -v pspp > /dev/null || { echo 'pspp is missing' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
pspp --version | head -1

# Three items and the number of rows that are alike.
cat > counted.txt <<'DATA'
1 1 2 1
2 2 1 1
3 4 3 1
4 3 5 1
5 5 4 1
2 5 3 9
4 1 3 9
DATA
while read -r one two three count; do
  for _ in $(seq "$count"); do echo "$one $two $three 1"; done
done < counted.txt > written-out.txt

for name in counted written-out; do
  {
    echo 'DATA LIST LIST /one two three weight.'
    echo 'BEGIN DATA'
    cat "$name.txt"
    echo 'END DATA.'
    echo 'WEIGHT BY weight.'
    echo 'CORRELATIONS /VARIABLES = one two.'
    echo 'RELIABILITY /VARIABLES = one two three.'
  } > "$name.sps"
  pspp "$name.sps" > "$name.out"
done

# Correlation of the first two items, cases of RELIABILITY, and alpha.
numbers_of() {
  correlation=$(grep '^|one *Pearson' "$1.out" | cut -d '|' -f 4 | tr -d ' ')
  cases=$(grep '^|Valid ' "$1.out" | cut -d '|' -f 3 | tr -d ' ')
  alpha=$(grep -A 2 "Cronbach's Alpha" "$1.out" | tail -1 | cut -d '|' -f 2 | tr -d ' ')
  echo "r $correlation, $cases cases, alpha $alpha"
}
counted=$(numbers_of counted)
written=$(numbers_of written-out)
echo "with weights: $counted"
echo "written out:  $written"
expected='r -.563, 7.00 cases, alpha .73 and r -.563, 23.00 cases, alpha -.41'
[ "$counted and $written" = "$expected" ] && { echo 'as before'; exit 0; }
echo "CHANGED: before $expected"
exit 1
