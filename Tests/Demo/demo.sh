#!/bin/sh
# Asks telling questions about the reference networks: sh Tests/Demo/demo.sh BINARY
# Prints each command before what it says; ends with 0 if every exit code is the expected one.
set -u
binary=${1:?usage: demo.sh BINARY}
case $binary in */*) ;; *) binary=./$binary ;; esac
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")
cd "$(dirname "$0")/../../Fixtures/scenarios" || exit 1
wrong=0

# ask CODE WHY ARGUMENTS...: says why the question is worth asking, asks it, checks how it ends.
ask() {
  expected=$1
  echo
  echo "# $2"
  shift 2
  echo "\$ packetwalk $*"
  "$binary" "$@"
  code=$?
  if [ "$code" -ne "$expected" ]; then
    echo "demo: exit code $code where $expected was expected" >&2
    wrong=$((wrong + 1))
  fi
}

ask 1 "gv-playground: the listener's port is open, the pods' is not. The front page has never loaded." \
  explain -t gv-playground/topology.yaml internet 10.0.11.21 tcp/443 --through lb:alb
ask 1 "petclinic, as its document words the ACLs: requests arrive, replies die in two places." \
  explain -t petclinic-as-documented/topology.yaml customers-A internet tcp/443
ask 0 "The same network with its ACLs put right, read from a snapshot of the AWS CLI's calls." \
  check -t petclinic/snapshot customers-A internet tcp/443
ask 1 "flask-cicd: the clock is never set. An ACL without a rule for UDP replies, and nothing says so." \
  explain -t flask-cicd/topology.yaml flask-1 internet ntp
ask 0 "psych-healthcare: where a packet's address and port change on the way out, and back." \
  explain -t psych-healthcare/topology.yaml user-service internet https
ask 1 "clinicease: a public address on the container. One rule keeps the internet out." \
  explain -t clinicease/topology.yaml internet 203.0.113.81 tcp/3000
ask 4 "gv-playground: who of three groups reaches the database? Some do, some do not." \
  check -t gv-playground/topology.yaml 'subnet:private-*' rds-primary postgres
ask 2 "A typo is an input error, not a no." \
  check -t clinicease/topology.yaml container-1 rdss postgres
ask 0 "How much of a snapshot is modelled, and what is missing?" \
  doctor -t flask-cicd/snapshot

echo
if [ "$wrong" -gt 0 ]; then
  echo "demo: $wrong of 9 answers are not as expected" >&2
  exit 1
fi
echo "demo: 9 questions, every answer as expected"
