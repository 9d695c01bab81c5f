#include "../probe.h"

CASE(root, "gives the name of the preopened folder, without a zero byte") {
    char name[5] = "????";
    WANT(fd_prestat_dir_name(ROOT, name, 1), SUCCESS);
    WANT_THAT(SAME(name, "/???"));
    return HELD;
}

/* The specification has no errno for it. */
CASE(small, "refuses a buffer that is too small: nametoolong, inval, nobufs or overflow") {
    char name[5] = "????";
    WANT_ANY_OF(fd_prestat_dir_name(ROOT, name, 0), NAMETOOLONG, INVAL, NOBUFS, OVERFLOW);
    WANT_THAT(SAME(name, "????"));
    return HELD;
}

CASE(stream, "refuses a standard stream: badf, inval or notsup") {
    char name[4];
    WANT_ANY_OF(fd_prestat_dir_name(STDIN, name, 1), BADF, INVAL, NOTSUP);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    char name[4];
    WANT(fd_prestat_dir_name(UNOPENED, name, 1), BADF);
    return HELD;
}
