#!/bin/bash
# build.sh WORK
#
# Builds WAMR's command line by its makers' CMake files, once for each configuration, into a folder of WORK.
set -euo pipefail
mkdir -p "$1"
work=$(cd "$1" && pwd)
# A copy, because WAMR's build writes into its source. Times of files tell what has to be compiled again, but only within
# one source.
[ "$(cat "$work/built-from" 2> /dev/null)" = "$WAMR_SOURCE" ] || rm -rf "${work:?}"/*
echo "$WAMR_SOURCE" > "$work/built-from"
rm -rf "$work/source"
cp -a "$WAMR_SOURCE" "$work/source"

# iwasm NAME OPTION...
iwasm() {
    local build=$work/$1
    shift
    rm -f "$build/CMakeCache.txt" # options of an earlier build
    cmake -S "$work/source/product-mini/platforms/linux" -B "$build" "$@"
    cmake --build "$build" --parallel "$(nproc)" --target iwasm
}

if [ -n "${SIMDE:-}" ]; then
    iwasm fast-interp "-DFETCHCONTENT_SOURCE_DIR_SIMDE=$SIMDE"
else
    iwasm fast-interp -DWAMR_BUILD_SIMD=0
fi
iwasm classic-interp -DWAMR_BUILD_FAST_INTERP=0 -DWAMR_BUILD_SIMD=0
