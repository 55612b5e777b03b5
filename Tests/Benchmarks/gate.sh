#!/bin/sh
# Counts the instructions of fixed pieces of work under valgrind, which a busy machine does not change, and holds them
# against the counts in gate.baseline: more than 1 per cent more is a failure. RECORD=yes writes the baseline anew.
#   sh Tests/Benchmarks/gate.sh BINARY
# WORK="walk flows" counts these only, and records no others.
set -eu
here=$(dirname "$0")
binary=$1
command -v valgrind >/dev/null || { echo "needs valgrind (Debian: valgrind)" >&2; exit 2; }
swift build -c release --package-path "$here" >&2
tools=$here/.build/release
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# What the work is about; the same bytes each time.
{
  "$tools/generate-topology" --estate --interfaces 100 --groups 20 --subnets 10 --questions 20000 --output "$data/hosts"
  "$tools/generate-topology" --estate --interfaces 400 --groups 60 --subnets 20 --output "$data/estate"
  "$tools/generate-topology" --interfaces 400 --output "$data/snapshot"
  "$tools/generate-flows" --rules 200 --model "$data"
} >/dev/null
"$tools/generate-flows" --rules 200 --records 100000 >"$data/flows.log"
# The least that can be read, for what it takes to get there.
head -1 "$data/flows.log" >"$data/no-flows.log"
head -2 "$data/hosts/hosts.csv" >"$data/hosts/one.csv"
# Valgrind gives up on what Swift says for debuggers.
for program in "$tools/route-bench" "$tools/walk-bench" "$binary"; do
  strip -o "$data/$(basename "$program")" "$program"
done

count() { # command …
  SWIFT_DETERMINISTIC_HASHING=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
    sed -n 's/.*Collected : //p'
}
routes() { count "$data/route-bench" gate "$1"; }

# A piece of work, and what it takes to get there, which is taken off.
measured() {
  case $1 in
  walk) echo $(($(count "$data/walk-bench" "$data/hosts" --gate) - $(count "$data/walk-bench" "$data/hosts" --gate --questions one))) ;;
  explore)
    echo $(($(count "$data/packetwalk" matrix --classes -t "$data/estate/network.yaml") \
      - $(count "$data/packetwalk" check -t "$data/estate/network.yaml" $(cat "$data/estate/question.txt")))) ;;
  scan) count "$data/packetwalk" doctor -t "$data/snapshot" ;;
  flows)
    echo $(($(count "$data/packetwalk" replay --threads 1 -t "$data/rules.yaml" "$data/flows.log") \
      - $(count "$data/packetwalk" replay --threads 1 -t "$data/rules.yaml" "$data/no-flows.log"))) ;;
  *) echo $(($(routes "$1") - nothing)) ;;
  esac
}

nothing=$(routes nothing)
failed=0
new=
for work in ${WORK:-build small batch single search6 serialized walk explore scan flows}; do
  found=$(measured $work)
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
if [ -n "${RECORD:-}" ]; then
  printf '%s' "$new" | sort -k1,1 -u - "$here/gate.baseline" >"$data/baseline"
  mv "$data/baseline" "$here/gate.baseline"
  failed=0
fi
exit $failed
