#!/bin/bash
# emulated.sh ARCH COMMAND ARGUMENT...
#
# Runs a command of cargo's with what builds programs for another processor (aarch64 or x86_64), and runs them under QEMU's emulation
# of it. What that needs is unpacked into wasmeter's cache folder.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: emulated.sh ARCH COMMAND ARGUMENT..." >&2; exit 2; }
arch=$1
shift
home=${WASMETER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/wasmeter}
found=$("$(dirname "$0")/target.sh" "$arch" "$home/toolchains/targets/$arch")
mapfile -t environment <<< "$found"
emulator=$(sed -n 's/^EMULATOR=//p' <<< "$found")
exec env "${environment[@]}" "CARGO_TARGET_${arch^^}_UNKNOWN_LINUX_GNU_RUNNER=$emulator" "$@"
