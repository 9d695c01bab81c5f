#include "../probe.h"

#define RIGHTS (READING | WRITING | FD_FILESTAT_SET_SIZE)

CASE(shorter, "makes a file shorter") {
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_size(fd, 5), SUCCESS);
    WANT_CONTENT("hello.txt", "hello");
    return HELD;
}

CASE(empty, "makes a file empty") {
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_size(fd, 0), SUCCESS);
    WANT_CONTENT("hello.txt", "");
    return HELD;
}

CASE(longer, "makes a file longer, with zeros") {
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_set_size(fd, 5), SUCCESS);
    WANT(fd_filestat_set_size(fd, 8), SUCCESS);
    WANT_CONTENT("hello.txt", "hello\0\0\0");
    return HELD;
}

CASE(offset, "leaves the offset where it was") {
    u32 fd, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT(fd_filestat_set_size(fd, 2), SUCCESS);
    WANT(fd_write(fd, TEXT("!"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "he\0\0\0!");
    return HELD;
}

CASE(reading, "refuses a file that is open for reading only") {
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(fd_filestat_set_size(fd, 0), INVAL, FORBIDDEN);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(fd_filestat_set_size(UNOPENED, 0), BADF);
    return HELD;
}
