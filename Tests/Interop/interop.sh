#!/bin/sh
# Deploys templates into a moto server by a small interpreter that shares nothing with packetwalk, collects what is there,
# and holds its matrix against that of the template itself. COLLECT_VENV names a Python environment to use again.
set -eu
packetwalk=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
case $packetwalk in /*) ;; *) packetwalk=$root/$packetwalk ;; esac

target="make test-interop"
. "$root/Tests/Collect/moto.sh"

# NAME TEMPLATE REGION [--but SOURCE,DESTINATION]...
round() {
  name=$1 template=$2 region=$3
  shift 3
  echo "== $name"
  "$venv/bin/python" -c "import urllib.request; urllib.request.urlopen(urllib.request.Request('$AWS_ENDPOINT_URL/moto-api/reset', method='POST'))"
  "$venv/bin/python" "$here/deploy.py" "$template" --region "$region" --parameter Image=ami-12c6146b ||
    fail "$name is not deployed"
  status=0
  "$packetwalk" collect -o "$work/$name" --region "$region" --aws "$venv/bin/aws" --parallel "${COLLECT_WIDTH:-4}" \
    >"$work/out" 2>"$work/err" || status=$?
  grep "calls in" "$work/err" "$work/out" | sed 's/^[^:]*://'
  # Moto knows most calls and not all of them.
  [ $status -eq 0 ] || [ $status -eq 4 ] || fail "collect ended with $status: $(cat "$work/err")"
  for side in "$template" "$work/$name"; do
    "$packetwalk" matrix --by interface --csv -t "$side" >"$work/matrix.csv" || fail "matrix of $side"
    mv "$work/matrix.csv" "$work/$([ "$side" = "$template" ] && echo template || echo collected).csv"
  done
  "$venv/bin/python" "$here/compare.py" "$work/template.csv" "$work/collected.csv" "$@" || fail "$name differs"
}

round shop "$root/Fixtures/ways/shop/template.yaml" eu-west-1
# Moto gives endpoints addresses outside their subnets, prints no propagated routes of a transit gateway, and of the others not
# where they lead: whatever crosses it can't be compared.
round hub "$root/Fixtures/ways/hub/template.json" eu-central-1 \
  --but 'tools|jump,prod-1|dev-1' --but '.*,secrets/.*|eni-.*'
echo "ok"
