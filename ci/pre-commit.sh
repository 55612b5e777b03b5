#!/bin/sh
# The entry of the hooks in .pre-commit-hooks.yaml:
#   pre-commit.sh lint [--fail-on LEVEL] FILE...
#   pre-commit.sh test [--policy FILE] FILE...
# Each file is judged by itself. Ends with the worst exit code: 2 before 1 before 3 before 0.
set -u
tool=${PACKETWALK:-packetwalk}
mode=${1:?usage: pre-commit.sh lint|test FILE...}
shift
level=error
policy=
while [ $# -gt 0 ]; do
  case $1 in
  --fail-on) level=${2:?--fail-on LEVEL}; shift 2 ;;
  --policy) policy=${2:?--policy FILE}; shift 2 ;;
  --) shift; break ;;
  *) break ;;
  esac
done
if ! command -v "$tool" >/dev/null; then
  echo "packetwalk is not installed, or PACKETWALK doesn't name it" >&2
  exit 2
fi

worst=0
seen='
'
note() {
  case $1 in
  0) ;;
  1) if [ "$worst" -ne 2 ]; then worst=1; fi ;;
  3) if [ "$worst" -eq 0 ]; then worst=3; fi ;;
  *) worst=2 ;;
  esac
}

for file in "$@"; do
  if [ "$mode" = lint ]; then
    "$tool" lint "--topology=$file" "--fail-on=$level"
    note $?
    continue
  fi
  folder=$(dirname -- "$file")
  judge=${policy:-$folder/policy.yaml}
  # A policy that changes is held to the network beside it.
  case $(basename -- "$file") in
  policy.yaml | policy.yml)
    judge=$file
    for name in network.yaml topology.yaml network.yml topology.yml; do
      if [ -e "$folder/$name" ]; then file=$folder/$name; break; fi
    done
    # None beside it, and none is named: the networks it is for are elsewhere.
    if [ "$file" = "$judge" ]; then continue; fi
    ;;
  esac
  case $seen in *"
$judge|$file
"*) continue ;; esac
  seen="$seen$judge|$file
"
  "$tool" test "--topology=$file" -- "$judge"
  note $?
done
exit "$worst"
