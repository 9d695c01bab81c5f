#include "../probe.h"

CASE(yields, "yields and comes back") {
    WANT(sched_yield(), SUCCESS);
    return HELD;
}

CASE(often, "comes back each time of a hundred") {
    for (u32 i = 0; i < 100; i++)
        WANT(sched_yield(), SUCCESS);
    return HELD;
}
