#include "../probe.h"

CASE(made, "makes a folder, in which files can be made") {
    u32 fd, size;
    WANT(path_create_directory(ROOT, P("made")), SUCCESS);
    WANT(MAKE("made/new", WRITING, &fd), SUCCESS);
    WANT(fd_write(fd, TEXT("text"), &size), SUCCESS);
    WANT_CONTENT("made/new", "text");
    return HELD;
}

CASE(slash, "takes a slash at the end") {
    u32 fd;
    WANT(path_create_directory(ROOT, P("folder/made/")), SUCCESS);
    WANT(OPEN_FOLDER("folder/made", FD_READDIR, &fd), SUCCESS);
    return HELD;
}

CASE(below, "makes it in another folder that is open") {
    u32 fd, made;
    WANT(OPEN_FOLDER("folder", FD_READDIR | PATH_CREATE_DIRECTORY | PATH_OPEN, &fd), SUCCESS);
    WANT(path_create_directory(fd, P("made")), SUCCESS);
    WANT(OPEN_FOLDER("folder/made", FD_READDIR, &made), SUCCESS);
    return HELD;
}

CASE(exists, "refuses what is there, be it folder, file or link to nowhere: exist") {
    WANT(path_create_directory(ROOT, P("folder")), EXIST);
    WANT(path_create_directory(ROOT, P("hello.txt")), EXIST);
    WANT(path_create_directory(ROOT, P("dangling")), EXIST);
    return HELD;
}

CASE(parent, "refuses where there is no folder above: noent") {
    WANT(path_create_directory(ROOT, P("nowhere/made")), NOENT);
    return HELD;
}

CASE(file, "refuses a path through a file: notdir") {
    WANT(path_create_directory(ROOT, P("hello.txt/made")), NOTDIR);
    return HELD;
}

CASE(empty, "refuses an empty path: noent") {
    WANT(path_create_directory(ROOT, P("")), NOENT);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(path_create_directory(UNOPENED, P("made")), BADF);
    return HELD;
}
