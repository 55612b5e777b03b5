#!/bin/sh
# Counts the instructions of our lookups under valgrind, which a busy machine does not change, and holds them against
# the counts in gate.baseline: more than 1 per cent more is a failure. RECORD=yes writes the baseline anew.
set -eu
here=$(dirname "$0")
command -v valgrind >/dev/null || { echo "needs valgrind (Debian: valgrind)" >&2; exit 2; }
swift build -c release --package-path "$here" --product route-bench >&2
bench=$here/.build/release/route-bench
count() {
  SWIFT_DETERMINISTIC_HASHING=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" gate "$1" 2>&1 |
    sed -n 's/.*Collected : //p'
}
nothing=$(count nothing)
failed=0
new=
for work in build small batch single search6 serialized; do
  found=$(($(count "$work") - nothing))
  base=$(sed -n "s/^$work //p" "$here/gate.baseline" 2>/dev/null || true)
  new="$new$work $found
"
  if [ -z "$base" ]; then
    printf '%-12s %12d\n' "$work" "$found"
  else
    verdict=ok
    if [ $((found * 100)) -gt $((base * 101)) ]; then verdict="FAILED: more than 1 % more"; failed=1; fi
    if [ $((found * 100)) -lt $((base * 99)) ]; then verdict="less: record it (RECORD=yes)"; fi
    printf '%-12s %12d, was %12d  %s\n' "$work" "$found" "$base" "$verdict"
  fi
done
if [ -n "${RECORD:-}" ]; then printf '%s' "$new" > "$here/gate.baseline"; failed=0; fi
exit $failed
