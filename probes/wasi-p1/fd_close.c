#include "../probe.h"

CASE(file, "closes a file: the descriptor is no longer open") {
    u32 fd, size;
    u8 bytes[4];
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_close(fd), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), BADF);
    return HELD;
}

CASE(twice, "refuses to close twice: badf") {
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_close(fd), SUCCESS);
    WANT(fd_close(fd), BADF);
    return HELD;
}

CASE(other, "leaves another descriptor of the same file open") {
    u32 fd, other, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(OPEN("hello.txt", READING, &other), SUCCESS);
    WANT(fd_close(fd), SUCCESS);
    WANT(fd_read(other, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "hello"));
    return HELD;
}

CASE(folder, "closes a folder") {
    u32 fd;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT(fd_close(fd), SUCCESS);
    WANT(fd_close(fd), BADF);
    return HELD;
}

CASE(stream, "closes standard input: it can no longer be read") {
    u32 size;
    u8 bytes[4];
    WANT(fd_close(STDIN), SUCCESS);
    WANT(fd_read(STDIN, ROOM(bytes), &size), BADF);
    return HELD;
}

CASE(many, "leaves room for others: a thousand files opened and closed") {
    u32 fd;
    for (u32 i = 0; i < 1000; i++) {
        WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
        WANT(fd_close(fd), SUCCESS);
    }
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(fd_close(UNOPENED), BADF);
    WANT(fd_close(HIGHEST), BADF);
    return HELD;
}
