#!/bin/bash
# build.sh WORK
#
# Builds WAMR once for each configuration that can be had here, into WORK/lib, and the worker, which opens these
# libraries. setup.sh has told where what some of them want is: SIMDE, ASMJIT, LLVM_PREFIX; and WAMR_SOURCE where
# the source is not the crate's.
set -euo pipefail
mkdir -p "$1"
work=$(cd "$1" && pwd)
source=${WAMR_SOURCE:-$(../../scripts/crate-folder.sh . wamrx-sys)/wasm-micro-runtime}

# Times of files tell what has to be compiled again, but only within one source.
[ "$(cat "$work/built-from" 2> /dev/null)" = "$source" ] || rm -rf "${work:?}"/*
echo "$source" > "$work/built-from"
# A copy, because WAMR's build writes into its source.
rm -rf "$work/source" "$work/lib"
mkdir "$work/lib"
cp -a "$source" "$work/source"

# library NAME OPTION...: a configuration that does not build is left out; runtime.toml tells its fix.
library() {
    local name=$1
    shift
    echo "WAMR: building $name"
    rm -f "$work/$name/CMakeCache.txt" # options of an earlier build
    if cmake -S . -B "$work/$name" "-DWAMR_ROOT_DIR=$work/source" "-DNAME=$name" "$@" &&
        cmake --build "$work/$name" --parallel "$(nproc)"; then
        cp "$work/$name/libwamr-$name.so" "$work/lib/"
    else
        echo "WAMR: $name cannot be built here"
    fi
}

# interpreter NAME OPTION...: also with wasi-threads, apart from what is measured: with these, every loop of an
# interpreter looks whether another thread wants it to stop. The makers' option for wasi-testsuite lets a memory be
# imported by the name that the tests of threads give it.
interpreter() {
    library "$@"
    library "$1-threads" "${@:2}" -DWAMR_BUILD_LIB_WASI_THREADS=1 -DWAMR_BUILD_WASI_TEST=1
}

if [ -n "${SIMDE:-}" ]; then
    interpreter fast-interp "-DFETCHCONTENT_SOURCE_DIR_SIMDE=$SIMDE"
else
    interpreter fast-interp -DWAMR_BUILD_SIMD=0
fi
interpreter classic-interp -DWAMR_BUILD_FAST_INTERP=0 -DWAMR_BUILD_SIMD=0

if [ -n "${ASMJIT:-}" ]; then
    # In the place of the source that WAMR would fetch: headers, and a library with all parts of asmjit in it,
    # so the definitions that leave parts out must go.
    mkdir -p "$work/asmjit/src"
    ln -sfn "$ASMJIT/include/asmjit" "$work/asmjit/src/asmjit"
    touch "$work/asmjit/CMakeLists.txt"
    sed -i /-DASMJIT_NO_/d "$work/source/core/iwasm/fast-jit/iwasm_fast_jit.cmake"
    if objcopy --redefine-sym stderr=wamr_stderr "$(echo "$ASMJIT"/lib/*/libasmjit.a)" "$work/asmjit/libasmjit.a"; then
        library fast-jit -DWAMR_BUILD_FAST_JIT=1 -DWAMR_BUILD_SIMD=0 \
            "-DFETCHCONTENT_SOURCE_DIR_ASMJIT=$work/asmjit" "-DASMJIT_LIBRARY=$work/asmjit/libasmjit.a"
    fi
fi

if [ -n "${LLVM_PREFIX:-}" ]; then
    config=$LLVM_PREFIX/bin/llvm-config
    # A machine may have libraries that LLVM wants without the names by which a linker looks for them.
    mkdir -p "$work/names"
    for flag in $("$config" --link-static --system-libs); do
        name=lib${flag#-l}.so
        if [[ $flag == -l* && $("${CC:-cc}" -print-file-name="$name") == "$name" ]]; then
            ln -sfn "$("${CC:-cc}" -print-file-name="$name.1")" "$work/names/$name"
        fi
    done
    llvm=("-DLLVM_DIR=$LLVM_PREFIX/lib/cmake/llvm" "-DLLVM_LIBRARIES=-L$work/names -Wl,--as-needed $(
        "$config" --link-static --ldflags --libs --system-libs native orcjit passes | xargs)")
    library aot -DWAMR_BUILD_INTERP=0 -DWAMR_BUILD_FAST_INTERP=0
    library llvm-jit -DWAMR_BUILD_JIT=1 "${llvm[@]}"
    # It only compiles for this machine.
    sed -i 's/ && WASM_ENABLE_FUZZ_TEST == 0/ \&\& 0/' "$work/source/core/iwasm/compilation/aot_llvm.c"
    # Its loader is the classic interpreter's; the SIMD that it compiles is an option of its own.
    library compiler -DCOMPILER=1 -DWAMR_BUILD_FAST_INTERP=0 -DWAMR_BUILD_SIMD=0 -DWAMR_DISABLE_HW_BOUND_CHECK=1 \
        "${llvm[@]}"
fi

cargo build --release --locked --target-dir "$work"
