#!/usr/bin/env bash
# Runs what docs/ci.md offers as people's pipelines would: bash Tests/CI/ci.sh BINARY
# The action's scripts, the GitLab job, the Atlantis steps, the Terraform script and the hooks' entry are run for real
# against the fixtures. With PYPI=yes pre-commit is installed from PyPI and runs the hooks; without, that is skipped.
set -uo pipefail
binary=${1:?usage: ci.sh BINARY}
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0
checks=0

# is WHAT EXPECTED FOUND
is() {
  checks=$((checks + 1))
  if [ "$2" != "$3" ]; then
    printf 'ci: %s: %q where %q was expected\n' "$1" "$3" "$2" >&2
    wrong=$((wrong + 1))
  fi
}
holds() {
  local what=$1
  shift
  checks=$((checks + 1))
  if ! "$@"; then
    echo "ci: $what" >&2
    wrong=$((wrong + 1))
  fi
}
absent() { [ ! -e "$1" ]; }

network=$root/Fixtures/documentation/network.yaml
policy=$root/Fixtures/documentation/policy.yaml
opened='sg:db +in tcp/5432 from 0.0.0.0/0'

# action FOLDER NAME=VALUE...: a step in a new folder, as GitHub runs it; its exit code in $code.
action() {
  local folder=$work/$1
  shift
  mkdir -p "$folder"
  code=0
  (
    cd "$folder" &&
      env PACKETWALK_BINARY="$binary" PACKETWALK_TOPOLOGY="$network" GITHUB_ACTIONS=true \
        GITHUB_STEP_SUMMARY=summary GITHUB_OUTPUT=outputs "$@" \
        "$root/.github/actions/packetwalk/run.sh" >log 2>errors
  ) || code=$?
}
# output FOLDER NAME: a value of a step's outputs.
output() { awk -v name="$2" 'index($0, name "<<") == 1 {getline; print; exit}' "$work/$1/outputs"; }

echo "== action"
action held PACKETWALK_POLICY="$policy"
is "held: exit code" 0 "$code"
is "held: outcome" held "$(output held outcome)"
holds "held: no SARIF" test -s "$work/held/packetwalk.sarif"
holds "held: no summary" grep -q '^<!-- packetwalk test -->' "$work/held/summary"

action nowhere PACKETWALK_POLICY="$policy" PACKETWALK_ARGUMENTS="--edit
$opened" PACKETWALK_SARIF="out put/a b.sarif" PACKETWALK_COMMENT="it's.md"
is "folder that is not there: exit code" 2 "$code"
mkdir -p "$work/failed/out put"
action failed PACKETWALK_POLICY="$policy" PACKETWALK_ARGUMENTS="--edit
$opened" PACKETWALK_SARIF="out put/a b.sarif" PACKETWALK_COMMENT="it's.md"
is "failed: exit code" 1 "$code"
is "failed: exit-code" 1 "$(output failed exit-code)"
holds "failed: no annotation" grep -q '^::error .*db-private' "$work/failed/log"
holds "failed: no text" grep -q '^FAILED   db-private' "$work/failed/log"
holds "failed: no SARIF" test -s "$work/failed/out put/a b.sarif"
holds "failed: no comment" test -s "$work/failed/it's.md"
holds "failed: the summary is not the comment" grep -q 'db-private' "$work/failed/summary"

action zero PACKETWALK_POLICY="$policy" PACKETWALK_ARGUMENTS="--edit
$opened
--exit-zero"
is "report mode: exit code" 0 "$code"
holds "report mode: no annotation" grep -q '^::error ' "$work/zero/log"

# The routes of the subnet are not in the input.
cat >"$work/hollow.yaml" <<'END'
packetwalk: 1
missing: {route-tables: aws ec2 describe-route-tables}
vpcs:
  shop:
    cidr: 10.0.0.0/16
    internet-gateway: igw
    subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a}}
    security-groups: {web: {in: tcp/443 from 0.0.0.0/0}}
    interfaces: {web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web}}
END
printf 'packetwalk: 1\nassertions: [{id: out, allow: {from: "sg:web", to: internet, on: https}}]\n' >"$work/unknown.yaml"
action unknown PACKETWALK_POLICY="$work/unknown.yaml" PACKETWALK_TOPOLOGY="$work/hollow.yaml"
is "unknown: exit code" 3 "$code"
is "unknown: outcome" unknown "$(output unknown outcome)"

printf 'packetwalk: 1\nassertion: []\n' >"$work/typo.yaml"
action error PACKETWALK_POLICY="$work/typo.yaml"
is "input error: exit code" 2 "$code"
is "input error: outcome" error "$(output error outcome)"
is "input error: no SARIF is named" "" "$(output error sarif)"
holds "input error: not in the summary" grep -q 'not judged' "$work/error/summary"
holds "input error: not in the log" grep -q 'assertion' "$work/error/log"

action none PACKETWALK_POLICY=""
is "no policy: exit code" 2 "$code"
action gone PACKETWALK_POLICY="$policy" PACKETWALK_BINARY="$work/nothing"
holds "no binary: ends well" test "$code" -ne 0
is "no binary: outcome" error "$(output gone outcome)"

# Names out to be run, to be taken for options, or to write commands into the log.
hostile='$(touch ran) `touch ran`;touch ran;"'\''.yaml'
mkdir -p "$work/hostile"
cp "$policy" "$work/hostile/$hostile"
action hostile PACKETWALK_POLICY="$hostile"
is "hostile name of a file that is there: exit code" 0 "$code"
action hostile PACKETWALK_POLICY="$policy" PACKETWALK_TOPOLOGY="$hostile"
is "hostile name of a topology: exit code" 2 "$code"
action hostile PACKETWALK_POLICY="a b
\$(touch ran)
::set-output name=x::y
::add-path::/tmp"
is "names with line feeds: exit code" 2 "$code"
holds "a name wrote a command" awk '/^::stop-commands::/ {stopped = 1; next} /^::stop-/ {stopped = 0; next}
  /^::(set-output|add-path)/ && !stopped {exit 1}' "$work/hostile/log"
action hostile PACKETWALK_POLICY="--version"
is "a policy that looks like an option: exit code" 2 "$code"
action hostile PACKETWALK_POLICY="$policy" PACKETWALK_TOPOLOGY="--version" PACKETWALK_SOURCE='$(touch ran)' \
  PACKETWALK_BASELINE='`touch ran`'
is "a topology that looks like an option: exit code" 2 "$code"
action hostile PACKETWALK_POLICY="$policy" PACKETWALK_SARIF='x
exit-code<<end
0
end'
is "hostile name of a file to write: exit code" 0 "$code"
is "an output was smuggled in" 0 "$(grep -c '^end$' "$work/hostile/outputs" | awk '{print ($1 > 1)}')"
holds "something of a name was run" absent "$work/hostile/ran"

# A summary that is nearly full is left as it is.
mkdir -p "$work/full"
head -c 1048000 /dev/zero | tr '\0' x >"$work/full/summary"
action full PACKETWALK_POLICY="$policy"
is "full summary: exit code" 0 "$code"
is "full summary: length" 1048000 "$(wc -c <"$work/full/summary" | tr -d ' ')"

echo "== action: the tool"
mkdir -p "$work/bin" "$work/tool/a/b/c" "$work/built folder"
ln -s "$binary" "$work/bin/packetwalk"
ln -s "$binary" "$work/built folder/packetwalk"
code=0
(cd "$work/tool" && PACKETWALK_BINARY=packetwalk PATH=$work/bin:$PATH GITHUB_OUTPUT=outputs GITHUB_PATH=path \
  "$root/.github/actions/packetwalk/tool.sh") >/dev/null || code=$?
is "tool on PATH: exit code" 0 "$code"
is "tool on PATH: found" "$work/bin/packetwalk" "$(output tool binary)"
is "tool on PATH: for later steps" "$work/bin" "$(cat "$work/tool/path")"
# A swift that only says where it would have built.
printf '#!/bin/sh\ncase "$*" in *--show-bin-path*) echo "%s" ;; esac\n' "$work/built folder" >"$work/tool/swift"
chmod +x "$work/tool/swift"
mkdir -p "$work/built"
code=0
(cd "$work/built" && PATH=$work/tool:$PATH GITHUB_OUTPUT=outputs PACKETWALK_BINARY='' \
  "$root/.github/actions/packetwalk/tool.sh") >/dev/null || code=$?
is "tool built: exit code" 0 "$code"
is "tool built: found" "$work/built folder/packetwalk" "$(output built binary)"
code=0
(cd "$work/built" && PACKETWALK_BINARY='$(touch ran)' "$root/.github/actions/packetwalk/tool.sh") >/dev/null 2>&1 || code=$?
is "no tool: exit code" 2 "$code"
holds "the tool's name was run" absent "$work/built/ran"

echo "== YAML"
python=${PYTHON:-python3}
if ! "$python" -c 'import yaml' 2>/dev/null; then
  echo "skipped: Python with PyYAML is not there, so the YAML files and what of them is run are not checked"
else
  # No input may stand in a script; a job's script lines are written out, to be run below.
  holds "YAML" "$python" "$root/Tests/CI/yaml_files.py" "$root" "$work"

  echo "== GitLab"
  mkdir -p "$work/gitlab"
  cp "$policy" "$network" "$work/gitlab"
  gitlab() { (cd "$work/gitlab" && env PACKETWALK="$binary" PACKETWALK_POLICY=policy.yaml \
    PACKETWALK_TOPOLOGY=network.yaml "$@" bash -eu -o pipefail "$work/gitlab.sh" >log 2>&1); }
  code=0; gitlab PACKETWALK_SOURCE= PACKETWALK_BASELINE= || code=$?
  is "GitLab, held: exit code" 0 "$code"
  for file in packetwalk.xml packetwalk.json packetwalk.md; do
    holds "GitLab: $file is not there" test -s "$work/gitlab/$file"
  done
  "$binary" convert -t "$network" --edit "$opened" >"$work/gitlab/network.yaml"
  code=0; gitlab PACKETWALK_SOURCE= PACKETWALK_BASELINE= || code=$?
  is "GitLab, failed: exit code" 1 "$code"
  holds "GitLab: no failure in JUnit" grep -q '<failure' "$work/gitlab/packetwalk.xml"
  holds "GitLab: code quality" "$python" -c 'import json, sys
found = json.load(open(sys.argv[1]))
sys.exit(0 if found and all(each["location"]["path"] and each["fingerprint"] for each in found) else 1)' \
    "$work/gitlab/packetwalk.json"
  code=0; gitlab PACKETWALK_SOURCE= 'PACKETWALK_BASELINE=$(touch ran).json' || code=$?
  is "GitLab, no baseline: exit code" 2 "$code"
  holds "GitLab: a variable was run" absent "$work/gitlab/ran"

  echo "== Atlantis"
  # A terraform that shows a plan that is there.
  mkdir -p "$work/terraform" "$work/atlantis"
  printf '#!/bin/sh\ncase "$*" in *show*) cat "%s" ;; *) echo "$*" ;; esac\n' \
    "$root/Fixtures/ways/shop/plan.json" >"$work/terraform/terraform"
  chmod +x "$work/terraform/terraform"
  printf 'packetwalk: 1\nassertions: [{id: db, only: {from: "sg:web", to: "sg:db", on: any}}]\n' >"$work/plan-held.yaml"
  printf 'packetwalk: 1\nassertions: [{id: web, deny: {from: "sg:web", to: "sg:db", on: any}}]\n' >"$work/plan-failed.yaml"
  mkdir -p "$work/gate/infra"
  printf 'resource "aws_vpc" "main" {\n}\n' | tee "$work/atlantis/main.tf" >"$work/gate/infra/main.tf"
  for expected in 0-held 1-failed 2-gone; do
    code=0
    (cd "$work/atlantis" && PATH=$work/terraform:$work/bin:$PATH PLANFILE=plan SHOWFILE="$work/atlantis/a show.json" \
      PACKETWALK_POLICY=$work/plan-${expected#*-}.yaml bash -eu "$work/atlantis.sh" >log 2>&1) || code=$?
    is "Atlantis, ${expected#*-}: exit code" "${expected%-*}" "$code"
  done

  echo "== Terraform"
  for expected in 0-held 1-failed 2-gone; do
    code=0
    (cd "$work/gate" && PATH=$work/terraform:$PATH PACKETWALK=$binary \
      "$root/ci/terraform.sh" "$work/plan-${expected#*-}.yaml" infra >log 2>&1) || code=$?
    is "Terraform, ${expected#*-}: exit code" "${expected%-*}" "$code"
  done
  holds "Terraform: no comment" grep -q '^<!-- packetwalk diff -->' "$work/gate/packetwalk.md"
  # The wrapper adds lines around the JSON: no plan, and no pass.
  mkdir -p "$work/wrapped"
  printf '#!/bin/sh\necho "[command]/usr/bin/terraform-bin $*"\nexec "%s" "$@"\n' \
    "$work/terraform/terraform" >"$work/wrapped/terraform"
  chmod +x "$work/wrapped/terraform"
  code=0
  (cd "$work/gate" && PATH=$work/wrapped:$PATH PACKETWALK=$binary \
    "$root/ci/terraform.sh" "$work/plan-held.yaml" infra >log 2>&1) || code=$?
  is "Terraform, wrapped: exit code" 2 "$code"
  # Terraform's own failure, 1, is not taken for a failed policy.
  code=0
  (cd "$work/gate" && TERRAFORM=false PACKETWALK=$binary \
    "$root/ci/terraform.sh" "$work/plan-held.yaml" infra >log 2>&1) || code=$?
  is "Terraform, its own failure: exit code" 2 "$code"
fi

echo "== hooks' entry"
mkdir -p "$work/hook/a b"
cp "$policy" "$network" "$work/hook/a b"
hook() { (cd "$work/hook" && PACKETWALK=$binary "$root/ci/pre-commit.sh" "$@" >log 2>&1); }
code=0; hook test "a b/network.yaml" "a b/policy.yaml" || code=$?
is "hook, held: exit code" 0 "$code"
is "hook: the pair is judged once" 1 "$(grep -c '^5 assertions' "$work/hook/log")"
code=0; hook lint "a b/network.yaml" || code=$?
is "hook, lint: exit code" 0 "$code"
code=0; hook lint --fail-on note "a b/network.yaml" "$root/Fixtures/scenarios/flask-cicd/topology.yaml" || code=$?
is "hook, lint --fail-on: exit code" 1 "$code"
"$binary" convert -t "$network" --edit "$opened" >"$work/hook/network.yaml"
code=0; hook test --policy "$policy" "a b/network.yaml" network.yaml || code=$?
is "hook, failed: exit code" 1 "$code"
code=0; hook test "a b/network.yaml" network.yaml || code=$?
is "hook, without a policy: exit code" 2 "$code"
code=0; (PACKETWALK=$work/nothing "$root/ci/pre-commit.sh" lint "$network" >/dev/null 2>&1) || code=$?
is "hook, no tool: exit code" 2 "$code"

echo "== pre-commit"
precommit=$(command -v pre-commit || true)
if [ -z "$precommit" ] && [ "${PYPI:-}" = yes ]; then
  if python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet pre-commit; then
    precommit=$work/venv/bin/pre-commit
  else
    echo "skipped: PyPI can't be reached"
  fi
elif [ -z "$precommit" ]; then
  echo "skipped: pre-commit is not there (PYPI=yes installs it)"
fi
if [ -n "$precommit" ]; then
  # A repository of hooks from the files as they are, committed or not.
  mkdir -p "$work/hooks/ci" "$work/user/network"
  cp "$root/.pre-commit-hooks.yaml" "$work/hooks"
  cp "$root/ci/pre-commit.sh" "$work/hooks/ci"
  commit() { git -C "$1" init -q && git -C "$1" add -A &&
    git -C "$1" -c user.name=ci -c user.email=ci@example.com -c commit.gpgsign=false commit -q -m "$2" --no-verify; }
  commit "$work/hooks" hooks
  revision=$(git -C "$work/hooks" rev-parse HEAD)
  cp "$policy" "$network" "$work/user/network"
  cat >"$work/user/.pre-commit-config.yaml" <<END
repos:
  - repo: $work/hooks
    rev: $revision
    hooks: [{id: packetwalk-lint}, {id: packetwalk-test}]
END
  commit "$work/user" network
  run() { (cd "$work/user" && PATH=$work/bin:$PATH PRE_COMMIT_HOME=$work/cache "$precommit" run --all-files >log 2>&1); }
  code=0; run || code=$?
  is "pre-commit, held: exit code" 0 "$code"
  is "pre-commit: both ran" 2 "$(grep -c 'Passed' "$work/user/log")"
  "$binary" convert -t "$network" --edit "$opened" >"$work/user/network/network.yaml"
  git -C "$work/user" add -A
  code=0; run || code=$?
  is "pre-commit, failed: exit code" 1 "$code"
  holds "pre-commit: doesn't say what failed" grep -q 'FAILED   db-private' "$work/user/log"
fi

echo "== stories"
if bash "$root/Tests/CI/stories.sh" "$binary" >"$work/stories.md"; then
  holds "docs/stories.md is not what is printed: make stories" diff -u "$root/docs/stories.md" "$work/stories.md"
else
  is "stories" "as expected" "not so"
fi

# Run by make test-spark, which needs the network and Java.
echo "== spark"
holds "Tests/Spark/spark.sh is no shell script" bash -n "$root/Tests/Spark/spark.sh"
if command -v python3 >/dev/null; then
  for script in docs/examples/spark/packetwalk_replay.py Tests/Spark/flows.py; do
    holds "$script is no Python" env PYTHONPYCACHEPREFIX="$work/cache" python3 -m py_compile "$root/$script"
  done
fi

if [ "$wrong" -gt 0 ]; then
  echo "ci: $wrong of $checks checks failed" >&2
  exit 1
fi
echo "ci: $checks checks, all as expected"
