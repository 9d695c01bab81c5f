#!/bin/sh
# Builds the worker into the folder $1, with one that has no compilers and executes what was compiled ahead of time, and into $1/llvm
# a further one with Wasmer's LLVM compiler, if setup.sh found an LLVM: who has it linked in starts later and holds more memory,
# and only `llvm` shall pay for that. Each is linked from a build of its own, since cargo gives all programs of a build the same
# features; in the same folder, so that they share what they are built from.
set -eu
build() { cargo build --release --locked --target-dir "$@"; }
mkdir -p "$1/llvm"
rm -f "$1/llvm/wasmeter-wasmer"
if [ -n "${LLVM_SYS_221_PREFIX:-}" ]; then
    build "$1" --features llvm --bin wasmeter-wasmer
    mv "$1/release/wasmeter-wasmer" "$1/llvm/wasmeter-wasmer"
fi
build "$1" --no-default-features --bin wasmeter-wasmer-executor
build "$1" --bin wasmeter-wasmer
