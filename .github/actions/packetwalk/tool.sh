#!/usr/bin/env bash
# Finds the tool, or builds it from this action's checkout; puts its folder on the job's PATH for later steps.
set -euo pipefail

# Where GitHub reads a step's outputs: NAME<<WORD, lines, WORD; a word that no value can know.
output() {
  local word
  word="end-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '%s<<%s\n%s\n%s\n' "$1" "$word" "$2" "$word" >>"${GITHUB_OUTPUT:-/dev/null}"
}

binary=${PACKETWALK_BINARY:-}
if [ -z "$binary" ]; then
  checkout=$(cd "${GITHUB_ACTION_PATH:-$(dirname "$0")}/../../.." && pwd)
  if ! command -v swift >/dev/null; then
    echo "packetwalk: neither a binary is given nor is Swift there to build one" >&2
    exit 2
  fi
  if [ ! -e /usr/include/zlib.h ] && command -v apt-get >/dev/null; then
    sudo -n apt-get install -y zlib1g-dev >&2
  fi
  swift build -c release --product packetwalk --package-path "$checkout" >&2
  binary=$(swift build -c release --product packetwalk --package-path "$checkout" --show-bin-path)/packetwalk
fi
if ! command -v -- "$binary" >/dev/null; then
  printf 'packetwalk: there is no %q\n' "$binary" >&2
  exit 2
fi
binary=$(command -v -- "$binary")
binary=$(cd -- "$(dirname -- "$binary")" && pwd)/$(basename -- "$binary")
"$binary" --version
output binary "$binary"
# A line of this file is a folder.
folder=$(dirname -- "$binary")
case $folder in
*$'\n'*) ;;
*) printf '%s\n' "$folder" >>"${GITHUB_PATH:-/dev/null}" ;;
esac
