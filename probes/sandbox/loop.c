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

CASE(waiting, "is ended: waiting for a year") {
    const struct subscription in[] = {{.type = EVENT_CLOCK, .clock = {.id = MONOTONIC, .timeout = 31536000000000000}}};
    struct event out[1];
    u32 n;
    poll_oneoff(in, out, 1, &n);
    return HELD;
}
