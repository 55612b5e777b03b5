#!/bin/sh
# Runs `packetwalk collect` against a moto server and looks at what it wrote. Everything is in a folder of its own,
# which goes with the script; COLLECT_VENV names a Python environment to use again.
set -eu
packetwalk=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
case $packetwalk in /*) ;; *) packetwalk=$root/$packetwalk ;; esac

target="make test-collect"
. "$here/moto.sh"

region=eu-west-1
secret=Planted7secret5here
"$venv/bin/python" "$here/network.py" $secret $region >"$work/ids"
grep -q . "$work/ids"

run() {
  status=0
  "$packetwalk" "$@" >"$work/out" 2>"$work/err" || status=$?
}

echo "== collect"
run collect -o "$work/snapshot" --region $region --aws "$venv/bin/aws" --parallel "${COLLECT_WIDTH:-4}"
cat "$work/out" "$work/err"
# Moto knows most calls and not all of them.
[ $status -eq 0 ] || [ $status -eq 4 ] || fail "collect ended with $status"
"$venv/bin/python" "$here/calls.py" "$work/snapshot/manifest.json"

echo "== secrets"
# The server prints them, or the search below would prove nothing.
"$venv/bin/aws" ec2 describe-vpn-connections --region $region | grep -q "pre_shared_key" || fail "moto prints no VPN keys"
"$venv/bin/aws" rds describe-db-instances --region $region | grep -q "root${secret%????*}\|MasterUsername" || fail "moto prints no master user"
if grep -rqE "$secret|pre_shared_key|ipsec_tunnel|PreSharedKey|CustomerGatewayConfiguration|TunnelOptions|MasterUser|UserData|rootPlanted|SecretAccessKey" "$work/snapshot"; then
  grep -rlE "$secret|pre_shared_key|PreSharedKey|CustomerGatewayConfiguration|TunnelOptions|MasterUser|UserData|rootPlanted" "$work/snapshot"
  fail "a secret is on the disk"
fi
echo "none of the planted secrets is in $(find "$work/snapshot" -type f | wc -l) files"
[ -z "$(find "$work/snapshot" -name '*.partial')" ] || fail "a half-written file is left"

echo "== doctor"
run doctor -t "$work/snapshot"
cat "$work/out"
[ $status -eq 0 ] || fail "doctor ended with $status: $(cat "$work/err")"

echo "== explain"
run explain -t "$work/snapshot" web-1 db-1 tcp/5432
cat "$work/out"
[ $status -eq 0 ] || fail "web-1 should reach db-1: $status $(cat "$work/err")"
run check -t "$work/snapshot" desk-1 db-1 tcp/5432
cat "$work/out"
[ $status -eq 1 ] || fail "desk-1 should not reach db-1: $status $(cat "$work/err")"

echo "== three denied calls"
"$here/denied.sh" "$venv/bin/aws" "$work/aws" describe-internet-gateways describe-transit-gateways describe-network-acls
run collect -o "$work/denied" --region $region --aws "$work/aws" --parallel "${COLLECT_WIDTH:-4}"
cat "$work/err"
[ $status -eq 4 ] || fail "collect with denied calls ended with $status"
run doctor -t "$work/denied"
grep -A12 "missing for full answers" "$work/out" || fail "doctor names nothing missing"
for action in DescribeInternetGateways DescribeTransitGateways DescribeNetworkAcls; do
  grep -q "ec2:$action" "$work/out" || fail "doctor doesn't name ec2:$action"
done
run check -t "$work/denied" web-1 db-1 tcp/5432
cat "$work/out"
[ $status -eq 3 ] || fail "without network ACLs nothing is certain: $status"
run check -t "$work/denied" internet web-1 tcp/443
cat "$work/out"
[ $status -eq 3 ] || fail "without internet gateways it is unknown: $status"

echo "== stopped in the middle"
"$packetwalk" collect -o "$work/stopped" --region $region --aws "$venv/bin/aws" --parallel 4 >"$work/out" 2>"$work/err" &
collecting=$!
tries=0
until [ -n "$(find "$work/stopped" -name 'ec2-describe-*.json' 2>/dev/null)" ]; do
  tries=$((tries + 1))
  [ $tries -lt 120 ] || fail "nothing is collected in two minutes"
  sleep 1
done
kill -TERM $collecting
wait $collecting && fail "a collection that was stopped ended well"
cat "$work/err"
[ -z "$(find "$work/stopped" -name '*.partial')" ] || fail "a half-written file is left"
"$venv/bin/python" - "$work/stopped" <<'CHECK'
import json, pathlib, sys
files = list(pathlib.Path(sys.argv[1]).rglob("*"))
whole = [json.loads(file.read_text()) for file in files if file.is_file()]
assert json.loads((pathlib.Path(sys.argv[1]) / "manifest.json").read_text())["interrupted"]
print(f"all of {len(whole)} files are whole")
CHECK
echo "ok"
