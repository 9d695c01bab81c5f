#!/bin/sh
# Finds the Rust that Wasmer's crates want and the LLVM that its LLVM compiler is made for, and prints the environment to
# build with them.
# There need not be an LLVM: the worker then lacks the configuration `llvm`, and runtime.toml tells the fix.
here=$(cd "$(dirname "$0")" && pwd)
"$here/../../scripts/rust.sh" "$here/Cargo.toml" || exit
if found=$("$here/../../scripts/llvm.sh"); then
    printf '%s\n' "$found" | sed 's/^LLVM_PREFIX=/LLVM_SYS_221_PREFIX=/'
else
    echo "Wasmer is built without its LLVM compiler" >&2
    # Overrides one that was set to a folder without a usable LLVM.
    echo "LLVM_SYS_221_PREFIX="
fi
