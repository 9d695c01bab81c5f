#!/bin/bash
# setup.sh DIR
#
# Finds WasmEdge's command line, or puts Debian's build of it, with its own loader and libraries, into DIR. Prints
# where it is.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
scripts=$(cd "$(dirname "$0")/../../scripts" && pwd)

die() {
    printf '%s\nfix: install WasmEdge as in https://wasmedge.org/docs/start/install, and set WASMEDGE_DIR\n' "$1" >&2
    exit 1
}

install_into() {
    local partial=$1.partial
    rm -rf "$partial"
    mkdir -p "$partial"/{bin,lib}
    echo "WasmEdge: downloading Debian's command line and its libraries (44 MB)" >&2
    "$scripts/private-root.sh" "$partial" forky wasmedge || die "Debian's WasmEdge is not to be had"
    # libLLVM looks for its libraries in ../lib, so the folder must be called that.
    cp -a "$partial"/root/usr/lib/*-linux-gnu/*.so* "$partial/lib/"
    cp "$partial/root/usr/bin/wasmedge" "$partial/bin/"
    rm -rf "$partial/root"
    "$scripts/private-root.sh" "$partial" host patchelf || die "Debian's patchelf is not to be had"
    rm -rf "$1"
    mv "$partial" "$1"
    # The program names its loader by an absolute path, and finds its libraries by another: ours, instead of the system's.
    local patchelf=$1/root/usr/bin/patchelf lib
    lib=$(cd "$1/lib" && pwd)
    "$patchelf" --force-rpath --set-rpath "$lib" "$1/bin/wasmedge"
    "$patchelf" --set-interpreter "$(echo "$lib"/ld-linux-*.so.*)" "$1/bin/wasmedge"
    "$1/bin/wasmedge" --version >&2 || die "Debian's WasmEdge does not start here"
    touch "$1/done"
}

program=
for candidate in "${WASMEDGE_DIR:-}/bin/wasmedge" "$HOME/.wasmedge/bin/wasmedge" "$(command -v wasmedge || true)"; do
    if [ -x "$candidate" ]; then
        program=$candidate
        break
    fi
done
if [ -z "$program" ]; then
    [ -e "$1/done" ] || install_into "$1"
    program=$1/bin/wasmedge
fi
echo "WASMEDGE=$program"
