#!/usr/bin/env bash
# Runs docs/examples/spark on PyPI's Spark: spark.sh BINARY [RECORDS]
#
# One process, local[2], and a master with two workers on 127.0.0.1 of which one is killed half-way: three times the same file.
# Needs Python, Java 17 and the network, which it takes Spark from; everything it starts ends with it.
set -euo pipefail
binary=$(realpath "$1")
records=${2:-2000000}
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]:-}"; do
    if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; fi
  done
  rm -rf "$work"
}
trap finish EXIT

command -v java >/dev/null || { echo "skipped: no Java (Debian: openjdk-17-jre-headless)"; exit 0; }
venv=${SPARK_VENV:-$here/.build/spark}
if [ ! -x "$venv/bin/python" ]; then python3 -m venv "$venv"; fi
"$venv/bin/python" -c 'import pyspark' 2>/dev/null || "$venv/bin/pip" install --quiet pyspark

export PYSPARK_PYTHON="$venv/bin/python" PYSPARK_DRIVER_PYTHON="$venv/bin/python"
export SPARK_LOCAL_IP=127.0.0.1
SPARK_HOME=$("$venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME
job=$here/docs/examples/spark/packetwalk_replay.py

echo "== records"
"$venv/bin/python" "$here/Tests/Spark/flows.py" --records "$records" --folder "$work/logs" --topology "$work/network.yaml"

seconds() { date +%s.%N; }
hashes=()
report() { # name, file, begun
  local hash
  hash=$(sha256sum "$2" | cut -c1-64)
  hashes+=("$hash")
  printf '%-34s %s %6.1f s\n' "$1" "$hash" "$(echo "$(seconds) - $3" | bc)"
}
merged() { "$binary" replay merge "$1" -t "$work/network.yaml" --json > "$2"; }

echo "== the same report"
begun=$(seconds)
"$binary" replay "$work/logs" -t "$work/network.yaml" --json > "$work/one.json"
report "one process" "$work/one.json" "$begun"

submit() { # master, output, options, flows
  local master=$1 output=$2
  shift 2
  "$SPARK_HOME/bin/spark-submit" --master "$master" \
    --conf spark.ui.enabled=false --conf spark.ui.showConsoleProgress=false --conf spark.driver.host=127.0.0.1 \
    --conf spark.driver.bindAddress=127.0.0.1 --conf spark.log.level=ERROR \
    "$job" --binary "$binary" --topology "$work/network.yaml" --output "$output" --merge-tasks 4 "$@" \
    > "$work/submit.log" 2>&1 || { cat "$work/submit.log"; exit 1; }
}

begun=$(seconds)
submit 'local[2]' "$work/local.ndjson" --task-megabytes 4 "$work/logs"
merged "$work/local.ndjson" "$work/local.json"
report "local[2], paths" "$work/local.json" "$begun"

begun=$(seconds)
submit 'local[2]' "$work/stream.ndjson" --mode stream --fields "$(head -1 "$work/logs/flows.log")" "$work/logs/*"
merged "$work/stream.ndjson" "$work/stream.json"
report "local[2], stream" "$work/stream.json" "$begun"

start() { # log, class and arguments
  local log=$1
  shift
  SPARK_NO_DAEMONIZE=1 "$SPARK_HOME/bin/spark-class" "$@" > "$log" 2>&1 &
  started+=("$!")
}
port=$((20000 + RANDOM % 20000))
start "$work/master.log" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port $port --webui-port 0
for number in 1 2; do
  start "$work/worker$number.log" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 1g \
    --webui-port 0 --work-dir "$work/worker$number" "spark://127.0.0.1:$port"
done
for _ in $(seq 60); do
  if [ "$(cat "$work"/worker?.log | grep -c 'Successfully registered')" = 2 ]; then break; fi
  sleep 1
done

begun=$(seconds)
submit "spark://127.0.0.1:$port" "$work/cluster.ndjson" --task-megabytes 2 "$work/logs" &
submitted=$!
started+=("$submitted")
# Half-way: the second worker's executor has begun with records.
for _ in $(seq 600); do
  if ls "$work"/worker2/*/*/stderr >/dev/null 2>&1; then break; fi
  sleep 0.1
done
sleep "${HALFWAY:-6}"
# The worker and what it started: its executor, found by its parent, and whatever that started.
children() { for child in $(pgrep -P "$1" || true); do children "$child"; echo "$child"; done; }
worker=${started[2]}
kill -9 $(children "$worker") "$worker" 2>/dev/null || true
killed=$(kill -0 "$submitted" 2>/dev/null && echo "while it ran" || echo "too late")
wait "$submitted"
merged "$work/cluster.ndjson" "$work/cluster.json"
report "two workers, one killed $killed" "$work/cluster.json" "$begun"

for hash in "${hashes[@]}"; do
  if [ "$hash" != "${hashes[0]}" ]; then echo "the reports differ"; exit 1; fi
done
if [ "$killed" != "while it ran" ]; then echo "the worker was killed too late: give it more records"; exit 1; fi
echo "all the same"
