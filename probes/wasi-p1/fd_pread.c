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

CASE(several, "reads into several buffers, one of them empty") {
    u32 fd, size;
    const struct iovec iovs[] = {{bytes, 3}, {bytes + 200, 0}, {bytes + 100, 4}};
    WANT(OPEN("data.bin", READING, &fd), SUCCESS);
    WANT(fd_pread(fd, iovs, 3, 65, &size), SUCCESS);
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

CASE(empty, "reads nothing into no buffer") {
    u32 fd, size = 99;
    WANT(OPEN("data.bin", READING, &fd), SUCCESS);
    WANT(fd_pread(fd, 0, 0, 0, &size), SUCCESS);
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

CASE(writing, "refuses a file that is open for writing only: badf or notcapable") {
    u32 fd, size;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT_ANY_OF(fd_pread(fd, IOV(bytes, 5), 0, &size), BADF, NOTCAPABLE);
    return HELD;
}

CASE(folder, "refuses a folder: isdir, badf or notcapable") {
    u32 fd, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT_ANY_OF(fd_pread(fd, IOV(bytes, 5), 0, &size), ISDIR, BADF, NOTCAPABLE);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    WANT(fd_pread(UNOPENED, ROOM(bytes), 0, &size), BADF);
    return HELD;
}
