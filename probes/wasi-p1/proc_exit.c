#include "../probe.h"

CASE(zero, "exits with 0: as told") { proc_exit(0); }

CASE(one, "exits with 1: as told") { proc_exit(1); }

CASE(seven, "exits with 7: as told") { proc_exit(7); }

CASE(high, "exits with 125: the highest that every host can pass on") { proc_exit(125); }

static u32 __attribute__((noinline)) down(volatile u32 *depth) {
    if (++*depth == 50)
        proc_exit(3);
    return down(depth) + *depth;
}

CASE(deep, "exits with 3: from within many calls") {
    u32 depth = 0;
    return down(&depth);
}
