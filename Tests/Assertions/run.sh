#!/bin/sh
# Runs a package whose tests have to fail, and checks that exactly the lines that say so fail, as often as they say, in
# Swift Testing and in XCTest. Built into the folder of the examples, so that what they share is compiled once.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
package=Tests/Assertions
sources=$package/Tests/AssertionsTests
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$swift" build --build-tests --package-path "$package" --scratch-path .build/examples

# What each framework printed of failures: FILE:LINE, one for each.
run() {
  code=0
  "$swift" test --skip-build --package-path "$package" --scratch-path .build/examples "$@" >"$work/out" 2>&1 || code=$?
  if [ "$code" -eq 0 ]; then
    cat "$work/out"
    echo "the tests passed ($*), and had to fail" >&2
    exit 1
  fi
}

# Lines that have to fail in a file: FILE:LINE, once for each failure.
expected() {
  awk -v file="$1.swift" '/\/\/ [0-9]+ failures?$/ { for (n = $(NF - 1); n > 0; n--) print file ":" FNR }' "$sources/$1.swift" | sort
}

check() {
  expected "$1" >"$work/expected"
  sort "$work/found" >"$work/sorted"
  if ! diff "$work/expected" "$work/sorted" >"$work/diff"; then
    cat "$work/out"
    echo "$1: lines that should fail and don't (<), or the other way round (>)" >&2
    cat "$work/diff" >&2
    exit 1
  fi
  # What a failure says is there, too.
  for words in "deny internet -> sg:web on any" "e.g. 198.51.100." "let through by sg web (inbound): tcp/443 from 0.0.0.0/0" \
    "not tcp/5432" "stopped by" "did you mean 'web-1'" "“tpc/22” is no service" "closed  deny internet" "reached  allow sg:web" \
    "caused by security group db: + in tcp/22 from sg:web"; do
    if ! grep -qF -e "$words" "$work/out"; then
      cat "$work/out"
      echo "$1: no failure says: $words" >&2
      exit 1
    fi
  done
  echo "assertions: $(wc -l <"$work/expected") failures in $1, at their lines"
}

run --disable-xctest
sed -n 's/^.* recorded an issue.* at \([A-Za-z]*\.swift:[0-9]*\):[0-9]*: .*/\1/p' "$work/out" >"$work/found"
# One argument's test of two fails, and the issue names the line.
check InSwiftTesting
grep -q 'recorded a warning at InSwiftTesting\.swift' "$work/out" || { echo "no warning was recorded" >&2; exit 1; }

run --disable-swift-testing
sed -n 's/^.*\/\(InXCTest\.swift:[0-9]*\): error: .*/\1/p' "$work/out" >"$work/found"
check InXCTest
grep -q 'InXCTest\.swift:[0-9]*: warning: FAILED' "$work/out" || { echo "no warning was printed" >&2; exit 1; }
