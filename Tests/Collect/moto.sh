# To be read by another script: a folder $work that goes with it, a Python environment $venv with moto, boto3 and the AWS
# CLI, and a moto server at $AWS_ENDPOINT_URL that stops with the script. Where that can't be, the script says so and ends.
# COLLECT_VENV names an environment to use again; $target is what the user asked for.

if ! command -v python3 >/dev/null 2>&1; then
  echo "SKIPPED: $target needs python3"
  exit 0
fi

work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

venv=${COLLECT_VENV:-$work/venv}
if [ ! -x "$venv/bin/moto_server" ]; then
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install -q 'moto[server]' awscli boto3 pyyaml; } >"$work/pip.log" 2>&1; then
    echo "SKIPPED: $target could not install moto[server] and awscli: $(tail -n 1 "$work/pip.log")"
    exit 0
  fi
fi

# A home of its own: nobody's credentials or configuration are touched.
export HOME="$work" AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION 2>/dev/null || true
port=$("$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export AWS_ENDPOINT_URL="http://127.0.0.1:$port"
"$venv/bin/moto_server" -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
server=$!
tries=0
until "$venv/bin/python" -c "import urllib.request; urllib.request.urlopen('$AWS_ENDPOINT_URL/moto-api/')" 2>/dev/null; do
  tries=$((tries + 1))
  [ $tries -lt 120 ] || { echo "moto did not start: $(tail -n 3 "$work/moto.log")"; exit 1; }
  sleep 1
done

fail() { echo "FAILED: $*"; exit 1; }
