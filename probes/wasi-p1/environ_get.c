#include "../probe.h"

static char *variables[8];
static char buffer[128];

/* The value of a variable, or none: the specification gives them no order. */
static const char *value(const char *name) {
    for (u32 i = 0; i < 3; i++)
        if (same(variables[i], name, length(name)) && variables[i][length(name)] == '=')
            return variables[i] + length(name) + 1;
    return 0;
}

CASE(plain, "gives NAME=value, ended by a zero byte") {
    WANT(environ_get(variables, buffer), SUCCESS);
    WANT_THAT(value("PLAIN"));
    WANT_THAT(same(value("PLAIN"), "value", sizeof "value"));
    return HELD;
}

CASE(empty, "gives a variable whose value is empty") {
    WANT(environ_get(variables, buffer), SUCCESS);
    WANT_THAT(value("EMPTY"));
    WANT_EQ(value("EMPTY")[0], 0);
    return HELD;
}

CASE(odd, "gives signs, newlines, letters beyond ASCII and a last space as they are") {
    WANT(environ_get(variables, buffer), SUCCESS);
    WANT_THAT(value("ODD"));
    WANT_THAT(same(value("ODD"), "a=b\n\u00fc ", sizeof "a=b\n\u00fc "));
    return HELD;
}

CASE(within, "writes within the sizes of environ_sizes_get") {
    const u32 size = sizeof "EMPTY=" + sizeof "ODD=a=b\n\u00fc " + sizeof "PLAIN=value";
    memset(variables, 0x55, sizeof variables);
    memset(buffer, 0x55, sizeof buffer);
    WANT(environ_get(variables, buffer), SUCCESS);
    WANT_THAT(all(variables + 3, 0x55, sizeof variables - 3 * sizeof *variables));
    WANT_THAT(all(buffer + size, 0x55, sizeof buffer - size));
    for (u32 i = 0; i < 3; i++)
        WANT_THAT(variables[i] >= buffer && variables[i] < buffer + size);
    return HELD;
}
