#!/bin/sh
# PSPP 1.6.2 writes portable files (.por) that it cannot read, or reads otherwise than they were:
#   1. A file with a case weight cannot be imported again: the weight is written before the number of variables, and the
#      reader wants the number first.
#   2. The range "3 THRU HI" of user-missing values is written with its end, the largest number there is, in place of 3,
#      so that no value is missing afterwards.
#   3. Letters beyond ASCII are written as they are and are gone when they are read.
# One would guess that PSPP reads what it wrote. Needs the Debian package pspp. Exits with 0 while all of this is so, with 1
# when it has changed, and with 2 when PSPP is missing.
set -eu
command -v pspp > /dev/null || { echo 'pspp is missing' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
pspp --version | head -1

cat > write.sps <<'SPSS'
DATA LIST LIST /x (F8.0) t (A8).
BEGIN DATA
1 Levanger
5 Åre
END DATA.
MISSING VALUES x (3 THRU HI).
EXPORT OUTFILE='plain.por'.
WEIGHT BY x.
EXPORT OUTFILE='weighted.por'.
SPSS
pspp write.sps > written.txt

status=0

echo "IMPORT FILE='weighted.por'." > weighted.sps
if pspp weighted.sps > weighted.txt 2>&1; then
  echo '1. CHANGED: the weighted file is imported'
  status=1
elif tr '\n' ' ' < weighted.txt | grep -q 'Expected variable count record'; then
  echo "1. as before: $(tr '\n' ' ' < weighted.txt | cut -c 1-110)"
else
  echo '1. CHANGED: another error'
  cat weighted.txt
  status=1
fi

cat > plain.sps <<'SPSS'
IMPORT FILE='plain.por'.
FREQUENCIES x /FORMAT=NOTABLE /STATISTICS=MEAN.
LIST.
SPSS
pspp plain.sps > plain.txt 2>&1
if grep -Eq '^\|Mean +\| *3\.00\|' plain.txt; then
  echo '2. as before: the mean of 1 and 5 is 3 after the import, though 5 was missing'
else
  echo '2. CHANGED: the range is kept'
  status=1
fi
if grep -q 'Levanger' plain.txt && ! grep -q 'Åre' plain.txt; then
  echo '3. as before: Levanger is there and Åre is not'
else
  echo '3. CHANGED: Åre is there'
  status=1
fi
[ $status = 0 ] || cat plain.txt
exit $status
