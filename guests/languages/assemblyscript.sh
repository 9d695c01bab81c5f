#!/bin/bash
# AssemblyScript guests. There is no compiler for the host, so none has a native build. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guests=$(dirname "$here")
. "$here/wrapper.sh"

setup() {
    local root
    # Another lockfile is another folder.
    root=$(absolute "$1")/$(sha256sum < "$here/assemblyscript/package-lock.json" | cut -c1-16)
    if [ ! -d "$root" ]; then
        echo "assemblyscript: fetching its compiler from npm (15 MB to fetch, 105 MB on disk, about 5 s)" >&2
        rm -rf "$root.partial"
        mkdir "$root.partial"
        cp "$here"/assemblyscript/package*.json "$root.partial"
        (cd "$root.partial" && npm ci --silent --ignore-scripts --no-audit --no-fund >&2) ||
            { echo "fix: install Node.js 20 or newer, with npm" >&2; exit 1; }
        mv "$root.partial" "$root"
    fi
    local version
    version=$(node "$root/node_modules/assemblyscript/bin/asc.js" --version) ||
        { echo "fix: install Node.js 20 or newer, with npm" >&2; exit 1; }
    echo "ASC_MODULES=$root/node_modules"
    echo "TOOLCHAIN=asc ${version#Version }"
}

# asc takes paths that are relative to its working folder, and writes some of them into the module.
wasm() {
    cd "$guests"
    local shim start=_start
    shim=$(realpath --relative-to=. "$ASC_MODULES/@assemblyscript/wasi-shim")
    [ "$KIND" != bench ] || start=_initialize
    mkdir -p "$(dirname "$OUT")"
    node "$ASC_MODULES/assemblyscript/bin/asc.js" "$NAME/$SOURCES" --config "$shim/asconfig.json" --lib "$shim/assembly" \
        --exportStart $start --optimizeLevel 3 --shrinkLevel 0 --converge --outFile "$(realpath --relative-to=. -m "$OUT.partial")"
    mv "$OUT.partial" "$OUT"
}

case ${1:-} in
depends) printf '%s\n' kit/bench.ts languages/assemblyscript languages/wrapper.sh ;;
setup) setup "${2:?a folder}" ;;
setup-native) ;;
wasm) wasm ;;
native | native-toolchain) echo "AssemblyScript compiles to WebAssembly only" >&2; exit 1 ;;
*) echo "usage: assemblyscript.sh depends | setup DIR | setup-native DIR | wasm | native | native-toolchain" >&2; exit 2 ;;
esac
