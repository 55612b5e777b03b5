#!/bin/sh
# Times the given release binary on generated networks: sh Tests/Benchmarks/bench.sh BINARY [OPTION …]
set -eu
here=$(dirname "$0")
binary=$1
shift
swift build -c release --package-path "$here"
exec "$here/.build/release/bench" --binary "$binary" --data "$here/.build/networks" "$@"
