#include "../probe.h"

static u8 bytes[65536];

CASE(sequence, "reads on from where it ended") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_read(fd, IOV(bytes, 5), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "hello"));
    WANT(fd_read(fd, IOV(bytes, 7), &size), SUCCESS);
    WANT_THAT(size == 7 && SAME(bytes, ", world"));
    return HELD;
}

/* It may stop before it has filled all of them: programs have to go on with the rest. */
CASE(several, "reads into several buffers, one of them empty, in their order") {
    u32 fd, size;
    const struct iovec iovs[] = {{bytes + 100, 0}, {bytes, 5}, {bytes + 50, 7}};
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_read(fd, iovs, 3, &size), SUCCESS);
    if (size == 5)
        WANT(fd_read(fd, iovs + 2, 1, &size), SUCCESS);
    else
        WANT_EQ(size, 12);
    WANT_THAT(SAME(bytes, "hello") && SAME(bytes + 50, ", world"));
    return HELD;
}

CASE(end, "reads 0 bytes at the end, again and again") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 13);
    for (u32 i = 0; i < 3; i++) {
        WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
        WANT_EQ(size, 0);
    }
    return HELD;
}

CASE(empty_file, "reads 0 bytes of an empty file") {
    u32 fd, size = 99;
    WANT(OPEN("empty.txt", READING, &fd), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 0);
    return HELD;
}

/* POSIX lets a list of no buffers be refused. */
CASE(empty, "reads nothing into an empty buffer, nor into none") {
    u32 fd, size = 99;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_read(fd, IOV(bytes, 0), &size), SUCCESS);
    WANT_EQ(size, 0);
    WANT_ANY_OF(fd_read(fd, 0, 0, &size), SUCCESS, INVAL);
    WANT_EQ(size, 0);
    WANT(fd_read(fd, IOV(bytes, 5), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "hello"));
    return HELD;
}

CASE(large, "reads every byte as it is, and writes nothing beyond them") {
    u32 fd, size;
    memset(bytes + 256, 0x55, 256);
    WANT(OPEN("data.bin", READING, &fd), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 256);
    for (u32 i = 0; i < 256; i++)
        WANT_EQ(bytes[i], i);
    WANT_THAT(all(bytes + 256, 0x55, 256));
    return HELD;
}

CASE(input, "reads standard input") {
    u32 size, n;
    for (size = 0; size < 8; size += n) {
        WANT(fd_read(STDIN, IOV(bytes + size, 8 - size), &n), SUCCESS);
        WANT_THAT(n > 0);
    }
    WANT_THAT(SAME(bytes, "8 bytes!"));
    return HELD;
}

CASE(writing, "refuses a file that is open for writing only") {
    u32 fd, size;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT_ANY_OF(fd_read(fd, IOV(bytes, 5), &size), FORBIDDEN);
    return HELD;
}

CASE(folder, "refuses a folder") {
    u32 fd, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT_ANY_OF(fd_read(fd, IOV(bytes, 5), &size), ISDIR, FORBIDDEN);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    WANT(fd_read(UNOPENED, ROOM(bytes), &size), BADF);
    return HELD;
}

/* WASI wants a trap for it. */
CASE(beyond, "traps or refuses a buffer beyond the memory") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_THAT(fd_read(fd, IOV(END_OF_MEMORY, 5), &size) != SUCCESS);
    return HELD;
}
