#!/bin/sh
# Runs the tests of whatever handles memory or threads itself with the compiler's sanitizers, each a build of its own
# beside the usual one: address (and leaks), then thread.
#   sh Tests/Sanitize/run.sh [address|thread ...]
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
suites='PacketWalk(Addressing|Routing|ByteInput|JSONScan|FlowLogs|PacketCapture|ServiceSets|Replay)Tests|Threads|threads'
# XCTest, which runs nothing here, never frees its list of suites.
LSAN_OPTIONS="suppressions=$PWD/Tests/Sanitize/leaks.txt:print_suppressions=0"
TSAN_OPTIONS="suppressions=$PWD/Tests/Sanitize/races.txt"
export LSAN_OPTIONS TSAN_OPTIONS PACKETWALK_WITHOUT_PLUGIN=yes
[ $# -gt 0 ] || set -- address thread
for sanitizer in "$@"; do
  echo "== $sanitizer"
  "$swift" test --sanitize="$sanitizer" --scratch-path ".build/sanitize-$sanitizer" -debug-info-format none \
    --filter "${SUITES:-$suites}"
done
