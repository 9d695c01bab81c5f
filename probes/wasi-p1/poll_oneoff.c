#include "../probe.h"

#define MS 1000000ull
/* What 10 ms are at least, where timers count in milliseconds and begin in the middle of one. */
#define LEAST (8 * MS)
/* What nobody waits for: something else happens at once. */
#define LONG (1000 * MS)

static struct event events[8];

static struct subscription timer(u64 userdata, u32 id, u64 timeout, u16 flags) {
    struct subscription s = {.userdata = userdata, .type = EVENT_CLOCK};
    s.clock.id = id, s.clock.timeout = timeout, s.clock.precision = 0, s.clock.flags = flags;
    return s;
}

static struct subscription ready(u64 userdata, u8 type, u32 fd) {
    struct subscription s = {.userdata = userdata, .type = type};
    s.readwrite.fd = fd;
    return s;
}

CASE(relative, "waits for a time from now, and says what it waited for") {
    const struct subscription in[] = {timer(0x123456789abcdef0, MONOTONIC, 10 * MS, 0)};
    u64 before, after;
    u32 n = 99;
    WANT(clock_time_get(MONOTONIC, 1, &before), SUCCESS);
    WANT(poll_oneoff(in, events, 1, &n), SUCCESS);
    WANT(clock_time_get(MONOTONIC, 1, &after), SUCCESS);
    WANT_EQ(n, 1);
    WANT_THAT(events[0].userdata == 0x123456789abcdef0);
    WANT_EQ(events[0].type, EVENT_CLOCK);
    WANT(events[0].error, SUCCESS);
    WANT_THAT(after - before >= LEAST);
    return HELD;
}

CASE(realtime, "waits by the clock of real time") {
    const struct subscription in[] = {timer(1, REALTIME, 10 * MS, 0)};
    u64 before, after;
    u32 n;
    WANT(clock_time_get(MONOTONIC, 1, &before), SUCCESS);
    WANT(poll_oneoff(in, events, 1, &n), SUCCESS);
    WANT(clock_time_get(MONOTONIC, 1, &after), SUCCESS);
    WANT_EQ(n, 1);
    WANT(events[0].error, SUCCESS);
    WANT_THAT(after - before >= LEAST);
    return HELD;
}

CASE(sooner, "ends with the sooner of two times, and does not report the later") {
    const struct subscription in[] = {timer(1, MONOTONIC, LONG, 0), timer(2, MONOTONIC, 2 * MS, 0)};
    u32 n;
    WANT(poll_oneoff(in, events, 2, &n), SUCCESS);
    WANT_EQ(n, 1);
    WANT_EQ(events[0].userdata, 2);
    return HELD;
}

CASE(input, "says that standard input can be read") {
    const struct subscription in[] = {ready(7, EVENT_FD_READ, STDIN), timer(8, MONOTONIC, LONG, 0)};
    u32 n;
    WANT(poll_oneoff(in, events, 2, &n), SUCCESS);
    WANT_EQ(n, 1);
    WANT_EQ(events[0].userdata, 7);
    WANT_EQ(events[0].type, EVENT_FD_READ);
    WANT(events[0].error, SUCCESS);
    return HELD;
}

CASE(file, "says that a file can be read and written, always") {
    struct subscription in[2];
    u32 fd, n;
    WANT(OPEN("hello.txt", READING | WRITING | POLL_FD_READWRITE, &fd), SUCCESS);
    in[1] = timer(9, MONOTONIC, LONG, 0);
    for (u8 type = EVENT_FD_READ; type <= EVENT_FD_WRITE; type++) {
        in[0] = ready(type, type, fd);
        WANT(poll_oneoff(in, events, 2, &n), SUCCESS);
        WANT_EQ(n, 1);
        WANT_EQ(events[0].userdata, type);
        WANT_EQ(events[0].type, type);
        WANT(events[0].error, SUCCESS);
    }
    return HELD;
}
