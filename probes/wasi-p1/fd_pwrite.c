#include "../probe.h"

CASE(at, "writes at an offset and leaves the rest, and the descriptor's own offset") {
    u32 fd, size;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT(fd_pwrite(fd, TEXT("W"), 7, &size), SUCCESS);
    WANT_EQ(size, 1);
    WANT(fd_write(fd, TEXT("H"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "Hello, World\n");
    return HELD;
}

CASE(several, "writes several buffers, one of them empty") {
    u32 fd, size;
    const struct iovec iovs[] = {{"one", 3}, {"", 0}, {"two", 3}};
    WANT(MAKE("new", WRITING, &fd), SUCCESS);
    WANT(fd_pwrite(fd, iovs, 3, 0, &size), SUCCESS);
    WANT_EQ(size, 6);
    WANT_CONTENT("new", "onetwo");
    return HELD;
}

CASE(beyond, "writes beyond the end: zeros come between") {
    u32 fd, size;
    WANT(MAKE("new", WRITING, &fd), SUCCESS);
    WANT(fd_pwrite(fd, TEXT("!"), 3, &size), SUCCESS);
    WANT_CONTENT("new", "\0\0\0!");
    return HELD;
}

CASE(empty, "writes nothing from no buffer") {
    u32 fd, size = 99;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT(fd_pwrite(fd, 0, 0, 0, &size), SUCCESS);
    WANT_EQ(size, 0);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(reading, "refuses a file that is open for reading only: badf or notcapable") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(fd_pwrite(fd, TEXT("J"), 0, &size), BADF, NOTCAPABLE);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    WANT(fd_pwrite(UNOPENED, TEXT("text"), 0, &size), BADF);
    return HELD;
}
