#include "../probe.h"

static u8 bytes[65536 + 64];

/* All 16 bytes are the same by chance once in 2^128 times. */
CASE(differ, "gives other bytes each time") {
    u8 one[16], other[16];
    WANT(random_get(one, 16), SUCCESS);
    WANT(random_get(other, 16), SUCCESS);
    WANT_THAT(!same(one, other, 16));
    return HELD;
}

CASE(empty, "takes an empty buffer") {
    bytes[0] = 0x55;
    WANT(random_get(bytes, 0), SUCCESS);
    WANT_EQ(bytes[0], 0x55);
    return HELD;
}

CASE(large, "fills 64 KiB: no 64 bytes of it are left out") {
    WANT(random_get(bytes, 65536), SUCCESS);
    for (u32 at = 0; at < 65536; at += 64)
        WANT_THAT(!all(bytes + at, 0, 64));
    return HELD;
}

CASE(within, "writes nothing beyond the buffer, be it odd in size and place") {
    memset(bytes, 0x55, 256);
    WANT(random_get(bytes + 33, 67), SUCCESS);
    WANT_THAT(all(bytes, 0x55, 33));
    WANT_THAT(!all(bytes + 33, 0x55, 67));
    WANT_THAT(all(bytes + 100, 0x55, 156));
    return HELD;
}

/* A value that never comes in 65,536 draws of 256 would be one chance in 10^109. */
CASE(values, "gives each of the 256 values of a byte") {
    static u8 seen[256];
    WANT(random_get(bytes, 65536), SUCCESS);
    for (u32 i = 0; i < 65536; i++)
        seen[bytes[i]] = 1;
    WANT_THAT(all(seen, 1, 256));
    return HELD;
}

/* WASI wants a trap for it. */
CASE(beyond, "traps or refuses a buffer beyond the memory") {
    WANT_THAT(random_get(END_OF_MEMORY, 16) != SUCCESS);
    return HELD;
}
