#include "../wasi-p3.h"

/* It may give fewer bytes than were wanted, but at least one. */
CASE(bytes, "gives random bytes, and others each time") {
    struct list part;
    u8 a[64], b[64];
    u8 *const both[] = {a, b};
    for (u32 i = 0; i < 2; i++) {
        for (u32 n = 0; n < 64; n += part.n) {
            random_bytes(64 - n, &part);
            WANT_THAT(part.n > 0 && part.n <= 64 - n);
            for (u32 j = 0; j < part.n; j++)
                both[i][n + j] = part.at[j];
        }
    }
    WANT_THAT(!same(a, b, 64));
    WANT_THAT(!all(a, a[0], 64));
    return HELD;
}

CASE(none, "gives no random bytes where none are wanted") {
    struct list none = {0, 7};
    random_bytes(0, &none);
    WANT_EQ(none.n, 0);
    return HELD;
}

CASE(number, "gives random numbers") {
    u64 a = random_u64(), b = random_u64();
    WANT_THAT(a != b);
    return HELD;
}

CASE(insecure, "gives insecure random bytes and numbers") {
    struct list bytes;
    insecure_bytes(32, &bytes);
    WANT_THAT(bytes.n > 0 && bytes.n <= 32);
    u64 a = insecure_u64(), b = insecure_u64();
    WANT_THAT(a != b);
    return HELD;
}

/* What it is, is open, but not whether it is written. */
CASE(seed, "gives an insecure seed") {
    u64 seed[2] = {1, 2};
    insecure_seed(seed);
    WANT_THAT(seed[0] != 1 || seed[1] != 2);
    return HELD;
}
