#!/bin/sh
# Fresh networks, built out of Linux network namespaces and probed with real packets, against the model.
#
#   ORACLE=DIR [SEEDS="1000 1001"] [PROFILE=v4|dual] [PACKETWALK=BINARY] Tests/Oracle/measure.sh
#
# DIR holds the recorder, oracle.py. Without PACKETWALK the tests ask the engine; with it, the binary is asked
# through `check --queries`. The last line is the figure. Exits 0, saying so, where a need is not met.
set -u

skip() {
  echo "skipped: $1"
  exit 0
}

oracle=${ORACLE:-}
seeds=${SEEDS:-1000 1001}
profile=${PROFILE:-v4}
root=$(cd "$(dirname "$0")/../.." && pwd)

[ -n "$oracle" ] || skip "ORACLE=DIR does not say where the recorder is"
[ -f "$oracle/oracle.py" ] || skip "$oracle holds no oracle.py"
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
for tool in nft ip python3 tcpdump; do
  command -v "$tool" >/dev/null || skip "$tool is not installed"
done
oracle=$(cd "$oracle" && pwd)
# The recorder's folder may be read-only.
export PYTHONDONTWRITEBYTECODE=1

folder=$(mktemp -d) || exit 70
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

for seed in $seeds; do
  name=$(printf 'seed%03d' "$seed")
  # A seed may ask for more ports than there are: the recorder would look for one for ever.
  if timeout 180 python3 "$oracle/oracle.py" corpus --profile "$profile" --first "$seed" --count 1 --keep 600 \
    --dir "$folder/$profile" >"$folder/log" 2>&1 &&
    timeout 600 python3 "$oracle/oracle.py" ports "$folder/$profile/$name" >>"$folder/log" 2>&1; then
    grep -E '^seed' "$folder/log"
  else
    echo "seed $seed: not recorded"
    tail -n 5 "$folder/log"
    # Half a recording is none.
    rm -rf "$folder/$profile/$name"
  fi
done
ls "$folder/$profile"/seed*/truth.json >/dev/null 2>&1 || {
  echo "nothing was recorded"
  exit 2
}

if [ -n "${PACKETWALK:-}" ]; then
  python3 "$oracle/tools/compare.py" "$PACKETWALK" "$folder/$profile"/seed*
  exit
fi

cd "$root" || exit 70
PACKETWALK_CORPUS="$folder/$profile" swift test --filter PacketWalkKernelTests.KernelTests/agreesWithTheCorpus \
  >"$folder/log" 2>&1
status=$?
if [ "$status" != 0 ]; then
  grep -vE '^\[[0-9]+/[0-9]+\]|^(Build|Test Suite)' "$folder/log"
fi
grep '^corpus: ' "$folder/log"
exit "$status"
