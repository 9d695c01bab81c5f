// with: the network
#include "../wasi-p2.h"

CASE(number, "takes a number for the name that it is") {
    struct handle stream;
    struct name_result name;
    FINE(resolve_addresses(instance_network(), P("127.0.0.1"), &stream), stream);
    pollable_block(names_subscribe(stream.it));
    FINE(next_address(stream.it, &name), name);
    WANT_EQ(name.is, 1);
    WANT_EQ(name.it.family, IPV4);
    WANT_THAT(same(name.it.v4, "\x7f\0\0\1", 4));
    FINE(next_address(stream.it, &name), name);
    WANT_EQ(name.is, 0);
    return HELD;
}

CASE(loopback, "finds the loopback by its name") {
    struct handle stream;
    struct name_result name;
    FINE(resolve_addresses(instance_network(), P("localhost"), &stream), stream);
    pollable_block(names_subscribe(stream.it));
    FINE(next_address(stream.it, &name), name);
    WANT_EQ(name.is, 1);
    if (name.it.family == IPV4)
        WANT_EQ(name.it.v4[0], 127);
    else
        WANT_EQ(name.it.v6[7], 0x100);
    return HELD;
}

CASE(invalid, "refuses what can be no name") {
    struct handle stream;
    FAILS(resolve_addresses(instance_network(), P("no name at all"), &stream), stream, S_INVALID_ARGUMENT);
    return HELD;
}
