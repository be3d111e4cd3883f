#!/usr/bin/env bash
# setup_test.sh: how tools/lib/setup.sh installs, with a dpkg and an apt-get that only write down what they were asked.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/bin"
cat >"$work/bin/dpkg-query" <<'END'
#!/usr/bin/env bash
# Knows one package that is installed and one that was removed again; fails for any other, as the real one does.
shift 2
status=0
for name in "$@"; do
    case $name in
        here) echo "here installed" ;;
        gone) echo "gone config-files" ;;
        *) status=1 ;;
    esac
done
exit $status
END
cat >"$work/bin/apt-get" <<'END'
#!/usr/bin/env bash
echo "$*" >>"$APT_LOG"
case " $* " in *" $APT_FAILS "*) exit 100 ;; esac
END
cat >"$work/bin/id" <<'END'
#!/usr/bin/env bash
echo "${FAKE_ID:-0}"
END
chmod +x "$work"/bin/*
export APT_LOG=$work/apt.log APT_FAILS=nothing

# asks PACKAGE...: sets status, output, and what apt-get was asked.
asks() {
    : >"$APT_LOG"
    status=0
    output=$(PATH=$work/bin:$PATH bash -c '
        set -euo pipefail
        . "$1/tools/lib/setup.sh"
        shift
        install_packages "$@"' _ "$root" "$@" 2>&1) || status=$?
    asked=$(cat "$APT_LOG")
}
expect() {
    case $2 in
        *"$3"*) ;;
        *) printf 'FAIL: %s\n  wanted: %s\n  found:  %s\n' "$1" "$3" "$2" && exit 1 ;;
    esac
}

asks here
expect "nothing missing succeeds" "$status" 0
[ -z "$asked" ] || { echo "FAIL: nothing was missing and apt-get was asked: $asked" && exit 1; }

asks here gone lacking
expect "missing ones are installed" "$status" 0
expect "lists are fetched first" "$(head -n 1 <<<"$asked")" " update"
expect "only the missing ones, without recommendations" "$asked" "install -y --no-install-recommends gone lacking"
expect "a held lock is waited for" "$asked" "DPkg::Lock::Timeout=600"

APT_FAILS=update asks lacking
expect "a failing update ends it" "$status" 1
expect "and says what to do" "$output" "headroom: apt-get update failed"

APT_FAILS=install asks lacking
expect "a failing install ends it" "$status" 1
expect "and says what to type" "$output" "apt-get install --no-install-recommends lacking"

FAKE_ID=1000 asks here
expect "nobody needs root for nothing" "$status" 0

echo "setup: all as expected"
