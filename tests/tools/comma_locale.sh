#!/usr/bin/env bash
# comma_locale.sh BUILD PROGRAM...: runs test programs where a number's point is a comma.
# A number written or read by the locale anywhere below them shows here.
set -euo pipefail
build=$1
shift
[ $# -gt 0 ] || { echo 'no test program was named' && exit 1; }

locales=$build/locales
if [ ! -d "$locales/de_DE.UTF-8" ]; then
    mkdir -p "$locales"
    localedef -i de_DE -f UTF-8 "$locales/de_DE.UTF-8"
fi
comma=(env -u LC_ALL LOCPATH="$locales" LANG=C.UTF-8 LC_NUMERIC=de_DE.UTF-8 QT_QPA_PLATFORM=offscreen)

# Without this proof a missing locale would let everything pass.
written=$("${comma[@]}" bash -c 'printf %.1f 0,5')
[ "$written" = 0,5 ] || { echo "the locale is not in force: one half is written $written" && exit 1; }

failed=()
for program in "$@"; do
    printf -- '-- %s\n' "${program##*/}"
    "${comma[@]}" "$program" || failed+=("${program##*/}")
done
printf '%d programs, failed: %s\n' $# "${failed[*]:-none}"
[ ${#failed[@]} -eq 0 ]
