#!/bin/sh
# Builds the worker into the folder $1, and into $1/llvm a second one with Wasmer's LLVM compiler, if setup.sh
# found an LLVM: who has it linked in starts later and holds more memory, and only `llvm` shall pay for that.
set -eu
build() { cargo build --release --locked --target-dir "$1" --features "$2"; }
mkdir -p "$1/llvm"
rm -f "$1/llvm/wasmeter-wasmer"
if [ -n "${LLVM_SYS_221_PREFIX:-}" ]; then
    build "$1" llvm
    mv "$1/release/wasmeter-wasmer" "$1/llvm/wasmeter-wasmer"
fi
# In the same folder, so that the two share what they are built from.
build "$1" ""
