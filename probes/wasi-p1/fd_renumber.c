#include "../probe.h"

CASE(moved, "gives a descriptor another number: what was open there is closed") {
    u32 hello, data, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING, &hello), SUCCESS);
    WANT(OPEN("data.bin", READING, &data), SUCCESS);
    WANT(fd_renumber(hello, data), SUCCESS);
    WANT(fd_read(data, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "hello"));
    return HELD;
}

CASE(gone, "leaves nothing open under the old number") {
    u32 hello, data, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING, &hello), SUCCESS);
    WANT(OPEN("data.bin", READING, &data), SUCCESS);
    WANT(fd_renumber(hello, data), SUCCESS);
    WANT(fd_read(hello, ROOM(bytes), &size), BADF);
    return HELD;
}

CASE(offset, "keeps the offset") {
    u32 hello, data, size;
    u8 bytes[7];
    WANT(OPEN("hello.txt", READING, &hello), SUCCESS);
    WANT(OPEN("data.bin", READING, &data), SUCCESS);
    WANT(fd_read(hello, ROOM(bytes), &size), SUCCESS);
    WANT(fd_renumber(hello, data), SUCCESS);
    WANT(fd_read(data, IOV(bytes, 5), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "world"));
    return HELD;
}

CASE(from, "refuses a descriptor that is not open: badf") {
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_renumber(UNOPENED, fd), BADF);
    return HELD;
}

/* It overwrites a descriptor, and is not to give out numbers as dup2 does. */
CASE(to, "refuses to overwrite a descriptor that is not open: badf") {
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_renumber(fd, UNOPENED), BADF);
    return HELD;
}
