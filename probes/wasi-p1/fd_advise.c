#include "../probe.h"

CASE(each, "takes each of the six advices") {
    u32 fd;
    WANT(OPEN("data.bin", READING | FD_ADVISE, &fd), SUCCESS);
    for (u32 advice = 0; advice < 6; advice++)
        WANT(fd_advise(fd, 0, 256, advice), SUCCESS);
    return HELD;
}

CASE(ranges, "takes a range that is empty or goes beyond the end") {
    u32 fd;
    WANT(OPEN("data.bin", READING | FD_ADVISE, &fd), SUCCESS);
    WANT(fd_advise(fd, 0, 0, 0), SUCCESS);
    WANT(fd_advise(fd, 100, 100000, 0), SUCCESS);
    WANT(fd_advise(fd, 100000, 1, 0), SUCCESS);
    return HELD;
}

CASE(unchanged, "leaves offset and content as they were") {
    u32 fd, size;
    u8 bytes[4];
    WANT(OPEN("hello.txt", READING | FD_ADVISE, &fd), SUCCESS);
    WANT(fd_advise(fd, 4, 4, 3), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(size == 4 && SAME(bytes, "hell"));
    return HELD;
}

CASE(unknown, "traps or refuses an advice that does not exist: inval") {
    u32 fd;
    WANT(OPEN("data.bin", READING | FD_ADVISE, &fd), SUCCESS);
    WANT(fd_advise(fd, 0, 256, 77), INVAL);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(fd_advise(UNOPENED, 0, 0, 0), BADF);
    return HELD;
}
