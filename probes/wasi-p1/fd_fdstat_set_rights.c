#include "../probe.h"

CASE(same_rights, "takes the rights that a descriptor has") {
    u32 fd, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_fdstat_set_rights(fd, READING, 0), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    return HELD;
}

CASE(write, "takes the right to write away") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING | WRITING, &fd), SUCCESS);
    WANT(fd_fdstat_set_rights(fd, READING, 0), SUCCESS);
    WANT_ANY_OF(fd_write(fd, TEXT("J"), &size), FORBIDDEN);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(read, "takes the right to read away") {
    u32 fd, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_fdstat_set_rights(fd, 0, 0), SUCCESS);
    WANT_ANY_OF(fd_read(fd, ROOM(bytes), &size), FORBIDDEN);
    return HELD;
}

CASE(open, "takes the right to open away from a folder") {
    u32 fd, file;
    WANT(OPEN_FOLDER("folder", PATH_OPEN | FD_READDIR | FD_READ, &fd), SUCCESS);
    WANT(fd_fdstat_set_rights(fd, FD_READDIR, 0), SUCCESS);
    WANT_ANY_OF(path_open(fd, 0, P("entry-00"), 0, FD_READ, 0, 0, &file), FORBIDDEN);
    return HELD;
}

CASE(added, "refuses to add a right: notcapable") {
    u32 fd;
    WANT(OPEN("hello.txt", FD_READ, &fd), SUCCESS);
    WANT(fd_fdstat_set_rights(fd, FD_READ | FD_WRITE, 0), NOTCAPABLE);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(fd_fdstat_set_rights(UNOPENED, 0, 0), BADF);
    return HELD;
}
