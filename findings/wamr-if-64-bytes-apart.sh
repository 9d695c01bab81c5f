#!/bin/bash
# Guess:    An `if` whose condition is false skips its body, so the length of the body does not matter.
# Seen:     In WAMR's classic interpreter, three `if`s in a loop take some hundred times longer if they lie a multiple of 64 bytes
#           apart. One more `nop` in each body, which never runs, makes the loop fast.
# Versions: wamrx-sys 0.3.0 (WAMR 2.4.3), GCC 12.2, x86_64; 2026-11-30.
# Source:   WAMR's core/iwasm/interpreter/wasm_loader.c, wasm_loader_find_block_addr, and BLOCK_ADDR_CACHE_SIZE in core/config.h.
#           An `if` looks for its end in a cache of 64 x 2 entries. The low six bits of its address choose the entry. A miss scans
#           the body. Three addresses with the same low bits evict each other. A benchmark of this interpreter therefore says as
#           much about the layout of the guest's code as about the interpreter: wasmeter measures it 1.6 times slower than the
#           fast interpreter in one guest, and 534 times slower in another.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR
for tool in cargo cmake make gcc; do
    command -v "$tool" > /dev/null || { echo "install $tool (needed: cargo, cmake, make, gcc)"; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CARGO_TARGET_DIR=$work/target

# WAMR's C source, as the crate carries it.
printf '[package]\nname = "x"\nversion = "0.1.0"\n[lib]\npath = "x.rs"\n[dependencies]\nwamrx-sys = "=0.3.0"\n' > Cargo.toml
touch x.rs
cargo vendor --quiet vendor > /dev/null
source=$work/vendor/wamrx-sys/wasm-micro-runtime
cmake -S "$source" -B build -DCMAKE_BUILD_TYPE=Release -DWAMR_BUILD_FAST_INTERP=0 -DWAMR_BUILD_AOT=0 -DWAMR_BUILD_SIMD=0 \
    -DWAMR_BUILD_LIBC_WASI=0 -DWAMR_BUILD_LIBC_BUILTIN=0 > log 2>&1 &&
    cmake --build build --target vmlib >> log 2>&1 || { tail log; exit 3; }

cat > host.c <<'END'
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "wasm_export.h"

static uint8_t wasm[1 << 16];
static size_t at;
static void bytes(const char *from, size_t n) { memcpy(wasm + at, from, n), at += n; }
#define BYTES(s) bytes(s, sizeof(s) - 1)
static void size(uint32_t n) { // LEB128 in three bytes
    wasm[at++] = (n & 127) | 128, wasm[at++] = (n >> 7 & 127) | 128, wasm[at++] = n >> 14;
}

// CPU seconds of 5000 rounds of: loop, three times (if (i32.const 0) (then nop ...)). An `if` begins `distance` bytes after the last one.
static double run(uint32_t distance) {
    char error[128] = "";
    at = 0;
    BYTES("\0asm\1\0\0\0" "\1\5\1\x60\1\x7f\0" "\3\2\1\0" "\7\5\1\1f\0\0" "\12"); // (type (func (param i32))), (export "f")
    size(3 * distance + 18), BYTES("\1"), size(3 * distance + 14), BYTES("\0\3\x40");
    for (int i = 0; i < 3; i++) {
        BYTES("\x41\0\4\x40");
        memset(wasm + at, 1, distance - 5), at += distance - 5;
        BYTES("\x0b");
    }
    BYTES("\x20\0\x41\1\x6b\x22\0\x0d\0\x0b\x0b"); // (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))
    wasm_module_t module = wasm_runtime_load(wasm, at, error, sizeof error);
    wasm_module_inst_t instance = module ? wasm_runtime_instantiate(module, 16384, 0, error, sizeof error) : NULL;
    if (!instance) puts(error), exit(3);
    wasm_exec_env_t env = wasm_runtime_create_exec_env(instance, 16384);
    uint32_t rounds = 5000;
    clock_t start = clock();
    if (!wasm_runtime_call_wasm(env, wasm_runtime_lookup_function(instance, "f"), 1, &rounds)) exit(3);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

int main(void) {
    if (!wasm_runtime_init()) return 3;
    double slow = run(6400), fast = run(6401);
    printf("6400 bytes apart: %.6f s\n6401 bytes apart: %.6f s\nratio: %.0f\n", slow, fast, slow / fast);
    return slow < 20 * fast; // far below what was seen
}
END
gcc -O1 -I"$source/core/iwasm/include" host.c build/libiwasm.a -lm -ldl -lpthread -o host
./host || { echo "changed: expected a ratio above 20 (about 400 was seen), got the one above"; exit 1; }
echo "as stated"
