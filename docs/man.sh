#!/bin/sh
# Manual pages of the tool and of each command, from their own help: man.sh FOLDER. The pages are made by the plugin that
# swift-argument-parser brings along.
set -eu
cd "$(dirname "$0")/.."
folder=$1
scratch=${SCRATCH:-.build}
made=$scratch/plugins/GenerateManual/outputs/packetwalk
rm -rf "$made"
date=$(git log -1 --format=%cs 2>/dev/null || date +%F)
"${SWIFT:-swift}" package --scratch-path "$scratch" plugin generate-manual --configuration debug --multi-page --date "$date" >/dev/null
mkdir -p "$folder"
for page in "$made"/packetwalk*.1; do
  # What every page says of exit codes is too little for some: each command says its own.
  sed '/^\.Sh "EXIT STATUS"$/,/^\.Ex /d' "$page" >"$folder/$(basename "$page")"
done
echo "$folder: $(ls "$folder" | wc -l) pages"
