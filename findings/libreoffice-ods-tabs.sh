#!/bin/sh
# LibreOffice 7.4.7 keeps tabs within the text of a cell when it reads CSV, writes them to .ods as OpenDocument says
# (text:tab), and drops them when it reads that file: "sykepleier<tab>lege" comes back as "sykepleierlege".
# One would guess that a text survives being saved and opened. Needs the Debian packages libreoffice-calc and unzip. Exits
# with 0 while this is so, with 1 when it has changed, and with 2 when a program is missing.
set -eu
command -v soffice > /dev/null || { echo 'soffice is missing' >&2; exit 2; }
command -v unzip > /dev/null || { echo 'unzip is missing' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
soffice --version
printf 'role\n"sykepleier\tlege"\n' > written.csv
convert() {
  soffice --headless "-env:UserInstallation=file://$folder/profile" --convert-to "$1" --outdir "$2" "$3" > /dev/null 2>&1
}
convert ods . written.csv
convert csv read written.ods
if unzip -p written.ods content.xml | grep -q 'sykepleier<text:tab/>lege'; then
  echo 'the saved file has the tab'
else
  echo 'CHANGED: the saved file has no tab'
  exit 1
fi
if grep -q '^sykepleierlege$' read/written.csv; then
  echo 'as before: opened again, it is gone'
else
  echo 'CHANGED: opened again:'
  cat read/written.csv
  exit 1
fi
