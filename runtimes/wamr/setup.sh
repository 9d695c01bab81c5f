#!/bin/bash
# setup.sh DIR
#
# Looks for what some of WAMR's configurations are built with, and puts Debian's into DIR where the machine has a
# Debian mirror. Prints where it is; build.sh leaves out what lacks its part. `WAMR_DIR` may name the folder of
# a WAMR source tree to build instead of the source that the crate carries. The folder of an installed WAMR is for
# runtimes/wamr-system, and changes nothing here.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
scripts=$(cd "$(dirname "$0")/../../scripts" && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)

if [ -e "${WAMR_DIR:-}/build-scripts/runtime_lib.cmake" ]; then
    echo "WAMR_SOURCE=$(cd "$WAMR_DIR" && pwd)"
elif [ -n "${WAMR_DIR:-}" ] && [ ! -e "$WAMR_DIR/libiwasm.so" ] && [ ! -e "$WAMR_DIR/lib/libiwasm.so" ]; then
    printf '%s holds no WAMR\nfix: unset WAMR_DIR, or set it to a WAMR source tree\n' "$WAMR_DIR" >&2
    exit 1
fi

# package NAME SUITE FILE: the root of a package that has FILE, of the system or unpacked.
package() {
    local root=$dir/$1
    if [ ! -e "/$3" ]; then
        if [ ! -e "$root/debs.sha256" ]; then
            echo "WAMR: unpacking Debian's $1 (1 MB to fetch)" >&2
            rm -rf "$root" "$root.partial"
            "$scripts/private-root.sh" "$root.partial" "$2" "$1" || { rm -rf "$root.partial"; return 1; }
            mv "$root.partial" "$root"
        fi
        root=$root/root
        [ -e "$root/$3" ] || return 1
    else
        root=
    fi
    echo "$root/usr"
}

# WAMR's interpreter has SIMD by SIMDe's headers, of the release that trixie has.
simde=$(package libsimde-dev trixie usr/include/simde/wasm/simd128.h) && echo "SIMDE=$simde/include"
# Its fast JIT emits code by asmjit, for x86-64 only.
if [ "${WASMETER_ARCH:-$(uname -m)}" = x86_64 ]; then
    asmjit=$(package libasmjit-dev host usr/include/asmjit/x86.h) && echo "ASMJIT=$asmjit"
fi
"$scripts/llvm.sh" || echo "WAMR is built without its LLVM compilers" >&2
