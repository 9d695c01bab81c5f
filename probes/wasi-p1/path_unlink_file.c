#include "../probe.h"

CASE(removed, "removes a file") {
    u32 fd;
    WANT(path_unlink_file(ROOT, P("hello.txt")), SUCCESS);
    WANT(OPEN("hello.txt", READING, &fd), NOENT);
    return HELD;
}

CASE(open, "leaves a file open that is removed") {
    u32 fd, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(path_unlink_file(ROOT, P("hello.txt")), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "hello"));
    return HELD;
}

CASE(link, "removes a symbolic link itself, be it to a folder") {
    u32 fd;
    WANT(path_unlink_file(ROOT, P("to-hello")), SUCCESS);
    WANT(path_unlink_file(ROOT, P("to-folder")), SUCCESS);
    WANT(OPEN("to-hello", READING, &fd), NOENT);
    WANT_CONTENT("hello.txt", "hello, world\n");
    WANT_CONTENT("folder/entry-00", "entry-00");
    return HELD;
}

CASE(folder, "refuses a folder, with a slash at the end too: isdir") {
    WANT(path_unlink_file(ROOT, P("folder")), ISDIR);
    WANT(path_unlink_file(ROOT, P("folder/")), ISDIR);
    return HELD;
}

CASE(slash, "refuses a file with a slash at the end: notdir") {
    WANT(path_unlink_file(ROOT, P("hello.txt/")), NOTDIR);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(missing, "refuses what is not there: noent") {
    WANT(path_unlink_file(ROOT, P("missing")), NOENT);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(path_unlink_file(UNOPENED, P("hello.txt")), BADF);
    return HELD;
}
