#include "../probe.h"

CASE(longer, "makes a file longer, with zeros") {
    u32 fd;
    WANT(MAKE("new", WRITING | FD_ALLOCATE, &fd), SUCCESS);
    WANT(fd_allocate(fd, 0, 4), SUCCESS);
    WANT_CONTENT("new", "\0\0\0\0");
    return HELD;
}

CASE(offset, "allocates up to the sum of offset and length") {
    u32 fd;
    WANT(OPEN("hello.txt", READING | WRITING | FD_ALLOCATE, &fd), SUCCESS);
    WANT(fd_allocate(fd, 10, 5), SUCCESS);
    WANT_CONTENT("hello.txt", "hello, world\n\0\0");
    return HELD;
}

CASE(within, "leaves a file alone that is long enough") {
    u32 fd;
    WANT(OPEN("hello.txt", READING | WRITING | FD_ALLOCATE, &fd), SUCCESS);
    WANT(fd_allocate(fd, 2, 3), SUCCESS);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(reading, "refuses a file that is open for reading only") {
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(fd_allocate(fd, 0, 100), FORBIDDEN);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(fd_allocate(UNOPENED, 0, 1), BADF);
    return HELD;
}
