#!/bin/sh
# Builds the worker of modules into the folder $1, and the one without compilers, which executes what was compiled ahead of time.
# It is linked from a build of its own, since cargo gives all programs of a build the same features.
set -eu
build() { cargo build --release --locked --target-dir "$@"; }
build "$1" --no-default-features --bin wasmeter-wasmtime-executor
build "$1" --bin wasmeter-wasmtime
