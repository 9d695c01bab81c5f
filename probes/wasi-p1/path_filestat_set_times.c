#include "../probe.h"

#define Y2001 1000000000000000000
#define Y2009 1234567890000000000

CASE(both, "sets the times of access and modification") {
    struct filestat stat;
    WANT(path_filestat_set_times(ROOT, 0, P("hello.txt"), Y2001, Y2009, ATIM | MTIM), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("hello.txt"), &stat), SUCCESS);
    WANT_THAT(stat.atim == Y2001);
    WANT_THAT(stat.mtim == Y2009);
    return HELD;
}

CASE(one, "sets one of them alone, and one to now") {
    struct filestat stat;
    WANT(path_filestat_set_times(ROOT, 0, P("hello.txt"), Y2001, Y2009, ATIM | MTIM), SUCCESS);
    WANT(path_filestat_set_times(ROOT, 0, P("hello.txt"), Y2009, Y2001, ATIM), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("hello.txt"), &stat), SUCCESS);
    WANT_THAT(stat.atim == Y2009 && stat.mtim == Y2009);
    WANT(path_filestat_set_times(ROOT, 0, P("hello.txt"), 0, 0, MTIM_NOW), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("hello.txt"), &stat), SUCCESS);
    WANT_THAT(stat.atim == Y2009 && stat.mtim > 1577836800000000000);
    return HELD;
}

CASE(folder, "sets the times of a folder") {
    struct filestat stat;
    WANT(path_filestat_set_times(ROOT, 0, P("folder"), Y2001, Y2009, ATIM | MTIM), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("folder"), &stat), SUCCESS);
    WANT_THAT(stat.mtim == Y2009);
    return HELD;
}

CASE(follow, "follows a symbolic link when told to") {
    struct filestat stat;
    WANT(path_filestat_set_times(ROOT, SYMLINK_FOLLOW, P("to-hello"), Y2001, Y2009, MTIM), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("hello.txt"), &stat), SUCCESS);
    WANT_THAT(stat.mtim == Y2009);
    WANT(path_filestat_get(ROOT, 0, P("to-hello"), &stat), SUCCESS);
    WANT_THAT(stat.mtim != Y2009);
    return HELD;
}

CASE(link, "sets those of the link itself else") {
    struct filestat stat;
    WANT(path_filestat_set_times(ROOT, 0, P("to-hello"), Y2001, Y2009, MTIM), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("to-hello"), &stat), SUCCESS);
    WANT_THAT(stat.mtim == Y2009);
    WANT(path_filestat_get(ROOT, 0, P("hello.txt"), &stat), SUCCESS);
    WANT_THAT(stat.mtim != Y2009);
    return HELD;
}

CASE(missing, "refuses what is not there: noent") {
    WANT(path_filestat_set_times(ROOT, 0, P("missing"), 0, 0, MTIM_NOW), NOENT);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(path_filestat_set_times(UNOPENED, 0, P("hello.txt"), 0, 0, MTIM_NOW), BADF);
    return HELD;
}
