#!/bin/bash
# setup.sh DIR
#
# Finds libwasmedge of the version that the worker's crate is made for, or puts a Debian build of it, with
# its own loader, libc and LLVM, and a stand-in for that LLVM, into DIR. Prints the environment for the worker's build.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
version=0.17.1 # what the wasmedge-sdk in Cargo.toml is made for

die() {
    printf '%s\nfix: install WasmEdge %s as in https://wasmedge.org/docs/start/install, and set WASMEDGE_DIR\n' \
        "$1" "$version" >&2
    exit 1
}

holds_it() { # whether a folder is an installation of that version
    grep -qs "WASMEDGE_VERSION \"$version\"" "$1/include/wasmedge/version.h" &&
        [ -n "$(find -L "$1/lib" "$1/lib64" -name libwasmedge.so 2>/dev/null)" ]
}

install_into() {
    local partial=$1.partial lib
    rm -rf "$partial"
    mkdir -p "$partial"/{include,lib,lib64}
    echo "WasmEdge: downloading Debian's build and its libraries (44 MB)" >&2
    DEBIAN_ARCH=${TARGET_DEBIAN_ARCH:-} "$here/../../scripts/private-root.sh" "$partial" forky libwasmedge-dev || die "Debian's WasmEdge is not to be had"
    lib=$(echo "$partial"/root/usr/lib/*-linux-gnu)
    # libLLVM looks for its libraries in ../lib, so the folder must be called that.
    cp -a "$lib"/*.so* "$partial/lib/"
    cp -a "$partial/root/usr/include/wasmedge" "$partial/include/"
    # The crate lets rustc find libraries in lib64, so this libc must not be there: it would break rustc.
    ln -s ../lib/libwasmedge.so.0 "$partial/lib64/libwasmedge.so"
    rm -rf "$partial/root"
    holds_it "$partial" || die "Debian has another version of WasmEdge than $version"
    rm -rf "$1"
    mv "$partial" "$1"
}

dir=
for candidate in "${WASMEDGE_DIR:-}" "$HOME/.wasmedge" "$1"; do
    # The machine's own serves no other processor.
    [ -z "${TARGET_DEBIAN_ARCH:-}" ] || [ "$candidate" = "$1" ] || continue
    if [ -n "$candidate" ] && holds_it "$candidate"; then
        dir=$candidate
        break
    fi
done
if [ -z "$dir" ]; then
    install_into "$1"
    dir=$1
fi
if [ "$dir" = "$1" ]; then
    [ "$1/no-llvm" -nt "$here/no-llvm.sh" ] || "$here/no-llvm.sh" "$1/lib" "$1/no-llvm"
    echo "WASMEDGE_NO_LLVM=$(cd "$1/no-llvm" && pwd)"
fi
echo "WASMEDGE_DIR=$(cd "$dir" && pwd)"
# The bindings come with the crate: no libclang is needed to make them. A copy, so that no path of a checkout
# is in the build's environment, which would make every checkout build it again.
mkdir -p "$1"
cmp -s "$here/bindings.sh" "$1/bindings.sh" || install "$here/bindings.sh" "$1/bindings.sh"
echo "WASMEDGE_RUST_BINDGEN_PATH=$(cd "$1" && pwd)/bindings.sh"
