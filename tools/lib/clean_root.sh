# A bare Debian 12 in a folder. Sourced by tools/clean-root.
# shellcheck shell=bash

# debian_mirrors: "URI SUITE COMPONENT" for every Debian source that this machine's apt uses.
debian_mirrors() {
    # shellcheck disable=SC2016 # the $() are apt's own
    apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
        sed -n 's/^Debian bookworm[^ ]* //p' | sort -u
}

# bootstrap_root FOLDER: the smallest Debian 12 there is, and git.
bootstrap_root() {
    local root=$1 mirror
    mirror=$(debian_mirrors | awk '$2 == "bookworm" && $3 == "main" {print $1; exit}')
    # Without a mirror of its own, debootstrap takes its default.
    debootstrap --variant=minbase --include=git,ca-certificates bookworm "$root" ${mirror:+"$mirror"} &&
        adopt_network "$root"
}

# adopt_network FOLDER: the new root reaches the network as this machine does.
adopt_network() {
    local root=$1 sources
    sources=$(debian_mirrors | sed 's/^/deb /')
    [ -z "$sources" ] || printf '%s\n' "$sources" >"$root/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https|Retries|Check-)' >"$root/etc/apt/apt.conf.d/99machine" || true
    cat /etc/resolv.conf >"$root/etc/resolv.conf"
    cat /etc/hosts >"$root/etc/hosts"
}

# in_root FOLDER COMMAND: a login as bare as it gets, from /, with no display.
in_root() {
    local root=$1 proxies=() name
    for name in http_proxy https_proxy no_proxy; do
        [ -z "${!name:-}" ] || proxies+=("$name=${!name}")
    done
    chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM=dumb "${proxies[@]}" \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd / && $2" </dev/null
}

megabytes() { du -smx "$1" | cut -f1; }
