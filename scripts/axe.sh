#!/bin/bash
# axe.sh [fetch]
#
# Finds axe-core, by whose rules a test checks the page: what `axe.sh fetch` has put into wasmeter's folder, from npm, as
# tests/axe/package-lock.json pins it. Prints `AXE=file`.
# Where there is none: exit code 1, and the fix.
set -euo pipefail
[ $# = 0 ] || [ "$*" = fetch ] || { echo "usage: axe.sh [fetch]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
pinned=$here/../tests/axe
root=${WASMETER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/wasmeter}/toolchains/shared/axe
if [ "${1:-}" = fetch ]; then
    mkdir -p "$(dirname "$root")"
    "$here/npm-packages.sh" "$pinned" "$root" axe-core
fi
cmp -s "$pinned/package-lock.json" "$root/package-lock.json" || {
    printf 'no axe-core of the pinned version is here\nfix: scripts/axe.sh fetch (wants npm)\n' >&2
    exit 1
}
echo "AXE=$(cd "$root" && pwd)/node_modules/axe-core/axe.min.js"
