#include "../probe.h"

CASE(first, "tells that descriptor 3 is a folder whose name has one byte") {
    struct prestat stat = {99, 99};
    WANT(fd_prestat_get(3, &stat), SUCCESS);
    WANT_EQ(stat.type, 0);
    WANT_EQ(stat.name_len, 1);
    return HELD;
}

/* So programs find them: one after the other, until it says badf. */
CASE(last, "says that there is none after the last: badf") {
    struct prestat stat;
    u32 fd = 3;
    while (fd < 64 && fd_prestat_get(fd, &stat) == SUCCESS)
        fd++;
    WANT(fd_prestat_get(fd, &stat), BADF);
    return HELD;
}

/* The specification has no errno for a descriptor that is open but was not preopened. */
CASE(stream, "refuses a standard stream: badf, inval or notsup") {
    struct prestat stat;
    WANT_ANY_OF(fd_prestat_get(STDIN, &stat), BADF, INVAL, NOTSUP);
    return HELD;
}

CASE(opened, "refuses a folder that the guest opened: badf, inval or notsup") {
    struct prestat stat;
    u32 fd;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT_ANY_OF(fd_prestat_get(fd, &stat), BADF, INVAL, NOTSUP);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    struct prestat stat;
    WANT(fd_prestat_get(UNOPENED, &stat), BADF);
    return HELD;
}
