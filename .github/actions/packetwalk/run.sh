#!/usr/bin/env bash
# Runs packetwalk test as a step of a GitHub workflow: text in the log, annotations, SARIF, a Markdown file for a
# comment, and the same in the step's summary. Ends as the tool ends: 0 held, 1 failed, 2 input error, 3 unknown.
#
# Everything comes by variables (action.yml says which) and reaches the tool as whole arguments; nothing is evaluated.
set -euo pipefail

binary=${PACKETWALK_BINARY:-packetwalk}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A word that no text from outside can know.
secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

output() {
  local word
  word="end-$(secret)"
  printf '%s<<%s\n%s\n%s\n' "$1" "$word" "$2" "$word" >>"${GITHUB_OUTPUT:-/dev/null}"
}

# Shows what may hold names from outside, without GitHub taking a line of it for a command.
show() {
  local word
  word="stop-$(secret)"
  printf '::stop-commands::%s\n' "$word"
  cat -- "$1"
  printf '\n::%s::\n' "$word"
}

# lines TEXT: its lines into the array "read", without empty ones and carriage returns.
lines() {
  read=()
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [ -n "$line" ]; then read+=("$line"); fi
  done <<<"$1"
}

sarif=${PACKETWALK_SARIF:-packetwalk.sarif}
comment=${PACKETWALK_COMMENT:-packetwalk.md}
# An earlier run's files are not this run's.
rm -f -- "$sarif" "$comment"

arguments=(test "--topology=${PACKETWALK_TOPOLOGY:-}")
if [ -n "${PACKETWALK_SOURCE:-}" ]; then arguments+=("--source=$PACKETWALK_SOURCE"); fi
if [ -n "${PACKETWALK_BASELINE:-}" ]; then arguments+=("--baseline=$PACKETWALK_BASELINE"); fi
lines "${PACKETWALK_ARGUMENTS:-}"
arguments+=(${read[@]+"${read[@]}"})
arguments+=(-o "text=$work/text" -o github "--output=sarif=$sarif" "--output=markdown=$comment")
lines "${PACKETWALK_POLICY:-}"
if [ ${#read[@]} -eq 0 ]; then
  echo "packetwalk: no policy is given" >&2
  output exit-code 2
  output outcome error
  exit 2
fi
arguments+=(-- "${read[@]}")

code=0
"$binary" "${arguments[@]}" >"$work/annotations" 2>"$work/errors" || code=$?

if [ -s "$work/text" ]; then show "$work/text"; fi
# On standard output as well: the runner reads the two side by side, and what one stops the other must not start.
if [ -s "$work/errors" ]; then show "$work/errors"; fi
cat -- "$work/annotations"

case $code in
0) outcome=held ;;
1) outcome=failed ;;
3) outcome=unknown ;;
*)
  outcome=error
  # What it says is in the log; here are no names from outside.
  echo "::error title=packetwalk::The policy was not judged, exit code $code. The log says why."
  ;;
esac

# A summary of more than 1 MiB is refused as a whole.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  if [ -s "$comment" ]; then
    cp -- "$comment" "$work/summary"
  else
    {
      printf '### The policy was not judged: exit code %s\n\n' "$code"
      head -c 4096 "$work/errors" | sed 's/^/    /'
      printf '\n'
    } >"$work/summary"
  fi
  there=0
  if [ -e "$GITHUB_STEP_SUMMARY" ]; then there=$(wc -c <"$GITHUB_STEP_SUMMARY"); fi
  if [ $((there + $(wc -c <"$work/summary"))) -le 1048000 ]; then
    cat -- "$work/summary" >>"$GITHUB_STEP_SUMMARY"
  else
    echo "packetwalk: the summary would be too long, its text is in the comment's file" >&2
  fi
fi

output exit-code "$code"
output outcome "$outcome"
if [ -s "$sarif" ]; then output sarif "$sarif"; else output sarif ""; fi
if [ -s "$comment" ]; then output comment "$comment"; else output comment ""; fi
exit "$code"
