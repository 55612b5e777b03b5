#!/bin/sh
# Writes a command that is another aws command, but for some operations that it refuses as AWS would.
# denied.sh AWS OUTPUT OPERATION...
set -eu
aws=$1 output=$2
shift 2
{
  echo '#!/bin/sh'
  echo 'case "$2" in'
  for operation in "$@"; do
    name=$(echo "$operation" | sed -E 's/(^|-)([a-z])/\u\2/g')
    echo "  $operation) echo 'An error occurred (UnauthorizedOperation) when calling the $name operation: You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/reader is not authorized to perform: ec2:$name because no identity-based policy allows the ec2:$name action' >&2; exit 254 ;;"
  done
  echo 'esac'
  echo "exec $aws \"\$@\""
} >"$output"
chmod +x "$output"
