#!/bin/bash
# Rust guests. `setup` prints the environment that `wasm` wants, `setup-native` that of `native`; see README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guests=$(dirname "$here")
target=wasm32-wasip1
# Cargo lets only one build at a time into a folder.
work=${WORK:-}/rust-${1:-}${NATIVE_COMPILER:+-$NATIVE_COMPILER}

# Sets `rustc` to the compiler of modules.
located() {
    local found
    found=$(env -u RUSTC "$here/../../scripts/rust.sh" 1.95 $target) || exit
    rustc=${found#RUSTC=}
    rustc=${rustc:-rustc}
}

setup() {
    local rustc linker
    located
    linker=$(dirname "$rustc")/wasm-ld
    echo "WASM_RUSTC=$rustc"
    [ ! -x "$linker" ] || echo "WASM_LD=$linker"
    echo "TOOLCHAIN=$("$rustc" -V | cut -d')' -f1))"
}

# The module's compiler, if it also builds for this machine or the emulated one: so a ratio to native is not one of two compilers.
setup_native() {
    local rustc
    located
    [ -n "${NATIVE_TARGET:-}" ] && [ ! -d "$("$rustc" --print target-libdir --target "$NATIVE_TARGET")" ] || echo "NATIVE_RUSTC=$rustc"
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
    export RUSTC=$WASM_RUSTC
    [ -z "${WASM_LD:-}" ] || export CARGO_TARGET_WASM32_WASIP1_LINKER=$WASM_LD
    export CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS="$(remap) -Clink-arg=-zstack-size=262144 -Clink-arg=--stack-first"
    if [ "$KIND" = bench ]; then
        build "$target/release/guest_${NAME//-/_}.wasm" --target $target --lib
    else
        build "$target/release/guest-$NAME.wasm" --target $target --bins
    fi
}

# Prints the module's compiler, or the system's, where that is asked for or there is no other. For another processor, that is what
# builds workers.
native_compiler() {
    if [ "${NATIVE_COMPILER:-}" = system ] || [ -z "${NATIVE_RUSTC:-}" ]; then
        local rustc=${NATIVE_TARGET:+${RUSTC:-}}
        echo "${rustc:-rustc}"
    else
        echo "$NATIVE_RUSTC"
    fi
}

native() {
    local rustc to=release options=()
    rustc=$(native_compiler)
    clean_environment
    export RUSTC=$rustc
    [ -z "${NATIVE_TARGET:-}" ] || to=$NATIVE_TARGET/release options=(--target "$NATIVE_TARGET")
    if [ "$KIND" = bench ]; then
        build "$to/libguest_${NAME//-/_}.so" --lib "${options[@]}"
    else
        build "$to/guest-$NAME" --bins "${options[@]}"
    fi
}

case ${1:-} in
depends) printf '%s\n' Cargo.toml Cargo.lock kit/Cargo.toml kit/src ;;
setup) setup ;;
setup-native) setup_native ;;
wasm | native) "$1" ;;
native-toolchain) "$(native_compiler)" --version | cut -d')' -f1 | sed 's/$/)/' ;;
*) echo "usage: rust.sh depends | setup DIR | setup-native DIR | wasm | native | native-toolchain" >&2; exit 2 ;;
esac
