#include "../probe.h"

CASE(file, "tells type, size and links of a file") {
    struct filestat stat;
    WANT(path_filestat_get(ROOT, 0, P("data.bin"), &stat), SUCCESS);
    WANT_EQ(stat.filetype, REGULAR_FILE);
    WANT_EQ(stat.size, 256);
    WANT_EQ(stat.nlink, 1);
    return HELD;
}

CASE(folder, "tells that a folder is one, with a slash at the end or by a dot too") {
    struct filestat stat;
    WANT(path_filestat_get(ROOT, 0, P("folder"), &stat), SUCCESS);
    WANT_EQ(stat.filetype, DIRECTORY_TYPE);
    WANT(path_filestat_get(ROOT, 0, P("folder/"), &stat), SUCCESS);
    WANT_EQ(stat.filetype, DIRECTORY_TYPE);
    WANT(path_filestat_get(ROOT, 0, P("."), &stat), SUCCESS);
    WANT_EQ(stat.filetype, DIRECTORY_TYPE);
    return HELD;
}

CASE(follow, "follows a symbolic link when told to") {
    struct filestat link, file;
    WANT(path_filestat_get(ROOT, SYMLINK_FOLLOW, P("to-hello"), &link), SUCCESS);
    WANT_EQ(link.filetype, REGULAR_FILE);
    WANT(path_filestat_get(ROOT, 0, P("hello.txt"), &file), SUCCESS);
    WANT_EQ(link.ino, file.ino);
    return HELD;
}

CASE(link, "tells of the link itself else: its size is that of the path in it") {
    struct filestat stat;
    WANT(path_filestat_get(ROOT, 0, P("to-hello"), &stat), SUCCESS);
    WANT_EQ(stat.filetype, SYMBOLIC_LINK);
    WANT_EQ(stat.size, 9);
    return HELD;
}

CASE(dangling, "tells of a link to nowhere, but does not follow it: noent") {
    struct filestat stat;
    WANT(path_filestat_get(ROOT, 0, P("dangling"), &stat), SUCCESS);
    WANT_EQ(stat.filetype, SYMBOLIC_LINK);
    WANT(path_filestat_get(ROOT, SYMLINK_FOLLOW, P("dangling"), &stat), NOENT);
    return HELD;
}

CASE(loop, "does not follow a link to itself for ever: loop") {
    struct filestat stat;
    WANT(path_filestat_get(ROOT, SYMLINK_FOLLOW, P("loop"), &stat), LOOP);
    return HELD;
}

CASE(slash, "refuses a file with a slash at the end: notdir") {
    struct filestat stat;
    WANT(path_filestat_get(ROOT, 0, P("hello.txt/"), &stat), NOTDIR);
    return HELD;
}

CASE(missing, "refuses what is not there: noent") {
    struct filestat stat;
    WANT(path_filestat_get(ROOT, 0, P("missing"), &stat), NOENT);
    return HELD;
}

CASE(empty, "refuses an empty path: noent") {
    struct filestat stat;
    WANT(path_filestat_get(ROOT, 0, P(""), &stat), NOENT);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    struct filestat stat;
    WANT(path_filestat_get(UNOPENED, 0, P("hello.txt"), &stat), BADF);
    return HELD;
}
