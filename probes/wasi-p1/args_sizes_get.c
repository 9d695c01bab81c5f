#include "../probe.h"

CASE(count, "counts the arguments, empty ones too") {
    u32 count = 99, size = 99;
    WANT(args_sizes_get(&count, &size), SUCCESS);
    WANT_EQ(count, 4);
    return HELD;
}

CASE(bytes, "counts their bytes, with a zero byte for each") {
    u32 count, size;
    WANT(args_sizes_get(&count, &size), SUCCESS);
    WANT_EQ(size, sizeof "guest" + sizeof "" + sizeof "two words" + sizeof "\u00fcn\u00efc\u00f6de\n=\"'$");
    return HELD;
}
