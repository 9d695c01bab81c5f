#include "../probe.h"

CASE(name, "gives the name of the preopened folder, without a zero byte") {
    char bytes[5] = "????";
    WANT(fd_prestat_dir_name(ROOT, bytes, 1), SUCCESS);
    WANT_THAT(SAME(bytes, "/???"));
    return HELD;
}

CASE(large, "takes a buffer that is larger, and writes no more than the name") {
    char bytes[5] = "????";
    WANT(fd_prestat_dir_name(ROOT, bytes, 4), SUCCESS);
    WANT_THAT(bytes[0] == '/' && bytes[2] == '?' && bytes[3] == '?');
    return HELD;
}

/* The specification has no errno for it. */
CASE(small, "refuses a buffer that is too small: nametoolong, inval, nobufs or overflow") {
    char bytes[5] = "????";
    WANT_ANY_OF(fd_prestat_dir_name(ROOT, bytes, 0), NAMETOOLONG, INVAL, NOBUFS, OVERFLOW);
    WANT_THAT(SAME(bytes, "????"));
    return HELD;
}

CASE(stream, "refuses a standard stream: badf, inval, notsup or notdir") {
    char bytes[4];
    WANT_ANY_OF(fd_prestat_dir_name(STDIN, bytes, 1), BADF, INVAL, NOTSUP, NOTDIR);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    char bytes[4];
    WANT(fd_prestat_dir_name(UNOPENED, bytes, 1), BADF);
    return HELD;
}
