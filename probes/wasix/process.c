#include "../wasix.h"

CASE(pid, "tells the number of the process, the same each time") {
    u32 one = 0, two = 0;
    WANT(proc_id(&one), SUCCESS);
    WANT(proc_id(&two), SUCCESS);
    WANT_THAT(one != 0);
    WANT_EQ(one, two);
    return HELD;
}

CASE(parent, "tells another number for its parent") {
    u32 pid, parent = ~0u;
    WANT(proc_id(&pid), SUCCESS);
    WANT(proc_parent(pid, &parent), SUCCESS);
    WANT_THAT(parent != ~0u && parent != pid);
    return HELD;
}

CASE(parallelism, "tells how many threads can run at a time") {
    u32 n = 0;
    WANT(thread_parallelism(&n), SUCCESS);
    WANT_THAT(n >= 1 && n < 65536);
    return HELD;
}

CASE(sleeps, "sleeps") {
    u64 before, after;
    WANT(clock_time_get(MONOTONIC, 1, &before), SUCCESS);
    WANT(thread_sleep(20000000), SUCCESS);
    WANT(clock_time_get(MONOTONIC, 1, &after), SUCCESS);
    WANT_THAT(after - before >= 20000000);
    return HELD;
}
