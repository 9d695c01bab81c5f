#include "../wasi-p3.h"

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
    u64 monotonic = monotonic_resolution(), system = system_resolution();
    WANT_THAT(monotonic > 0 && monotonic <= 1000 * MILLISECOND);
    WANT_THAT(system > 0 && system <= 1000 * MILLISECOND);
    return HELD;
}

CASE(system, "has a system clock that is beyond 2024") {
    struct datetime now;
    system_now(&now);
    WANT_THAT((s64)now.seconds > 1704067200);
    WANT_THAT(now.nanoseconds < 1000000000);
    return HELD;
}

CASE(waits, "waits for a duration, and not much longer") {
    u64 before = monotonic_now();
    wait_for(20 * MILLISECOND);
    u64 waited = monotonic_now() - before;
    WANT_THAT(waited >= 20 * MILLISECOND);
    WANT_THAT(waited < 2000 * MILLISECOND);
    return HELD;
}

CASE(until, "waits until an instant, and not for one that is over") {
    u64 begin = monotonic_now(), when = begin + 20 * MILLISECOND;
    wait_until(when);
    u64 after = monotonic_now();
    WANT_THAT(after >= when);
    wait_until(begin);
    WANT_THAT(monotonic_now() - after < 2000 * MILLISECOND);
    return HELD;
}

CASE(both, "waits for two durations at a time, and is told which is over") {
    struct happened happened;
    u64 before = monotonic_now();
    u32 set = new_set(), late = start_wait_for(60000 * MILLISECOND), soon = start_wait_for(20 * MILLISECOND);
    WANT_EQ(STATE(late), STARTED);
    WANT_EQ(STATE(soon), STARTED);
    join(ABOVE(late), set);
    join(ABOVE(soon), set);
    WANT_EQ(set_wait(set, &happened), SUBTASK);
    WANT_EQ(happened.of, ABOVE(soon));
    WANT_EQ(happened.what, RETURNED);
    u64 waited = monotonic_now() - before;
    WANT_THAT(waited >= 20 * MILLISECOND && waited < 2000 * MILLISECOND);
    drop_subtask(ABOVE(soon));
    join(ABOVE(late), 0);
    WANT_EQ(cancel(ABOVE(late)), CANCELLED_STARTED);
    drop_subtask(ABOVE(late));
    return HELD;
}
