#!/bin/sh
# Looks addresses up in generated tables, and in one of the internet by ROUTES=FILE (a prefix a line), and prints what
# it takes. With "peers", others' programs do the same in turns on the same tables and keys: DPDK's (Debian: dpdk-dev),
# PyPI's pytricia and py-radix, and Poptrie's by POPTRIE=DIR, whose source one has at hand.
#   sh Tests/Benchmarks/routes.sh [peers] [growth]
set -eu
here=$(dirname "$0")
work=$here/.build/routes
mkdir -p "$work"
# Peers are built for this processor, and what surrounds our lookups is, too. NATIVE= for any processor.
NATIVE=${NATIVE--Xcc -march=native}
# shellcheck disable=SC2086
swift build -c release --package-path "$here" --product route-bench $NATIVE >&2
bench=$here/.build/release/route-bench
growth=
peers=
for word in "$@"; do
  case $word in growth) growth=--growth ;; peers) peers=yes ;; *) echo "routes.sh [peers] [growth]" >&2; exit 64 ;; esac
done
"$bench" prepare "$work" ${ROUTES:+--routes "$ROUTES"} $growth

if [ -n "$peers" ]; then
  if ! pkg-config --exists libdpdk 2>/dev/null; then
    (apt-get install -y dpdk-dev || sudo -n apt-get install -y dpdk-dev) >/dev/null 2>&1 || true
  fi
  rm -f "$work/dpdk" "$work/poptrie"
  if pkg-config --exists libdpdk 2>/dev/null; then
    # shellcheck disable=SC2046
    gcc -O3 "$here/Peers/dpdk.c" -o "$work/dpdk" $(pkg-config --cflags libdpdk) -march=native \
      $(pkg-config --libs-only-L libdpdk) -lrte_fib -lrte_rib -lrte_lpm -lrte_rcu -lrte_hash -lrte_ring -lrte_mempool \
      -lrte_eal -lrte_kvargs -lrte_telemetry || echo "skipped: dpdk.c does not build with this DPDK" >&2
  else
    echo "skipped: no DPDK (Debian: dpdk-dev)" >&2
  fi
  if [ -n "${POPTRIE:-}" ]; then
    gcc -O3 -march=native -w -I"$POPTRIE" "$here/Peers/poptrie.c" "$POPTRIE"/poptrie.c "$POPTRIE"/poptrie4.c \
      "$POPTRIE"/poptrie6.c "$POPTRIE"/buddy.c -o "$work/poptrie"
  else
    echo "skipped: Poptrie (POPTRIE=DIR)" >&2
  fi
  if [ ! -e "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install pytricia py-radix >&2 || echo "skipped: PyPI" >&2
  fi
fi

results=$work/results
: > "$results"
# Turns, so that a busy minute is everybody's; of all turns the least counts.
for turn in $(seq "${TURNS:-3}"); do
  "$bench" run "$work" --rounds "${ROUNDS:-20}" >> "$results"
  [ -n "$peers" ] || continue
  while read -r table; do
    if [ -e "$work/dpdk" ]; then "$work/dpdk" "$work" "$table" "${ROUNDS:-20}" >> "$results" || true; fi
    if [ -e "$work/poptrie" ]; then
      # Huge pages for its tables, as ours have.
      GLIBC_TUNABLES=glibc.malloc.hugetlb=1 "$work/poptrie" "$work" "$table" "${ROUNDS:-20}" >> "$results" || true
    fi
    if [ "$turn" = 1 ] && [ -e "$work/venv/bin/python" ]; then
      "$work/venv/bin/python" "$here/Peers/peers.py" "$work" "$table" >> "$results" || true
    fi
  done < "$work/tables"
done
"$bench" report "$results"
