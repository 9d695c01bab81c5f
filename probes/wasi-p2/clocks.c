#include "../wasi-p2.h"

#define MILLISECOND 1000000ull

CASE(monotonic, "has a monotonic clock that goes on and never back") {
    u64 last = monotonic_now(), first = last;
    for (u32 i = 0; i < 10000; i++) {
        u64 now = monotonic_now();
        WANT_THAT(now >= last);
        last = now;
    }
    WANT_THAT(last > first);
    return HELD;
}

CASE(resolution, "tells a resolution between 1 ns and 1 s") {
    struct datetime wall;
    u64 resolution = monotonic_resolution();
    WANT_THAT(resolution > 0 && resolution <= 1000 * MILLISECOND);
    wall_resolution(&wall);
    WANT_THAT(wall.nanoseconds < 1000000000);
    WANT_THAT(wall.seconds * 1000000000 + wall.nanoseconds > 0);
    return HELD;
}

CASE(wall, "has a wall clock that is beyond 2024") {
    struct datetime now;
    wall_now(&now);
    WANT_THAT(now.seconds > 1704067200);
    WANT_THAT(now.nanoseconds < 1000000000);
    return HELD;
}

CASE(sleeps, "sleeps for a duration, and not much longer") {
    u64 before = monotonic_now();
    pollable_block(subscribe_duration(20 * MILLISECOND));
    u64 slept = monotonic_now() - before;
    WANT_THAT(slept >= 20 * MILLISECOND);
    WANT_THAT(slept < 2000 * MILLISECOND);
    return HELD;
}

CASE(until, "sleeps until an instant") {
    u64 when = monotonic_now() + 20 * MILLISECOND;
    u32 pollable = subscribe_instant(when);
    WANT_EQ(pollable_ready(pollable), 0);
    pollable_block(pollable);
    WANT_THAT(monotonic_now() >= when);
    WANT_EQ(pollable_ready(pollable), 1);
    return HELD;
}

CASE(past, "does not wait for an instant that is over") {
    struct list ready;
    poll((u32[]){subscribe_duration(60000 * MILLISECOND), subscribe_instant(monotonic_now())}, 2, &ready);
    WANT_EQ(ready.n, 1);
    WANT_EQ(*(u32 *)ready.at, 1);
    return HELD;
}
