#include "../wasi-p2.h"

CASE(bytes, "gives as many random bytes as were wanted, and others each time") {
    struct list a, b;
    random_bytes(64, &a);
    random_bytes(64, &b);
    WANT_EQ(a.n, 64);
    WANT_EQ(b.n, 64);
    WANT_THAT(!same(a.at, b.at, 64));
    WANT_THAT(!all(a.at, a.at[0], 64));
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
    WANT_EQ(bytes.n, 32);
    WANT_THAT(!all(bytes.at, bytes.at[0], 32));
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
