#include "../wasi-p2.h"

__attribute__((import_module("wasi:logging/logging@0.1.0-draft"), import_name("log")))
void log(u32 level, PATH, PATH);

enum { TRACE, DEBUG, INFO };

/* Where a message goes is the runtime's matter, and no guest sees it. */
CASE(message, "links: a message can be logged") {
    log(INFO, P("probe"), P("a message"));
    return HELD;
}
