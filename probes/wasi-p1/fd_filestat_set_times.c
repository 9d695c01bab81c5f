#include "../probe.h"

#define RIGHTS (READING | WRITING | FD_FILESTAT_GET | FD_FILESTAT_SET_TIMES)
#define Y2001 1000000000000000000
#define Y2009 1234567890000000000

CASE(both, "sets the times of access and modification") {
    struct filestat stat;
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_times(fd, Y2001, Y2009, ATIM | MTIM), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.atim, Y2001);
    WANT_EQ(stat.mtim, Y2009);
    return HELD;
}

CASE(one, "sets one of them alone") {
    struct filestat stat;
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_times(fd, Y2001, Y2009, ATIM | MTIM), SUCCESS);
    WANT(fd_filestat_set_times(fd, Y2009, Y2001, MTIM), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.atim, Y2001);
    WANT_EQ(stat.mtim, Y2001);
    return HELD;
}

/* File systems may round down, but those of our day know microseconds. */
CASE(fine, "keeps microseconds") {
    struct filestat stat;
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_times(fd, 0, Y2009 + 123456000, MTIM), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.mtim / 1000, Y2009 / 1000 + 123456);
    return HELD;
}

CASE(now, "sets a time to now") {
    struct filestat stat;
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_times(fd, Y2001, Y2001, ATIM | MTIM), SUCCESS);
    WANT(fd_filestat_set_times(fd, 0, 0, ATIM_NOW | MTIM_NOW), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_THAT(stat.atim > 1577836800000000000);
    WANT_THAT(stat.mtim > 1577836800000000000);
    return HELD;
}

CASE(none, "sets neither without flags") {
    struct filestat stat;
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_times(fd, Y2001, Y2001, ATIM | MTIM), SUCCESS);
    WANT(fd_filestat_set_times(fd, Y2009, Y2009, 0), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.atim, Y2001);
    WANT_EQ(stat.mtim, Y2001);
    return HELD;
}

CASE(folder, "sets the times of a folder") {
    struct filestat stat;
    u32 fd;
    WANT(OPEN_FOLDER("folder", FD_READDIR | FD_FILESTAT_GET | FD_FILESTAT_SET_TIMES, &fd), SUCCESS);
    WANT(fd_filestat_set_times(fd, Y2001, Y2009, ATIM | MTIM), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.mtim, Y2009);
    return HELD;
}

CASE(conflict, "refuses a given time and now at once: inval") {
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_times(fd, Y2001, Y2001, ATIM | ATIM_NOW), INVAL);
    WANT(fd_filestat_set_times(fd, Y2001, Y2001, MTIM | MTIM_NOW), INVAL);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(fd_filestat_set_times(UNOPENED, 0, 0, MTIM_NOW), BADF);
    return HELD;
}
