#!/bin/sh
# Plans, shows what the plan does to paths, and holds it to a policy, in any CI:
#   ci/terraform.sh POLICY [FOLDER]
# Ends with 0 held, 1 failed, 2 input error (also where Terraform fails), 3 unknown. Leaves plan.json, packetwalk.md
# (a comment's text) and packetwalk.sarif in the working folder.
set -u
policy=${1:?usage: terraform.sh POLICY [FOLDER]}
folder=${2:-.}
terraform=${TERRAFORM:-terraform}
packetwalk=${PACKETWALK:-packetwalk}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# Without -detailed-exitcode: its 2 for "there are changes" is our 2 for "can't be used".
"$terraform" "-chdir=$folder" plan -input=false -lock=false "-out=$work/plan" || exit 2
# Standard output is a file here: a wrapper around Terraform that adds lines of its own makes it no JSON, and that is
# an input error below, not a gate that holds.
"$terraform" "-chdir=$folder" show -json "$work/plan" >plan.json || exit 2

"$packetwalk" diff plan.json -o text -o markdown=packetwalk.md || exit 2
# The last command: its exit code is this script's.
"$packetwalk" test "--topology=plan.json" "--source=$folder" -o text -o sarif=packetwalk.sarif -- "$policy"
