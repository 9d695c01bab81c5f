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

/* It may stop before it has written all of them: programs have to go on with the rest. */
CASE(several, "writes several buffers, one of them empty, in their order") {
    u32 fd, size;
    const struct iovec iovs[] = {{"", 0}, {"one", 3}, {"two", 3}};
    WANT(MAKE("new", WRITING, &fd), SUCCESS);
    WANT(fd_pwrite(fd, iovs, 3, 0, &size), SUCCESS);
    if (size == 3)
        WANT(fd_pwrite(fd, iovs + 2, 1, 3, &size), SUCCESS);
    else
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

/* POSIX lets a list of no buffers be refused. */
CASE(empty, "writes nothing from an empty buffer, nor from none") {
    u32 fd, size = 99;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT(fd_pwrite(fd, TEXT(""), 0, &size), SUCCESS);
    WANT_EQ(size, 0);
    WANT_ANY_OF(fd_pwrite(fd, 0, 0, 0, &size), SUCCESS, INVAL);
    WANT_EQ(size, 0);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(reading, "refuses a file that is open for reading only") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(fd_pwrite(fd, TEXT("J"), 0, &size), FORBIDDEN);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    WANT(fd_pwrite(UNOPENED, TEXT("text"), 0, &size), BADF);
    return HELD;
}
