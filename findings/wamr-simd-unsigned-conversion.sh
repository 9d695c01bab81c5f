#!/bin/bash
# Guess:    An interpreter that supports SIMD computes in each lane what the scalar instruction computes.
# Seen:     In WAMR's default interpreter on x86_64, `i32x4.trunc_sat_f32x4_u` of 3e9 is 2147483648, and so is that of every value
#           from 2^31 up to 2^32. The scalar `i32.trunc_sat_f32_u` is right. `i64x2.all_true` takes the lane
#           0x8000000000000000 for zero.
# Versions: wamrx-sys 0.3.0 (WAMR 2.4.3), PyPI simde-py 0.8.2.post1 (SIMDe 0.8.2, the release that WAMR's build asks for), GCC 12.2
#           without -march; 2026-11-30.
# Source:   SIMDe's simde/wasm/simd128.h, whose SSE2 code WAMR's fast interpreter calls. The conversion treats values from 2^32
#           as too large for a signed conversion, not those from 2^31. `all_true` compares lanes as f64, so a lane that
#           is -0.0 as a float is zero. Built for SSE4.1, `all_true` takes another way and is right: the bug depends on a flag of
#           the host's C compiler. wasmeter's probes wasm/simd-floats and wasm/simd-integers fail there for this reason.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR
for tool in cargo cmake make gcc python3; do
    command -v "$tool" > /dev/null || { echo "install $tool (needed: cargo, cmake, make, gcc, python3 with pip)"; exit 2; }
done
python3 -m pip --version > /dev/null 2>&1 || { echo "install pip for python3"; exit 2; }
[ "$(uname -m)" = x86_64 ] || { echo "needs a machine of x86_64"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CARGO_TARGET_DIR=$work/target

printf '[package]\nname = "x"\nversion = "0.1.0"\n[lib]\npath = "x.rs"\n[dependencies]\nwamrx-sys = "=0.3.0"\n' > Cargo.toml
touch x.rs
cargo vendor --quiet vendor > /dev/null
source=$work/vendor/wamrx-sys/wasm-micro-runtime
python3 -m pip download --quiet --no-deps --no-binary :all: --disable-pip-version-check simde-py==0.8.2.post1
tar xf simde_py-*.tar.gz
cmake -S "$source" -B build -DCMAKE_BUILD_TYPE=Release -DWAMR_BUILD_AOT=0 -DWAMR_BUILD_LIBC_WASI=0 -DWAMR_BUILD_LIBC_BUILTIN=0 \
    "-DFETCHCONTENT_SOURCE_DIR_SIMDE=$(echo "$work"/simde_py-*/simde_py/simde)" > log 2>&1 &&
    cmake --build build --target vmlib >> log 2>&1 || { tail log; exit 3; }

cat > host.c <<'END'
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "wasm_export.h"

// (func (export "s") (param f32) (result i32) (i32.trunc_sat_f32_u (local.get 0)))
// (func (export "v") (param f32) (result i32) (i32x4.extract_lane 0 (i32x4.trunc_sat_f32x4_u (f32x4.splat (local.get 0)))))
// (func (export "t") (param f32) (result i32) (i64x2.all_true (v128.const i64x2 1 0x8000000000000000)))
static uint8_t wasm[] =
    "\0asm\1\0\0\0" "\1\6\1\x60\1\x7d\1\x7f" "\3\4\3\0\0\0" "\7\15\3\1s\0\0\1v\0\1\1t\0\2" "\12\55\3"
    "\6\0\x20\0\xfc\1\x0b"
    "\14\0\x20\0\xfd\x13\xfd\xf9\1\xfd\x1b\0\x0b"
    "\27\0\xfd\x0c\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\xfd\xc3\1\x0b";

int main(void) {
    char error[128] = "";
    if (!wasm_runtime_init()) return 3;
    wasm_module_t module = wasm_runtime_load(wasm, sizeof wasm - 1, error, sizeof error);
    wasm_module_inst_t instance = module ? wasm_runtime_instantiate(module, 16384, 0, error, sizeof error) : NULL;
    if (!instance) return puts(error), 3;
    wasm_exec_env_t env = wasm_runtime_create_exec_env(instance, 16384);
    for (const char *name = "svt"; *name; name++) {
        float of = 3e9f;
        uint32_t value[1];
        memcpy(value, &of, sizeof of);
        if (!wasm_runtime_call_wasm(env, wasm_runtime_lookup_function(instance, (char[]){*name, 0}), 1, value)) return 3;
        printf("%s%u", name[0] == 's' ? "" : " ", value[0]);
    }
    return 0;
}
END
gcc -I"$source/core/iwasm/include" host.c build/libiwasm.a -lm -ldl -lpthread -o host
seen=$(./host) || { echo "the host did not run: $seen"; exit 3; }
echo "3e9 by the scalar conversion, by the vector's, all_true of (1, 0x8000000000000000): $seen"
expected="3000000000 2147483648 0" # the specification: 3000000000 3000000000 1
[ "$seen" = "$expected" ] || { echo "changed: expected $expected, got $seen"; exit 1; }
echo "as stated"
