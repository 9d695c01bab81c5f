// with: a deadline
#include "../probe.h"

/* Loops without end, which can only be ended from outside. */

static volatile u32 count;

CASE(busy, "is ended: a loop") {
    for (;;)
        count++;
}

CASE(calling, "is ended: a loop that calls the host") {
    u64 now;
    for (;;)
        count += clock_time_get(MONOTONIC, 1, &now);
}
