#include "../probe.h"

static char *argv[8];
static char buffer[64];

CASE(order, "gives the arguments in their order, each ended by a zero byte") {
    WANT(args_get(argv, buffer), SUCCESS);
    WANT_THAT(same(argv[0], "guest", sizeof "guest"));
    WANT_THAT(same(argv[2], "two words", sizeof "two words"));
    return HELD;
}

CASE(empty, "gives an empty argument as one") {
    WANT(args_get(argv, buffer), SUCCESS);
    WANT_EQ(argv[1][0], 0);
    return HELD;
}

CASE(odd, "gives newlines, quotes, signs and letters beyond ASCII as they are") {
    WANT(args_get(argv, buffer), SUCCESS);
    WANT_THAT(same(argv[3], "\u00fcn\u00efc\u00f6de\n=\"'$", sizeof "\u00fcn\u00efc\u00f6de\n=\"'$"));
    return HELD;
}

CASE(within, "writes within the sizes of args_sizes_get") {
    const u32 size = sizeof "guest" + sizeof "" + sizeof "two words" + sizeof "\u00fcn\u00efc\u00f6de\n=\"'$";
    memset(argv, 0x55, sizeof argv);
    memset(buffer, 0x55, sizeof buffer);
    WANT(args_get(argv, buffer), SUCCESS);
    WANT_THAT(all(argv + 4, 0x55, sizeof argv / 2));
    WANT_THAT(all(buffer + size, 0x55, sizeof buffer - size));
    for (u32 i = 0; i < 4; i++)
        WANT_THAT(argv[i] >= buffer && argv[i] < buffer + size);
    return HELD;
}

CASE(again, "gives the same when asked again") {
    static char *again[8];
    static char others[64];
    WANT(args_get(argv, buffer), SUCCESS);
    WANT(args_get(again, others), SUCCESS);
    WANT_THAT(same(buffer, others, sizeof buffer));
    for (u32 i = 0; i < 4; i++)
        WANT_EQ(again[i] - others, argv[i] - buffer);
    return HELD;
}

/* WASI wants a trap for it. */
CASE(beyond, "traps or refuses pointers beyond the memory") {
    WANT_THAT(args_get(END_OF_MEMORY, END_OF_MEMORY) != SUCCESS);
    return HELD;
}
