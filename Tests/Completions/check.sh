#!/bin/sh
# Holds completion scripts against the shells that are there: check.sh FOLDER. Bash is asked to complete, too.
set -eu
folder=$1

bash -n "$folder/packetwalk.bash"
answers=$(bash -c '
  source "$1"
  function=$(complete -p packetwalk | sed "s/.*-F \([^ ]*\).*/\1/")
  ask() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
    COMP_POINT=${#COMP_LINE}
    "$function" packetwalk "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    echo "${COMPREPLY[*]}"
  }
  ask packetwalk te
  ask packetwalk test --unk
  ask packetwalk test --unknown ""
  cd "$2" && ask packetwalk test -t packetwalk.b
' check "$(realpath "$folder/packetwalk.bash")" "$folder")
wanted=$(printf 'test\n--unknown\npass warn fail\npacketwalk.bash')
if [ "$answers" != "$wanted" ]; then
  echo "bash completes otherwise: $answers" >&2
  exit 1
fi
checked=bash
if command -v zsh >/dev/null 2>&1; then
  zsh -n "$folder/_packetwalk"
  checked="$checked, zsh"
fi
if command -v fish >/dev/null 2>&1; then
  fish --no-execute "$folder/packetwalk.fish"
  fish -c "source $folder/packetwalk.fish; complete -C 'packetwalk te'" | grep -q '^test'
  checked="$checked, fish"
fi
echo "completions: accepted by $checked"
