/* The kit of the C and C++ guests: define setup() and step(), include this once. It exports what the harness
   calls. src/lib.rs beside it does the same for Rust. */
#ifndef WASMETER_BENCH_H
#define WASMETER_BENCH_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Prepares the input, once; it stays valid and has a zero byte behind it. */
static void setup(const uint8_t *input, size_t size);

/* One unit of work from the prepared state; returns the digest of its whole result. */
static uint64_t step(void);

/* Folds numbers and bytes into 64 bits, eight bytes at a time so that it costs little beside the work. It
   guards against wrong results, not against malice. The Rust kit computes the very same. */
#define DIGEST_NEW UINT64_C(0xcbf29ce484222325)

static inline uint64_t digest_u64(uint64_t digest, uint64_t value) {
    uint64_t h = (digest ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ (h >> 32);
}

/* The bytes, the last word padded with zeros, then their number. */
static inline uint64_t digest_bytes(uint64_t digest, const void *bytes, size_t size) {
    const uint8_t *at = (const uint8_t *)bytes;
    uint64_t word;
    size_t left = size;
    for (; left >= 8; left -= 8, at += 8) {
        memcpy(&word, at, 8);
        digest = digest_u64(digest, word);
    }
    word = 0;
    if (left > 0)
        memcpy(&word, at, left);
    return digest_u64(digest_u64(digest, word), size);
}

/* A guest that cannot do its work traps: a wrong result must not look like a slow one. */
static inline void check(int ok) {
    if (!ok)
        abort();
}

static uint8_t *read_input(size_t *size) {
    size_t room = 1 << 16, used = 0;
    uint8_t *bytes = (uint8_t *)malloc(room + 1);
    for (;;) {
        check(bytes != NULL);
        ssize_t got = read(0, bytes + used, room - used);
        check(got >= 0);
        if (got == 0)
            break;
        used += (size_t)got;
        if (used == room)
            bytes = (uint8_t *)realloc(bytes, (room *= 2) + 1);
    }
    bytes[used] = 0;
    *size = used;
    return bytes;
}

#ifdef __wasm__
#define BENCH_EXPORT __attribute__((export_name("bench")))
#else
#define BENCH_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C"
#endif
BENCH_EXPORT uint64_t bench(uint32_t n);

uint64_t bench(uint32_t n) {
    static int ready;
    /* Volatile, so that the compiler cannot know which function a step is: it can drop, merge or hoist none. */
    static uint64_t (*volatile work)(void) = step;
    if (n == 0)
        return 0;
    if (!ready) {
        size_t size;
        const uint8_t *input = read_input(&size);
        setup(input, size);
        ready = 1;
    }
    uint64_t sum = 0;
    for (; n > 0; n--)
        sum += work();
    return sum;
}

#endif
