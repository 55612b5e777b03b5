#!/bin/sh
# Reference documentation of the public libraries, from the symbol graphs that `make docs` has just written.
set -eu
cd "$(dirname "$0")/.."
docc=$(command -v docc || echo "$(dirname "$(command -v swift)")/docc")
[ -x "$docc" ] || { echo "skipped: no docc beside swift"; exit 0; }
graphs=$(find "${SCRATCH:-.build}" -type d -name symbolgraph | head -n 1)
for module in PacketWalkKit PacketWalkTesting PacketWalkQueries PacketWalkRouting; do
  folder=.build/docs/$module
  rm -rf "$folder.graph"
  mkdir -p "$folder.graph"
  cp "$graphs/$module"*.json "$folder.graph/"
  catalog=""
  [ -d "Sources/$module/$module.docc" ] && catalog="Sources/$module/$module.docc"
  # What an article links to has to be there.
  "$docc" convert $catalog --warnings-as-errors --additional-symbol-graph-dir "$folder.graph" \
    --fallback-display-name "$module" --fallback-bundle-identifier "packetwalk.$module" --output-path "$folder"
  echo "$folder"
done
