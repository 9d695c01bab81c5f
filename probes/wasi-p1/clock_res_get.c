#include "../probe.h"

CASE(realtime, "tells a resolution above zero of the clock of real time") {
    u64 resolution = 0;
    WANT(clock_res_get(REALTIME, &resolution), SUCCESS);
    WANT_THAT(resolution > 0);
    return HELD;
}

CASE(monotonic, "tells a resolution above zero of the monotonic clock") {
    u64 resolution = 0;
    WANT(clock_res_get(MONOTONIC, &resolution), SUCCESS);
    WANT_THAT(resolution > 0);
    return HELD;
}

CASE(seconds, "tells resolutions in nanoseconds: none coarser than a second") {
    u64 resolution = 0;
    WANT(clock_res_get(REALTIME, &resolution), SUCCESS);
    WANT_THAT(resolution <= 1000000000);
    WANT(clock_res_get(MONOTONIC, &resolution), SUCCESS);
    WANT_THAT(resolution <= 1000000000);
    return HELD;
}

/* A runtime need not have these clocks, but has to say so by this very errno. */
CASE(cpu, "tells a resolution of the clocks of CPU time, or that they are not there: inval") {
    for (u32 id = PROCESS_CPUTIME; id <= THREAD_CPUTIME; id++) {
        u64 resolution = 1;
        WANT_ANY_OF(clock_res_get(id, &resolution), SUCCESS, INVAL);
        WANT_THAT(resolution > 0);
    }
    return HELD;
}

CASE(unknown, "traps or refuses a clock that does not exist: inval") {
    u64 resolution;
    WANT(clock_res_get(17, &resolution), INVAL);
    return HELD;
}
