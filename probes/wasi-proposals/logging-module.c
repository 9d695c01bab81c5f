#include "../probe.h"

/* The same interface as a module's import, as runtimes have it that take no components. Where a message goes is the
   context's matter: `stdout` and `stderr` are taken by those that have it. */
__attribute__((import_module("wasi:logging/logging"), import_name("log")))
void log(u32 level, PATH, PATH);

enum { TRACE, DEBUG, INFO };

CASE(out, "prints to-be-seen: a message is logged on standard output") {
    log(INFO, P("stdout"), P("to-be-seen"));
    return HELD;
}

CASE(error, "prints to-be-seen-too: a message is logged on standard error") {
    log(INFO, P("stderr"), P("to-be-seen-too"));
    return HELD;
}
