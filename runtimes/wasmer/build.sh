#!/bin/sh
# Builds the worker into the folder $1; with Wasmer's LLVM compiler if setup.sh found an LLVM.
exec cargo build --release --locked --target-dir "$1" ${LLVM_SYS_221_PREFIX:+--features llvm}
