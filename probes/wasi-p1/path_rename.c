#include "../probe.h"

CASE(file, "gives a file another name: the old one is gone") {
    u32 fd;
    WANT(path_rename(ROOT, P("hello.txt"), ROOT, P("folder/new")), SUCCESS);
    WANT_CONTENT("folder/new", "hello, world\n");
    WANT(OPEN("hello.txt", READING, &fd), NOENT);
    return HELD;
}

CASE(replaced, "replaces a file that is there") {
    WANT(path_rename(ROOT, P("hello.txt"), ROOT, P("data.bin")), SUCCESS);
    WANT_CONTENT("data.bin", "hello, world\n");
    return HELD;
}

CASE(open, "leaves a file open that is renamed") {
    u32 fd, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(path_rename(ROOT, P("hello.txt"), ROOT, P("new")), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(size == 5 && SAME(bytes, "hello"));
    return HELD;
}

CASE(folder, "renames a folder with what is in it, with slashes at the end too") {
    WANT(path_rename(ROOT, P("folder"), ROOT, P("new")), SUCCESS);
    WANT_CONTENT("new/deep/er/leaf.txt", "leaf");
    WANT(path_rename(ROOT, P("new/"), ROOT, P("newer/")), SUCCESS);
    WANT_CONTENT("newer/deep/er/leaf.txt", "leaf");
    return HELD;
}

CASE(empty_folder, "replaces an empty folder by a folder") {
    WANT(path_create_directory(ROOT, P("made")), SUCCESS);
    WANT(path_rename(ROOT, P("folder"), ROOT, P("made")), SUCCESS);
    WANT_CONTENT("made/entry-00", "entry-00");
    return HELD;
}

/* POSIX knows both errnos for it. */
CASE(full_folder, "refuses to replace a folder that is not empty: notempty or exist") {
    WANT(path_create_directory(ROOT, P("made")), SUCCESS);
    WANT_ANY_OF(path_rename(ROOT, P("made"), ROOT, P("folder")), NOTEMPTY, EXIST);
    WANT_CONTENT("folder/entry-00", "entry-00");
    return HELD;
}

CASE(kinds, "refuses to replace a folder by a file: isdir, and a file by a folder: notdir") {
    WANT(path_create_directory(ROOT, P("made")), SUCCESS);
    WANT(path_rename(ROOT, P("hello.txt"), ROOT, P("made")), ISDIR);
    WANT(path_rename(ROOT, P("made"), ROOT, P("hello.txt")), NOTDIR);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(link, "renames a symbolic link itself, and replaces one itself") {
    WANT(path_rename(ROOT, P("to-hello"), ROOT, P("new")), SUCCESS);
    WANT_CONTENT("new", "hello, world\n");
    WANT(path_rename(ROOT, P("data.bin"), ROOT, P("new")), SUCCESS);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(itself, "does nothing when both names are the same") {
    WANT(path_rename(ROOT, P("hello.txt"), ROOT, P("hello.txt")), SUCCESS);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(slash, "refuses a file with a slash at the end: notdir") {
    WANT(path_rename(ROOT, P("hello.txt/"), ROOT, P("new")), NOTDIR);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(folders, "renames from one open folder into another") {
    u32 from, to;
    WANT(OPEN_FOLDER("folder", PATH_RENAME_SOURCE | FD_READDIR, &from), SUCCESS);
    WANT(OPEN_FOLDER("folder/deep", PATH_RENAME_TARGET | FD_READDIR, &to), SUCCESS);
    WANT(path_rename(from, P("entry-00"), to, P("new")), SUCCESS);
    WANT_CONTENT("folder/deep/new", "entry-00");
    return HELD;
}

CASE(missing, "refuses what is not there: noent") {
    WANT(path_rename(ROOT, P("missing"), ROOT, P("new")), NOENT);
    WANT(path_rename(ROOT, P("hello.txt"), ROOT, P("nowhere/new")), NOENT);
    return HELD;
}

CASE(unopened, "refuses descriptors that are not open: badf") {
    WANT(path_rename(UNOPENED, P("hello.txt"), ROOT, P("new")), BADF);
    WANT(path_rename(ROOT, P("hello.txt"), UNOPENED, P("new")), BADF);
    return HELD;
}
