#include "../probe.h"

static char *variables[1024];
static char buffer[65536];

static int is(const char *variable, const char *name) {
    return same(variable, name, length(name) + 1);
}

CASE(none, "none of the host's variables is shown") {
    u32 count, size;
    WANT(environ_sizes_get(&count, &size), SUCCESS);
    WANT_THAT(count <= 1024 && size <= sizeof buffer);
    WANT(environ_get(variables, buffer), SUCCESS);
    for (u32 i = 0; i < count; i++)
        WANT_THAT(is(variables[i], "PLAIN=value") || is(variables[i], "EMPTY=") ||
                  is(variables[i], "ODD=a=b\n\u00fc "));
    return HELD;
}
