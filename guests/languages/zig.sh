#!/bin/bash
# Zig guests. The language and its library change with each version, so it is this one or none. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guests=$(dirname "$here")
version=0.17
package=ziglang==0.17.1
. "$here/wrapper.sh"
. "$here/pypi.sh"

usable() { [[ "$("$1" version 2>/dev/null)" == $version.* ]]; }

# The zig within an installed Python package, or the one on PATH.
installed() {
    local zig
    for zig in "$(python3 -c 'import os, ziglang; print(os.path.dirname(ziglang.__file__) + "/zig")' 2>/dev/null)" \
        "$(command -v zig)"; do
        usable "$zig" && { echo "$zig"; return; }
    done
    return 1
}

setup() {
    local zig root
    if ! zig=$(installed); then
        root=$(absolute "$1")/${package/==/-}
        zig=$root/ziglang/zig
        [ -d "$root" ] || echo "zig: no Zig $version here; unpacking PyPI's $package (100 MB to fetch, 410 MB on disk, about 15 s)" >&2
        from_pypi "$root" $package ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54 \
            b7c5f02fccd40f89b999ee16a1f5ddced56e6182370f8affe494bcf8a28cf07e && usable "$zig" ||
            { echo "fix: install Zig $version" >&2; exit 1; }
    fi
    echo "ZIG=$zig"
    echo "TOOLCHAIN=zig $("$zig" version)"
}

build() {
    local zig=${ZIG:-} source="$GUEST/$SOURCES"
    [ -n "$zig" ] || zig=$(installed)
    export ZIG_GLOBAL_CACHE_DIR=$WORK/zig ZIG_LOCAL_CACHE_DIR=$WORK/zig
    mkdir -p "$(dirname "$OUT")"
    "$zig" "$@" -O ReleaseFast -fstrip --dep kit "-Mroot=$source" "-Mkit=$guests/kit/bench.zig" "-femit-bin=$OUT.partial"
    mv "$OUT.partial" "$OUT"
}

wasm() {
    if [ "$KIND" = bench ]; then set -- -fno-entry --export=bench -mexec-model=reactor; else set --; fi
    build build-exe -target wasm32-wasi --stack 262144 "$@"
}

# Without a named processor, zig would compile for this very one.
native() {
    if [ "$KIND" = bench ]; then set -- build-lib -dynamic; else set -- build-exe; fi
    build "$@" -mcpu=baseline ${NATIVE_TARGET:+-target "${NATIVE_TARGET/-unknown/}"}
}

case ${1:-} in
depends) printf '%s\n' kit/bench.zig languages/wrapper.sh languages/pypi.sh ;;
setup) setup "${2:?a folder}" ;;
setup-native) ;;
wasm | native) "$1" ;;
native-toolchain)
    zig=${ZIG:-$(installed)} || { echo "there is no Zig $version here" >&2; exit 1; }
    echo "zig $("$zig" version)"
    ;;
*) echo "usage: zig.sh depends | setup DIR | setup-native DIR | wasm | native | native-toolchain" >&2; exit 2 ;;
esac
