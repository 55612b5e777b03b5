#!/bin/sh
# Asks generated estates for verdicts, and prints how many a second of processor time, from few interfaces to many, with
# one thread and with two.
#   sh Tests/Benchmarks/walks.sh [INTERFACES…]
set -eu
here=$(dirname "$0")
work=$here/.build/walks
mkdir -p "$work"
swift build -c release --package-path "$here" --product generate-topology >&2
swift build -c release --package-path "$here" --product walk-bench >&2
[ $# -gt 0 ] || set -- 100 1000 5000 20000 50000
for interfaces in "$@"; do
  if [ ! -e "$work/$interfaces/all.csv" ]; then
    # Few hosts make few services; the larger the network, the more of all.
    groups=$((interfaces / 20)); [ "$groups" -ge 9 ] || groups=9; [ "$groups" -le 300 ] || groups=300
    subnets=$((interfaces / 50)); [ "$subnets" -ge 9 ] || subnets=9; [ "$subnets" -le 100 ] || subnets=100
    "$here/.build/release/generate-topology" --estate --interfaces "$interfaces" --groups "$groups" \
      --subnets "$subnets" --questions 50000 --output "$work/$interfaces"
  fi
  for threads in 1 2; do
    echo "== $interfaces interfaces, questions between hosts, $threads threads"
    "$here/.build/release/walk-bench" "$work/$interfaces" --threads "$threads" --rounds "${ROUNDS:-20}"
  done
  echo "== $interfaces interfaces, with the internet and load balancers, 1 thread"
  "$here/.build/release/walk-bench" "$work/$interfaces" --questions all --rounds "${ROUNDS:-5}"
done
