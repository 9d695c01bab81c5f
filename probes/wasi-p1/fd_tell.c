#include "../probe.h"

CASE(opened, "tells 0 of a file just opened") {
    u64 at = 99;
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_tell(fd, &at), SUCCESS);
    WANT_EQ(at, 0);
    return HELD;
}

CASE(moved, "tells where reading and writing ended") {
    u64 at;
    u32 fd, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING | WRITING, &fd), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT(fd_tell(fd, &at), SUCCESS);
    WANT_EQ(at, 5);
    WANT(fd_write(fd, TEXT("123"), &size), SUCCESS);
    WANT(fd_tell(fd, &at), SUCCESS);
    WANT_EQ(at, 8);
    return HELD;
}

CASE(sought, "tells where it was moved to") {
    u64 at;
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_seek(fd, 1000, WHENCE_SET, &at), SUCCESS);
    WANT(fd_tell(fd, &at), SUCCESS);
    WANT_EQ(at, 1000);
    return HELD;
}

CASE(append, "tells the end of the file after appending") {
    u64 at;
    u32 fd, size;
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, WRITING, 0, APPEND, &fd), SUCCESS);
    WANT(fd_write(fd, TEXT("more"), &size), SUCCESS);
    WANT(fd_tell(fd, &at), SUCCESS);
    WANT_EQ(at, 17);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u64 at;
    WANT(fd_tell(UNOPENED, &at), BADF);
    return HELD;
}
