#include "../probe.h"

CASE(file, "tells a file from a folder") {
    struct fdstat stat;
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_fdstat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.filetype, REGULAR_FILE);
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT(fd_fdstat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.filetype, DIRECTORY_TYPE);
    return HELD;
}

CASE(preopened, "tells that the preopened descriptor is a folder") {
    struct fdstat stat;
    WANT(fd_fdstat_get(ROOT, &stat), SUCCESS);
    WANT_EQ(stat.filetype, DIRECTORY_TYPE);
    return HELD;
}

/* What a stream is depends on what the host made it, but a folder it is not. */
CASE(streams, "tells something of the three standard streams") {
    struct fdstat stat;
    for (u32 fd = STDIN; fd <= STDERR; fd++) {
        WANT(fd_fdstat_get(fd, &stat), SUCCESS);
        WANT_THAT(stat.filetype != DIRECTORY_TYPE && stat.filetype <= SYMBOLIC_LINK);
    }
    return HELD;
}

CASE(flags, "tells the flags that a file was opened with") {
    struct fdstat stat;
    u32 fd;
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, WRITING, 0, 0, &fd), SUCCESS);
    WANT(fd_fdstat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.flags & APPEND, 0);
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, WRITING, 0, APPEND, &fd), SUCCESS);
    WANT(fd_fdstat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.flags & APPEND, APPEND);
    return HELD;
}

/* path_open may only leave out rights that do not apply to the type of the file. */
CASE(rights, "tells the rights that a file was opened with") {
    struct fdstat stat;
    u32 fd;
    WANT(OPEN("hello.txt", FD_READ | FD_WRITE | FD_SEEK | FD_TELL, &fd), SUCCESS);
    WANT(fd_fdstat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.rights_base & (FD_READ | FD_WRITE | FD_SEEK | FD_TELL), FD_READ | FD_WRITE | FD_SEEK | FD_TELL);
    return HELD;
}

CASE(less, "tells no right to write of a file that was opened without it") {
    struct fdstat stat;
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_fdstat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.rights_base & FD_WRITE, 0);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    struct fdstat stat;
    WANT(fd_fdstat_get(UNOPENED, &stat), BADF);
    return HELD;
}
