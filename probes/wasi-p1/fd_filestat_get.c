#include "../probe.h"

#define RIGHTS (READING | FD_FILESTAT_GET)

CASE(file, "tells type, size and links of a file") {
    struct filestat stat;
    u32 fd;
    WANT(OPEN("data.bin", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.filetype, REGULAR_FILE);
    WANT_EQ(stat.size, 256);
    WANT_EQ(stat.nlink, 1);
    return HELD;
}

CASE(folder, "tells that a folder is one") {
    struct filestat stat;
    u32 fd;
    WANT(OPEN_FOLDER("folder", FD_READDIR | FD_FILESTAT_GET, &fd), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.filetype, DIRECTORY_TYPE);
    return HELD;
}

CASE(grown, "tells the new size after something was written") {
    struct filestat stat;
    u32 fd, size;
    WANT(MAKE("new", WRITING | FD_FILESTAT_GET, &fd), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.size, 0);
    WANT(fd_write(fd, TEXT("12345"), &size), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_EQ(stat.size, 5);
    return HELD;
}

CASE(identity, "tells one file from another by device and serial number") {
    struct filestat hello, again, data;
    u32 fd;
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_get(fd, &hello), SUCCESS);
    WANT(OPEN("hello.txt", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_get(fd, &again), SUCCESS);
    WANT(OPEN("data.bin", RIGHTS, &fd), SUCCESS);
    WANT(fd_filestat_get(fd, &data), SUCCESS);
    WANT_THAT(hello.dev == again.dev && hello.ino == again.ino);
    WANT_THAT(hello.dev != data.dev || hello.ino != data.ino);
    return HELD;
}

/* They may be 0 where a platform has none: the file systems of those that we run on do have them. */
CASE(times, "tells times in nanoseconds since 1970: years between 2020 and 2100") {
    struct filestat stat;
    u32 fd;
    WANT(MAKE("new", WRITING | FD_FILESTAT_GET, &fd), SUCCESS);
    WANT(fd_filestat_get(fd, &stat), SUCCESS);
    WANT_THAT(stat.mtim > 1577836800000000000 && stat.mtim < 4102444800000000000);
    WANT_THAT(stat.atim > 1577836800000000000 && stat.atim < 4102444800000000000);
    WANT_THAT(stat.ctim > 1577836800000000000 && stat.ctim < 4102444800000000000);
    return HELD;
}

CASE(streams, "tells something of the three standard streams") {
    struct filestat stat;
    for (u32 fd = STDIN; fd <= STDERR; fd++) {
        WANT(fd_filestat_get(fd, &stat), SUCCESS);
        WANT_THAT(stat.filetype != DIRECTORY_TYPE && stat.filetype <= SYMBOLIC_LINK);
    }
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    struct filestat stat;
    WANT(fd_filestat_get(UNOPENED, &stat), BADF);
    return HELD;
}
