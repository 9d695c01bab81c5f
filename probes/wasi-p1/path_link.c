#include "../probe.h"

CASE(same_file, "makes another name of the same file: what is written by one is read by the other") {
    u32 fd, size;
    WANT(path_link(ROOT, 0, P("hello.txt"), ROOT, P("new")), SUCCESS);
    WANT(OPEN("new", WRITING, &fd), SUCCESS);
    WANT(fd_write(fd, TEXT("J"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "Jello, world\n");
    return HELD;
}

CASE(counted, "lets the number of links be 2, and the serial number the same") {
    struct filestat old, new;
    WANT(path_link(ROOT, 0, P("hello.txt"), ROOT, P("folder/new")), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("hello.txt"), &old), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("folder/new"), &new), SUCCESS);
    WANT_EQ(old.nlink, 2);
    WANT_EQ(new.ino, old.ino);
    return HELD;
}

CASE(folders, "links from one open folder into another") {
    u32 from, to;
    WANT(OPEN_FOLDER("folder", PATH_LINK_SOURCE | FD_READDIR, &from), SUCCESS);
    WANT(OPEN_FOLDER("folder/deep", PATH_LINK_TARGET | FD_READDIR, &to), SUCCESS);
    WANT(path_link(from, 0, P("entry-00"), to, P("new")), SUCCESS);
    WANT_CONTENT("folder/deep/new", "entry-00");
    return HELD;
}

CASE(link, "links a symbolic link itself") {
    struct filestat stat;
    WANT(path_link(ROOT, 0, P("dangling"), ROOT, P("new")), SUCCESS);
    WANT(path_filestat_get(ROOT, 0, P("new"), &stat), SUCCESS);
    WANT_EQ(stat.filetype, SYMBOLIC_LINK);
    return HELD;
}

/* POSIX can; the official suite wants it to be refused. */
CASE(follow, "links what a symbolic link names when told to follow it, or says that it cannot: inval or notsup") {
    struct filestat stat;
    u32 errno = path_link(ROOT, SYMLINK_FOLLOW, P("to-hello"), ROOT, P("new"));
    WANT_ANY_OF(errno, SUCCESS, INVAL, NOTSUP);
    if (errno != SUCCESS)
        return HELD;
    WANT(path_filestat_get(ROOT, 0, P("new"), &stat), SUCCESS);
    WANT_EQ(stat.filetype, REGULAR_FILE);
    return HELD;
}

CASE(exists, "refuses a new name that is there, be it file, folder or link to nowhere: exist") {
    WANT(path_link(ROOT, 0, P("hello.txt"), ROOT, P("data.bin")), EXIST);
    WANT(path_link(ROOT, 0, P("hello.txt"), ROOT, P("hello.txt")), EXIST);
    WANT(path_link(ROOT, 0, P("hello.txt"), ROOT, P("folder")), EXIST);
    WANT(path_link(ROOT, 0, P("hello.txt"), ROOT, P("dangling")), EXIST);
    return HELD;
}

/* POSIX has perm; systems that do not know links to folders at all say acces. */
CASE(folder, "refuses to link a folder: perm or acces") {
    WANT_ANY_OF(path_link(ROOT, 0, P("folder"), ROOT, P("new")), PERM, ACCES);
    return HELD;
}

CASE(missing, "refuses what is not there: noent") {
    WANT(path_link(ROOT, 0, P("missing"), ROOT, P("new")), NOENT);
    WANT(path_link(ROOT, 0, P("hello.txt"), ROOT, P("nowhere/new")), NOENT);
    return HELD;
}

CASE(unopened, "refuses descriptors that are not open: badf") {
    WANT(path_link(UNOPENED, 0, P("hello.txt"), ROOT, P("new")), BADF);
    WANT(path_link(ROOT, 0, P("hello.txt"), UNOPENED, P("new")), BADF);
    return HELD;
}
