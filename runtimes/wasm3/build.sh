#!/bin/sh
# Builds the worker into the folder $1, with the C source that the crate carries, and into $1/uvwasi a further one whose WASI is
# uvwasi, if setup.sh found that: both WASIs have the same names. In the same folder, so that they share what they are built from.
set -eu
folder=$(../../scripts/crate-folder.sh . wasm3x-sys)
export WASM3_SOURCE="$folder/wasm3/source"
build() { cargo build --release --locked --target-dir "$@"; }
release=$1/${CARGO_BUILD_TARGET:-.}/release
mkdir -p "$1/uvwasi"
rm -f "$1/uvwasi/wasmeter-wasm3"
if [ -n "${UVWASI_SOURCE:-}" ]; then
    build "$1" --features uvwasi
    mv "$release/wasmeter-wasm3" "$1/uvwasi/wasmeter-wasm3"
fi
build "$1"
