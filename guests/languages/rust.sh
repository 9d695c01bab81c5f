#!/bin/bash
# Rust guests. `setup DIR` prints the environment that `wasm` and `native` want; see README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guests=$(dirname "$here")
target=wasm32-wasip1
# Cargo lets only one build at a time into a folder.
work=${WORK:-}/rust-${1:-}
. "$here/wrapper.sh"

setup() {
    if [ -d "$(rustc --print target-libdir --target $target 2>/dev/null)" ]; then
        echo "TOOLCHAIN=$(rustc -V)"
        return
    fi
    local root
    root=$(absolute "$1")
    if [ ! -e "$root/debs.sha256" ]; then
        echo "rust: no $target here; unpacking Debian's rustc and its libraries (190 MiB to fetch, 1.2 GiB on disk, about 30 s)" >&2
        rm -rf "$root.partial"
        "$here/../../scripts/private-root.sh" "$root.partial" forky \
            rustc libstd-rust-dev-wasm32 lld-22 ||
            { echo "fix: rustup target add $target" >&2; exit 1; }
        wrap "$root.partial"
        rm -rf "$root"
        mv "$root.partial" "$root"
    fi
    cat <<ENV
WASM_RUSTC=$root/bin/rustc
WASM_LD=$root/bin/wasm-ld
TOOLCHAIN=$("$root/bin/rustc" -V | cut -d')' -f1))
ENV
}

# Its programs run on its own libc, so each is started by its own loader. (An LD_LIBRARY_PATH would reach
# the programs they start in turn.)
wrap() {
    local lib llvm loader
    lib=$(cd "$1" && echo root/usr/lib/*-linux-gnu)
    llvm=$(cd "$1" && echo root/usr/lib/llvm-*)
    loader=$(cd "$1" && echo "$lib"/ld-linux-*.so.*)
    start() {
        local root=$1 name=$2
        shift 2
        wrapper "$root" "$name" "\$p/$loader" --library-path "\$p/$lib:\$p/$llvm/lib" --argv0 "$name" "$@"
    }
    start "$1" rustc "\$p/root/usr/bin/rustc" --sysroot "\$p/root/usr"
    start "$1" wasm-ld "\$p/$llvm/bin/wasm-ld"
}

# What an outer cargo or the user has set must not change a guest.
clean_environment() {
    unset RUSTC RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER RUSTDOC RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
    unset CARGO_BUILD_RUSTFLAGS CARGO_MANIFEST_DIR CARGO_MAKEFLAGS MAKEFLAGS
    export CARGO_TARGET_DIR=$work
}

build() { # the artefact's place in cargo's folder, then cargo's arguments
    local artefact=$1
    shift
    cargo build --quiet --release --locked --manifest-path "$guests/Cargo.toml" -p "guest-$NAME" "$@"
    mkdir -p "$(dirname "$OUT")"
    cp "$work/$artefact" "$OUT"
}

# No path of this machine may get into a module, nor the name of the registry its crates came from.
remap() {
    local source flags="--remap-path-prefix=$guests=guests"
    cargo fetch --quiet --locked --manifest-path "$guests/Cargo.toml"
    for source in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do flags+=" --remap-path-prefix=$source=crates"; done
    echo "$flags"
}

wasm() {
    clean_environment
    if [ -n "${WASM_RUSTC:-}" ]; then
        export RUSTC=$WASM_RUSTC CARGO_TARGET_WASM32_WASIP1_LINKER=$WASM_LD
    fi
    export CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS="$(remap) -Clink-arg=-zstack-size=262144 -Clink-arg=--stack-first"
    if [ "$KIND" = bench ]; then
        build "$target/release/guest_${NAME//-/_}.wasm" --target $target --lib
    else
        build "$target/release/guest-$NAME.wasm" --target $target --bins
    fi
}

native() {
    clean_environment
    local to=release options=()
    if [ -n "${NATIVE_TARGET:-}" ]; then
        to=$NATIVE_TARGET/release options=(--target "$NATIVE_TARGET")
        [ -z "${NATIVE_RUSTC:-}" ] || export RUSTC=$NATIVE_RUSTC
    fi
    if [ "$KIND" = bench ]; then
        build "$to/libguest_${NAME//-/_}.so" --lib "${options[@]}"
    else
        build "$to/guest-$NAME" --bins "${options[@]}"
    fi
}

case ${1:-} in
depends) printf '%s\n' Cargo.toml Cargo.lock kit/Cargo.toml kit/src languages/wrapper.sh ;;
setup) setup "${2:?a folder}" ;;
setup-native) ;;
wasm | native) "$1" ;;
native-toolchain) env -u RUSTC "${NATIVE_RUSTC:-rustc}" --version ;;
*) echo "usage: rust.sh depends | setup DIR | setup-native DIR | wasm | native | native-toolchain" >&2; exit 2 ;;
esac
