#!/usr/bin/env bash
# Writes docs/stories.md to standard output: what changes of the reference networks do, asked for real.
#   bash Tests/CI/stories.sh BINARY > docs/stories.md
# Ends with 0 if every command ended as expected.
set -euo pipefail
binary=${1:?usage: stories.sh BINARY}
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$root/Fixtures" "$work/Fixtures"
cd "$work"
wrong=0

# ends CODE COMMAND...: its output to a file; notes whether it ended so.
ends() {
  local expected=$1 code=0
  shift
  "$binary" "$@" >output 2>errors || code=$?
  cat errors >&2
  if [ "$code" -ne "$expected" ]; then
    echo "stories: exit code $code where $expected was expected: packetwalk $*" >&2
    wrong=$((wrong + 1))
  fi
}

# story NAME FIXTURE EDIT: the change alone, what it does to paths, what the policy says, what a reviewer reads.
story() {
  local folder=Fixtures/scenarios/$2
  printf '\n## %s\n\n' "$1"
  cat
  ends 0 convert -t "$folder/topology.yaml" --edit "$3"
  cp output changed.yaml
  printf '\n```console\n'
  printf "\$ packetwalk convert -t %s/topology.yaml --edit '%s' > changed.yaml\n" "$folder" "$3"
  ends 1 diff "$folder/topology.yaml" changed.yaml --exit-code
  printf '$ packetwalk diff %s/topology.yaml changed.yaml --exit-code\n' "$folder"
  cat output
  printf '$ echo $?\n1\n'
  ends 0 test "$folder/policy.yaml" -t "$folder/topology.yaml" -o tap
  ends 1 test "$folder/policy.yaml" -t changed.yaml
  printf '$ packetwalk test %s/policy.yaml -t changed.yaml\n' "$folder"
  cat output
  printf '$ echo $?\n1\n```\n\nThe comment on the pull request, of the same `diff` with `-o markdown`:\n\n````markdown\n'
  ends 0 diff "$folder/topology.yaml" changed.yaml -o markdown
  cat output
  printf '````\n'
}

cat <<'END'
# Five changes

What a review of text does not show, on the [reference networks](../Fixtures/scenarios): each is one change to a file, with what
it does to paths, and what the network's own policy says of it. Every command runs from a checkout; this page is written by
`make stories`, from what they print. The policies hold on the networks as they are.
END

story "A NAT gateway goes" petclinic 'rtb:app-A 0.0.0.0/0 via blackhole of nat:nat-A' <<'END'
Zone A's way out becomes a blackhole. Zone B has a NAT gateway of its own, and it does not step in. S3 and the interface endpoints
are reached without it, and so is the database: nothing else changes.
END

story "A rule for replies, tightened" petclinic 'acl:public in 120 allow tcp/32768-65535 from 0.0.0.0/0' <<'END'
Linux chooses its ports from 32768 upwards, so the entry for replies is narrowed to them. Load balancers and NAT gateways choose
from 1024 upwards: their connections now work sometimes, which is worse to find than never.
END

story "A port for a moment" clinicease 'sg:ecs +in tcp/3000 from 0.0.0.0/0' <<'END'
Containers in public subnets have public addresses, and only their group stands before them. Opened to everybody, the application is
there without the balancer; the database's hosts get at it as well.
END

cat >green.yaml <<'END'
- add-interface: {name: green-1, subnet: private-a, ip: 10.30.11.21, groups: [flask]}
- add-rule: {group: flask, in: tcp/8001 from sg:alb}
END
story "A green service" flask-cicd green.yaml <<'END'
A second version of the service appears on port 8001, with the group of the first, which lets the balancer in there. That opens
8001 of the old tasks too. The network ACL has long admitted it: its entry for replies covers 8001. The policy says that nobody asks for the
green service before it is announced. `green.yaml` is

```yaml
- add-interface: {name: green-1, subnet: private-a, ip: 10.30.11.21, groups: [flask]}
- add-rule: {group: flask, in: tcp/8001 from sg:alb}
```
END

story "A zone without its way out" gv-playground 'rtb:private-a 0.0.0.0/0 via blackhole of nat:nat-a' <<'END'
Zone a's NAT gateway is gone. Its node, its database and the control plane's interface there lose the internet; zones b and c keep it.
END

if [ "$wrong" -gt 0 ]; then
  echo "stories: $wrong commands did not end as expected" >&2
  exit 1
fi
