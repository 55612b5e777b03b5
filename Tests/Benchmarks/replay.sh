#!/bin/sh
# Times replay of generated flow logs and captures beside other programs on the same files, and prints a table: DuckDB and
# Polars of PyPI in an environment of its own, nfpcapd and libpcap's headers of Debian where they are installed.
#   sh Tests/Benchmarks/replay.sh BINARY [OPTION …]
set -eu
here=$(dirname "$0")
binary=$1
shift
work=$here/.build/networks
mkdir -p "$work"
swift build -c release --package-path "$here" >&2
if [ ! -e "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install duckdb polars >&2 || echo "skipped: PyPI" >&2
fi
python=python3
if [ -e "$work/venv/bin/python" ]; then python=$work/venv/bin/python; fi
exec "$here/.build/release/bench" --binary "$binary" --data "$work" --suites replay --python "$python" \
  --peers "$here/Peers" "$@"
