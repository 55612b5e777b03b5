#!/usr/bin/env bash
# Holds SARIF and JUnit reports against the published schemas, which are no part of this repository:
# OASIS's sarif-schema-2.1.0.json and windyroad's JUnit.xsd.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ -z "${SARIF_SCHEMA:-}" ] || [ -z "${JUNIT_SCHEMA:-}" ]; then
  echo "make validate needs SARIF_SCHEMA=FILE and JUNIT_SCHEMA=FILE"
  exit 2
fi
if ! command -v python3 >/dev/null; then
  echo "skipped: make validate needs Python"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${VALIDATE_PYTHON:-$work/venv/bin/python}
if [ -z "${VALIDATE_PYTHON:-}" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet jsonschema lxml
fi

number=0
# A policy that fails, one with a name out to break the form, and one that holds.
hostile="$work/hostile.yaml"
printf '%s\n' 'packetwalk: 1' 'assertions:' \
  '  - id: "a\e[31m%0A::error::b|c</failure>]]>\x01&\u2028"' \
  '    deny: {from: internet, to: "*", on: any}' >"$hostile"
while IFS='|' read -r policy edit; do
  number=$((number + 1))
  arguments=(test "$policy" -t Fixtures/documentation/network.yaml -o "sarif=$work/$number.sarif"
    -o "junit=$work/$number.xml")
  if [ -n "$edit" ]; then arguments+=(--edit "$edit"); fi
  code=0
  .build/debug/packetwalk "${arguments[@]}" || code=$?
  if [ "$code" -gt 1 ]; then exit 1; fi
done <<EOF
Fixtures/documentation/policy.yaml|
Fixtures/documentation/policy.yaml|sg:db +in tcp/5432 from 0.0.0.0/0
$hostile|
EOF
# What no one would want in the reference networks, and what their changes open and close.
for scenario in Fixtures/scenarios/*/; do
  name=$(basename "$scenario")
  code=0
  .build/debug/packetwalk lint -t "$scenario/topology.yaml" -o "sarif=$work/lint-$name.sarif" \
    -o "junit=$work/lint-$name.xml" || code=$?
  if [ "$code" -gt 1 ]; then exit 1; fi
  # Every rule for a group's members is opened to everybody.
  sed 's| from sg:[a-z0-9-]*| from 0.0.0.0/0|' "$scenario/topology.yaml" >"$work/after-$name.yaml"
  .build/debug/packetwalk diff "$scenario/topology.yaml" "$work/after-$name.yaml" \
    -o "sarif=$work/diff-$name.sarif" -o "junit=$work/diff-$name.xml"
done
"$python" Tests/Validate/validate.py "$SARIF_SCHEMA" "$JUNIT_SCHEMA" "$work"

# Pictures: the SVG as XML, the DOT as Graphviz reads it where it is there.
for scenario in Fixtures/scenarios/*/topology.yaml; do
  .build/debug/packetwalk graph -t "$scenario" -o "svg=$work/picture.svg" -o "dot=$work/picture.dot"
  "$python" -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$work/picture.svg"
  if command -v dot >/dev/null; then dot -Tsvg -o /dev/null "$work/picture.dot"; fi
done
if command -v dot >/dev/null; then
  echo "pictures: read as XML and by Graphviz"
else
  echo "pictures: read as XML; skipped: Graphviz is not there"
fi
