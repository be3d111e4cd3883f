# Installing what is missing and building a preset. Sourced by tools/run and tools/test.
# shellcheck shell=bash

headroom_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib/packages.sh
. "$headroom_root/tools/lib/packages.sh"

say() { printf '\n== %s\n' "$*" >&2; }
die() {
    printf '\nheadroom: %s\n' "$*" >&2
    exit 1
}

# missing_packages NAME...: prints those that are not installed, one a line.
missing_packages() {
    local installed
    # shellcheck disable=SC2016 # the ${} are dpkg-query's own
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p') || true
    printf '%s\n' "$@" | grep -vxF -e "$installed" || true
}

# as_root COMMAND...: runs it directly for root, through sudo for anybody else.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages NAME...: costs one dpkg-query when nothing is missing.
install_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "This is not Debian: taking it for granted that these are here in your system's form: $*"
        return 0
    fi
    local missing by_hand
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    by_hand="apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        die "${#missing[@]} packages are missing and neither root nor sudo is at hand. As root: $by_hand"
    fi
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600)
    as_root "${apt[@]}" update >&2 ||
        die "apt-get update failed (its own lines stand above). Mend the network or /etc/apt/sources.list, then run this again."
    as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2 ||
        die "apt-get could not install them (its own lines stand above). Try by hand: $by_hand ; then run this again."
}

# build_preset PRESET [TARGET...]: configures and builds build/PRESET, with progress.
build_preset() {
    local preset=$1 jobs log
    shift
    jobs=$(nproc)
    say "Building '$preset' in $headroom_root/build/$preset with $jobs jobs"
    mkdir -p "$headroom_root/build"
    log=$headroom_root/build/configure-$preset.log
    # What configuring prints is of interest only when it fails.
    if ! cmake --preset "$preset" -S "$headroom_root" >"$log" 2>&1; then
        cat "$log" >&2
        die "configuring failed; the lines above are also in $log"
    fi
    NINJA_STATUS='[%f/%t, %es] ' cmake --build "$headroom_root/build/$preset" --parallel "$jobs" ${1:+--target "$@"} >&2 ||
        die "the build failed; the first error stands above. After mending it run this again: only the rest is built."
}
