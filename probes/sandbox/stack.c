#include "../probe.h"

/* Recursion without end, in three ways: it can only be ended by the runtime, whose host should go on. */

/* Counts the calls, and keeps compilers from making loops of them. */
static volatile u32 depth;

static u64 __attribute__((noinline)) plain(u32 n) {
    if (++depth == 0)
        return 0;
    return plain(n + 1) * 31 + depth;
}

CASE(direct, "is ended: recursion") {
    return plain(0);
}

static u64 indirect(u32 n);
static u64 (*volatile next)(u32) = indirect;

static u64 indirect(u32 n) {
    if (++depth == 0)
        return 0;
    return next(n + 1) * 31 + depth;
}

CASE(table, "is ended: recursion through a table") {
    return next(0);
}

/* Sixteen values are kept over each call. */
static u64 __attribute__((noinline)) wide(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f, u64 g, u64 h) {
    u64 i = a * b, j = c * d, k = e * f, l = g * h, m = a ^ d, n = b ^ c, o = e ^ h, p = f ^ g;
    if (++depth == 0)
        return p;
    return wide(b, c, d, e, f, g, h, a + depth) * i + j * k + l * m + n * o + p * a + b * c + d * e + f * g + h;
}

CASE(frames, "is ended: recursion with many values in each frame") {
    return wide(1, 2, 3, 4, 5, 6, 7, 8);
}
