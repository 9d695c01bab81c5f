#!/bin/bash
# Guess:    Initialising WAMR, a runtime for small devices, takes a few hundred KiB, whatever thread does it.
# Seen:     `wasm_runtime_init` writes to each page of the calling thread's native stack. In a thread with a stack of 8 MiB, the size
#           that Linux gives a main thread by default, resident memory grows by 8 MiB, before there is any module.
# Versions: wamrx-sys 0.3.0 (WAMR 2.4.3), GCC 12.2, x86_64; 2026-11-30.
# Source:   WAMR's core/shared/platform/common/posix/posix_thread.c, init_stack_guard_pages, and issue 1677 of
#           wasm-micro-runtime, whose option WAMR_DISABLE_STACK_HW_BOUND_CHECK ends it. A host that cares gives WAMR a thread
#           with a small stack. In wasmeter, the worker's main thread paid for it: most of WAMR's peak memory, and
#           of the time that its engine takes to start.
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

cat > host.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include "wasm_export.h"

static long resident_kib(void) {
    char line[256];
    long kib = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, status) && sscanf(line, "VmRSS: %ld", &kib) != 1) {}
    fclose(status);
    return kib;
}

static void *initialise(void *unused) {
    long before = resident_kib();
    if (!wasm_runtime_init()) exit(3);
    printf("%ld\n", resident_kib() - before);
    return unused;
}

int main(int argc, char **argv) {
    pthread_attr_t attributes;
    pthread_t thread;
    resident_kib();
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, atol(argv[argc - 1]) << 10);
    return pthread_create(&thread, &attributes, initialise, NULL) || pthread_join(thread, NULL);
}
END

# growth NAME STACK CMAKE-OPTION...: KiB by which resident memory grows in a thread with a stack of so many KiB.
growth() {
    local name=$1 stack=$2
    shift 2
    if [ ! -x "host-$name" ]; then
        cmake -S "$source" -B "$name" -DWAMR_BUILD_AOT=0 -DWAMR_BUILD_SIMD=0 -DWAMR_BUILD_LIBC_WASI=0 "$@" > log 2>&1 &&
            cmake --build "$name" --target vmlib >> log 2>&1 || { tail log >&2; exit 3; }
        gcc -I"$source/core/iwasm/include" host.c "$name/libiwasm.a" -lm -ldl -lpthread -o "host-$name"
    fi
    "./host-$name" "$stack"
}
large=$(growth default 8192)
small=$(growth default 512)
without=$(growth without 8192 -DWAMR_DISABLE_STACK_HW_BOUND_CHECK=1)
echo "stack of 8 MiB: +$large KiB; of 512 KiB: +$small KiB; of 8 MiB without the check of the native stack: +$without KiB"
if [ "$large" -lt 6000 ] || [ "$small" -gt 2000 ] || [ "$without" -gt 2000 ]; then
    echo "changed: expected more than 6000 KiB, less than 2000 and less than 2000; got $large, $small and $without"
    exit 1
fi
echo "as stated"
