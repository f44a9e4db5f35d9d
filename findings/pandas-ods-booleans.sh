#!/bin/sh
# pandas 1.5.3 writes True into an OpenDocument spreadsheet (.ods) in an attribute that OpenDocument does not have for it
# (office:value instead of office:boolean-value). LibreOffice 7.4.7 then reads every True as 0, without a word, so that the
# mean of a yes/no column is 0; pandas reads its own file back rightly.
# One would guess that a spreadsheet program shows what pandas wrote. Needs the Debian packages python3-pandas, python3-odf
# and libreoffice-calc. Exits with 0 while this is so, with 1 when it has changed, and with 2 when a program is missing.
set -eu
python=/usr/bin/python3
command -v soffice > /dev/null || { echo 'soffice is missing' >&2; exit 2; }
"$python" -c 'import odf, pandas' 2> /dev/null || { echo 'pandas or odfpy is missing' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$python" -c 'import pandas; print("pandas", pandas.__version__)'
soffice --version

"$python" - <<'PYTHON'
import pandas
pandas.DataFrame({"answered": [True, False, True]}).to_excel("answers.ods", engine="odf", index=False)
print("read by pandas:", pandas.read_excel("answers.ods")["answered"].tolist())
PYTHON
soffice --headless "-env:UserInstallation=file://$folder/profile" --convert-to csv answers.ods > /dev/null 2>&1
read_back=$(tr '\n' ' ' < answers.csv)
if [ "$read_back" = 'answered 0 0 0 ' ]; then
  echo "as before, read by LibreOffice: $read_back"
else
  echo "CHANGED, read by LibreOffice: $read_back"
  exit 1
fi
