#include "../probe.h"

#define RIGHTS (READING | WRITING | FD_FDSTAT_SET_FLAGS)

CASE(append, "turns append on: what is written comes at the end") {
    u32 fd, size;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_fdstat_set_flags(fd, APPEND), SUCCESS);
    WANT(fd_write(fd, TEXT("more"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "hello, world\nmore");
    return HELD;
}

CASE(off, "turns append off: what is written comes at the offset") {
    u32 fd, size;
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, RIGHTS, 0, APPEND, &fd), SUCCESS);
    WANT(fd_fdstat_set_flags(fd, 0), SUCCESS);
    WANT(fd_write(fd, TEXT("J"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "Jello, world\n");
    return HELD;
}

CASE(told, "lets fd_fdstat_get tell the new flags") {
    struct fdstat stat;
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_fdstat_set_flags(fd, APPEND), SUCCESS);
    WANT(fd_fdstat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.flags & APPEND, APPEND);
    WANT(fd_fdstat_set_flags(fd, 0), SUCCESS);
    WANT(fd_fdstat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.flags & APPEND, 0);
    return HELD;
}

CASE(nonblock, "turns non-blocking on, which changes nothing for a file") {
    u32 fd, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_fdstat_set_flags(fd, NONBLOCK), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "hello"));
    return HELD;
}

/* The specification allows a platform without them to say notsup; fcntl, which it refers to, cannot set them
   either, for which inval is said too. */
CASE(sync, "turns synchronized writing on, or says that it cannot: notsup or inval") {
    u32 fd, size;
    WANT(OPEN("hello.txt", RIGHTS | FD_SYNC | FD_DATASYNC, &fd), SUCCESS);
    WANT_ANY_OF(fd_fdstat_set_flags(fd, DSYNC | SYNC | RSYNC), SUCCESS, NOTSUP, INVAL);
    WANT(fd_write(fd, TEXT("J"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "Jello, world\n");
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(fd_fdstat_set_flags(UNOPENED, 0), BADF);
    return HELD;
}
