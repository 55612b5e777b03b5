#!/bin/sh
# Builds docs/examples as a stranger's package would be built, runs it, and checks what it says.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
flags=${FLAGS:-}
root=$PWD
package=docs/examples/exposure-check
scratch=$root/.build/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$swift" build $flags --package-path "$package" --scratch-path "$scratch"
program=$("$swift" build $flags --package-path "$package" --scratch-path "$scratch" --show-bin-path)/exposure-check

# expect CODE WORDS PATH: the program ends with the code and says the words.
expect() {
  code=0
  "$program" "$3" > "$work/out" 2>&1 || code=$?
  cat "$work/out"
  if [ "$code" -ne "$1" ]; then
    echo "exposure-check $3 ended with $code, not with $1" >&2
    exit 1
  fi
  if ! grep -qF "$2" "$work/out"; then
    echo "exposure-check $3 does not say: $2" >&2
    exit 1
  fi
}

sed 's|from sg:web|from 0.0.0.0/0|' "$package/network.yaml" > "$work/exposed.yaml"
sed 's|tcp/5432 from sg:web||' "$package/network.yaml" > "$work/closed.yaml"
expect 0 "reachable for the shop and for nobody outside" "$package/network.yaml"
expect 1 "The database is exposed to the internet." "$work/exposed.yaml"
expect 1 "The shop cannot reach its database." "$work/closed.yaml"
expect 2 "no such file or folder" "$work/absent.yaml"
echo "exposure-check: all as expected"

package=docs/examples/network-tests
"$swift" build $flags --build-tests --package-path "$package" --scratch-path "$scratch"

# tests CODE PLAN WORDS...: the package's tests end so for a plan, and say the words.
tests() {
  wanted=$1 plan=$2 code=0
  shift 2
  PLAN=$plan "$swift" test $flags --skip-build --package-path "$package" --scratch-path "$scratch" > "$work/out" 2>&1 || code=$?
  if [ "$code" -ne "$wanted" ]; then
    cat "$work/out"
    echo "network-tests of $plan ended with $code, not with $wanted" >&2
    exit 1
  fi
  for words in "$@"; do
    if ! grep -qF -e "$words" "$work/out"; then
      cat "$work/out"
      echo "network-tests of $plan do not say: $words" >&2
      exit 1
    fi
  done
}

sed 's/"from_port": 443/"from_port": 22/' "$package/plan.json" > "$work/open.json"
sed '/^       "security_groups": \[$/,/\]/c\       "cidr_blocks": ["192.0.2.0/24"],' "$package/plan.json" > "$work/shut.json"
tests 0 "$root/$package/plan.json" "Executed 2 tests, with 0 failures" "Test run with 3 tests in 1 suite passed"
tests 1 "$work/open.json" "deny internet -> * on ssh  " "let through by sg web (inbound): tcp/22-443 from 0.0.0.0/0"
tests 1 "$work/shut.json" "allow web-1 -> db-1 on postgres" "testWebUsesDatabase" "0 kinds of path opened, 1 closed" \
  "caused by security group database"
echo "example tests: all as expected"

# plugin CODE WORDS ARGUMENTS...: the package manager's command ends so and says the words.
plugin() {
  wanted=$1 words=$2 code=0
  shift 2
  "$swift" package $flags --package-path "$package" --scratch-path "$scratch" packetwalk "$@" > "$work/out" 2>&1 || code=$?
  if [ "$code" -ne "$wanted" ] || ! grep -qF -e "$words" "$work/out"; then
    cat "$work/out"
    echo "swift package packetwalk $* ended with $code, not with $wanted, or does not say: $words" >&2
    exit 1
  fi
}

# The plugin's tool is everything built once more.
if [ -z "${PACKETWALK_WITHOUT_PLUGIN:-}" ]; then
  plugin 0 "3 assertions: 3 held" test policy.yaml -t plan.json
  plugin 1 "packetwalk ended with exit code 1" test policy.yaml -t plan.json --edit 'sg:web -in tcp/443 from 0.0.0.0/0'
  plugin 1 "packetwalk ended with exit code 2" test policy.yaml -t absent.json
  echo "package plugin: all as expected"
else
  echo "skipped: the package plugin (make examples runs it)"
fi

# The router by itself.
package=docs/examples/route-table
"$swift" build $flags --package-path "$package" --scratch-path "$scratch-routes"
"$("$swift" build $flags --package-path "$package" --scratch-path "$scratch-routes" --show-bin-path)/route-table" > "$work/out"
cat "$work/out"
for words in "10.0.7.9: 10.0.7.0/24 to appliance, of 3" "2001:db9::1: no route, of 0" \
  "256 of 1000 addresses go to the appliance" "loaded again: true"; do
  grep -qF "$words" "$work/out" || { echo "route-table does not say: $words" >&2; exit 1; }
done
