#include "../probe.h"

CASE(count, "counts the variables") {
    u32 count = 99, size = 99;
    WANT(environ_sizes_get(&count, &size), SUCCESS);
    WANT_EQ(count, 3);
    return HELD;
}

CASE(bytes, "counts their bytes, with a zero byte for each") {
    u32 count, size;
    WANT(environ_sizes_get(&count, &size), SUCCESS);
    WANT_EQ(size, sizeof "EMPTY=" + sizeof "ODD=a=b\n\u00fc " + sizeof "PLAIN=value");
    return HELD;
}
