#!/bin/sh
# Builds the worker into the folder $1, with the C source that the crate carries.
set -e
folder=$(../../scripts/crate-folder.sh . wasm3x-sys)
export WASM3_SOURCE="$folder/wasm3/source"
exec cargo build --release --locked --target-dir "$1"
