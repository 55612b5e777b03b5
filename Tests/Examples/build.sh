#!/bin/sh
# Builds docs/examples as a stranger's package would be built, runs it, and checks what it says.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
root=$PWD
package=docs/examples/exposure-check
scratch=$root/.build/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$swift" build --package-path "$package" --scratch-path "$scratch"
program=$("$swift" build --package-path "$package" --scratch-path "$scratch" --show-bin-path)/exposure-check

# expect CODE WORDS PATH: the program ends with the code and says the words.
expect() {
  code=0
  "$program" "$3" > "$work/out" 2>&1 || code=$?
  cat "$work/out"
  if [ "$code" -ne "$1" ]; then
    echo "exposure-check $3 ended with $code, not with $1" >&2
    exit 1
  fi
  if ! grep -qF "$2" "$work/out"; then
    echo "exposure-check $3 does not say: $2" >&2
    exit 1
  fi
}

sed 's|from sg:web|from 0.0.0.0/0|' "$package/network.yaml" > "$work/exposed.yaml"
sed 's|tcp/5432 from sg:web||' "$package/network.yaml" > "$work/closed.yaml"
expect 0 "reachable for the shop and for nobody outside" "$package/network.yaml"
expect 1 "The database is exposed to the internet." "$work/exposed.yaml"
expect 1 "The shop cannot reach its database." "$work/closed.yaml"
expect 2 "no such file or folder" "$work/absent.yaml"
echo "examples: all as expected"
