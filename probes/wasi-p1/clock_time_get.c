#include "../probe.h"

CASE(realtime, "tells the time since 1970 in nanoseconds: a year between 2020 and 2100") {
    u64 now = 0;
    WANT(clock_time_get(REALTIME, 1, &now), SUCCESS);
    WANT_THAT(now > 1577836800000000000);
    WANT_THAT(now < 4102444800000000000);
    return HELD;
}

CASE(never_back, "never turns the monotonic clock back") {
    u64 last = 0, now;
    for (u32 i = 0; i < 1000; i++) {
        WANT(clock_time_get(MONOTONIC, 1, &now), SUCCESS);
        WANT_THAT(now >= last);
        last = now;
    }
    return HELD;
}

CASE(moves, "lets both clocks move on") {
    for (u32 id = REALTIME; id <= MONOTONIC; id++) {
        u64 first, now;
        WANT(clock_time_get(id, 1, &first), SUCCESS);
        now = first;
        for (u32 i = 0; i < 50000 && now == first; i++)
            WANT(clock_time_get(id, 1, &now), SUCCESS);
        WANT_THAT(now != first);
    }
    return HELD;
}

CASE(precision, "takes any precision") {
    u64 now;
    WANT(clock_time_get(MONOTONIC, 0, &now), SUCCESS);
    WANT(clock_time_get(MONOTONIC, 3600000000000, &now), SUCCESS);
    WANT(clock_time_get(MONOTONIC, ~0ull, &now), SUCCESS);
    return HELD;
}

/* POSIX has inval for a clock that is not there; notsup says the same of one that WASI names. */
CASE(cpu, "tells CPU time without turning back, or says that it cannot: inval or notsup") {
    for (u32 id = PROCESS_CPUTIME; id <= THREAD_CPUTIME; id++) {
        u64 first = 0, then = 0;
        WANT_ANY_OF(clock_time_get(id, 1, &first), SUCCESS, INVAL, NOTSUP);
        WANT_ANY_OF(clock_time_get(id, 1, &then), SUCCESS, INVAL, NOTSUP);
        WANT_THAT(then >= first);
    }
    return HELD;
}

CASE(unknown, "traps or refuses a clock that does not exist: inval") {
    u64 now;
    WANT(clock_time_get(17, 1, &now), INVAL);
    return HELD;
}

/* WASI wants a trap for it. */
CASE(beyond, "traps or refuses a result beyond the memory") {
    WANT_THAT(clock_time_get(MONOTONIC, 1, END_OF_MEMORY) != SUCCESS);
    return HELD;
}
