// with: a deadline
#include "../probe.h"

/* A call of the host that does not return by itself: what counts or checks in the guest's code does not see it. */

CASE(waiting, "is ended: waiting for a year") {
    const struct subscription in[] = {{.type = EVENT_CLOCK, .clock = {.id = MONOTONIC, .timeout = 31536000000000000}}};
    struct event out[1];
    u32 n;
    poll_oneoff(in, out, 1, &n);
    return HELD;
}
