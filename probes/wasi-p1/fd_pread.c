#include "../probe.h"

static u8 bytes[512];

CASE(at, "reads at an offset and leaves the descriptor's own where it was") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_pread(fd, IOV(bytes, 5), 7, &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "world"));
    WANT(fd_read(fd, IOV(bytes, 5), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "hello"));
    return HELD;
}

/* It may stop before it has filled all of them: programs have to go on with the rest. */
CASE(several, "reads into several buffers, one of them empty, in their order") {
    u32 fd, size;
    const struct iovec iovs[] = {{bytes + 200, 0}, {bytes, 3}, {bytes + 100, 4}};
    WANT(OPEN("data.bin", READING, &fd), SUCCESS);
    WANT(fd_pread(fd, iovs, 3, 65, &size), SUCCESS);
    if (size == 3)
        WANT(fd_pread(fd, iovs + 2, 1, 68, &size), SUCCESS);
    else
        WANT_EQ(size, 7);
    WANT_THAT(SAME(bytes, "ABC") && SAME(bytes + 100, "DEFG"));
    return HELD;
}

CASE(end, "reads what is left before the end, and nothing beyond") {
    u32 fd, size;
    WANT(OPEN("data.bin", READING, &fd), SUCCESS);
    WANT(fd_pread(fd, ROOM(bytes), 250, &size), SUCCESS);
    WANT_EQ(size, 6);
    WANT(fd_pread(fd, ROOM(bytes), 256, &size), SUCCESS);
    WANT_EQ(size, 0);
    WANT(fd_pread(fd, ROOM(bytes), 1ull << 40, &size), SUCCESS);
    WANT_EQ(size, 0);
    return HELD;
}

/* POSIX lets a list of no buffers be refused. */
CASE(empty, "reads nothing into an empty buffer, nor into none") {
    u32 fd, size = 99;
    WANT(OPEN("data.bin", READING, &fd), SUCCESS);
    WANT(fd_pread(fd, IOV(bytes, 0), 0, &size), SUCCESS);
    WANT_EQ(size, 0);
    WANT_ANY_OF(fd_pread(fd, 0, 0, 0, &size), SUCCESS, INVAL);
    WANT_EQ(size, 0);
    return HELD;
}

CASE(large, "reads a whole file into a larger buffer") {
    u32 fd, size;
    WANT(OPEN("data.bin", READING, &fd), SUCCESS);
    WANT(fd_pread(fd, ROOM(bytes), 0, &size), SUCCESS);
    WANT_EQ(size, 256);
    for (u32 i = 0; i < 256; i++)
        WANT_EQ(bytes[i], i);
    return HELD;
}

CASE(writing, "refuses a file that is open for writing only") {
    u32 fd, size;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT_ANY_OF(fd_pread(fd, IOV(bytes, 5), 0, &size), FORBIDDEN);
    return HELD;
}

CASE(folder, "refuses a folder") {
    u32 fd, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT_ANY_OF(fd_pread(fd, IOV(bytes, 5), 0, &size), ISDIR, FORBIDDEN);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    WANT(fd_pread(UNOPENED, ROOM(bytes), 0, &size), BADF);
    return HELD;
}
