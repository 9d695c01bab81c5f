#include "../probe.h"

static u8 bytes[16];

CASE(start, "seeks from the start of the file") {
    u64 at = 0;
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_seek(fd, 7, WHENCE_SET, &at), SUCCESS);
    WANT_EQ(at, 7);
    WANT(fd_read(fd, IOV(bytes, 5), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "world"));
    return HELD;
}

CASE(current, "seeks from where it is, forwards and backwards") {
    u64 at = 0;
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_read(fd, IOV(bytes, 5), &size), SUCCESS);
    WANT(fd_seek(fd, 2, WHENCE_CUR, &at), SUCCESS);
    WANT_EQ(at, 7);
    WANT(fd_seek(fd, -6, WHENCE_CUR, &at), SUCCESS);
    WANT_EQ(at, 1);
    WANT(fd_read(fd, IOV(bytes, 4), &size), SUCCESS);
    WANT_THAT(size == 4 && SAME(bytes, "ello"));
    return HELD;
}

CASE(end, "seeks from the end of the file") {
    u64 at = 0;
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_seek(fd, -6, WHENCE_END, &at), SUCCESS);
    WANT_EQ(at, 7);
    WANT(fd_read(fd, IOV(bytes, 5), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "world"));
    return HELD;
}

CASE(beyond, "seeks beyond the end: what is written there has zeros before it") {
    u64 at = 0;
    u32 fd, size;
    WANT(OPEN("hello.txt", READING | WRITING, &fd), SUCCESS);
    WANT(fd_seek(fd, 2, WHENCE_END, &at), SUCCESS);
    WANT_EQ(at, 15);
    WANT(fd_read(fd, IOV(bytes, 5), &size), SUCCESS);
    WANT_EQ(size, 0);
    WANT(fd_write(fd, TEXT("!"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "hello, world\n\0\0!");
    return HELD;
}

CASE(far, "seeks farther than 32 bits reach") {
    u64 at = 0;
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_seek(fd, 0x123456789a, WHENCE_SET, &at), SUCCESS);
    WANT_THAT(at == 0x123456789a);
    WANT(fd_seek(fd, 1, WHENCE_CUR, &at), SUCCESS);
    WANT_THAT(at == 0x123456789b);
    return HELD;
}

CASE(before, "refuses to seek before the start, and stays where it was: inval") {
    u64 at;
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_seek(fd, 7, WHENCE_SET, &at), SUCCESS);
    WANT(fd_seek(fd, -1, WHENCE_SET, &at), INVAL);
    WANT(fd_seek(fd, -8, WHENCE_CUR, &at), INVAL);
    WANT(fd_seek(fd, -14, WHENCE_END, &at), INVAL);
    WANT(fd_read(fd, IOV(bytes, 5), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "world"));
    return HELD;
}

CASE(whence, "traps or refuses a base that does not exist: inval") {
    u64 at;
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_seek(fd, 0, 17, &at), INVAL);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u64 at;
    WANT(fd_seek(UNOPENED, 0, WHENCE_SET, &at), BADF);
    return HELD;
}
