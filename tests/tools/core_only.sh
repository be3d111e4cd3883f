#!/usr/bin/env bash
# core_only.sh ROOT: the preset core-only configures and builds the core and its command line,
# and neither of them needs a window's library.
set -euo pipefail
root=$1
build=$root/build/core-only

cmake --preset core-only -S "$root"
for target in headroom headroom_widgets_common; do
    if ninja -C "$build" -t query "$target" >/dev/null 2>&1; then
        echo "core-only has the target $target, which belongs to the window" && exit 1
    fi
done
if [ ! -f "$root/app/cli/CMakeLists.txt" ]; then
    cmake --build "$build" --target core/all
    exit
fi
cmake --build "$build" --target headroom-cli
if ldd "$build/bin/headroom-cli" | grep -E 'Qt6(Widgets|Charts|SvgWidgets)'; then
    echo "headroom-cli needs a window's library" && exit 1
fi
