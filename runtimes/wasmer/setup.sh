#!/bin/sh
# Looks for the LLVM that Wasmer's LLVM compiler is made for, and prints the environment to build with it.
# There need not be one: the worker then lacks the configuration `llvm`, and runtime.toml tells the fix.
version=22.1

usable() {
    "$1/bin/llvm-config" --version 2> /dev/null | grep -q "^$version\." || return 1
    # Wasmer links LLVM statically, and distributions pack some of the libraries apart (Debian: Polly).
    for library in $("$1/bin/llvm-config" --link-static --libfiles); do
        [ -e "$library" ] || { echo "LLVM in $1 lacks $library" >&2; return 1; }
    done
}

for prefix in "$LLVM_SYS_221_PREFIX" /usr/lib/llvm-22 /usr/local /usr "$(llvm-config --prefix 2> /dev/null)"; do
    if [ -n "$prefix" ] && usable "$prefix"; then
        echo "LLVM $version is in $prefix" >&2
        echo "LLVM_SYS_221_PREFIX=$prefix"
        exit 0
    fi
done
echo "no LLVM $version here: Wasmer is built without its LLVM compiler" >&2
# Overrides one that was set to a folder without a usable LLVM.
echo "LLVM_SYS_221_PREFIX="
