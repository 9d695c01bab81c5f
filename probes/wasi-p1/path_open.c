#include "../probe.h"

static u8 bytes[64];

CASE(file, "opens a file, below folders too") {
    u32 fd, size;
    WANT(path_open(ROOT, 0, P("folder/deep/er/leaf.txt"), 0, READING, 0, 0, &fd), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(size == 4 && SAME(bytes, "leaf"));
    return HELD;
}

CASE(numbers, "gives a number that is not in use and below 2^31") {
    u32 fd, other;
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, READING, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, READING, 0, 0, &other), SUCCESS);
    WANT_THAT(fd > STDERR && fd != ROOT && fd <= HIGHEST);
    WANT_THAT(other > STDERR && other != ROOT && other <= HIGHEST && other != fd);
    return HELD;
}

CASE(relative, "opens relative to a folder that was opened") {
    u32 fd, file, size;
    WANT(OPEN_FOLDER("folder", PATH_OPEN | FD_READ | FD_READDIR, &fd), SUCCESS);
    WANT(path_open(fd, 0, P("entry-07"), 0, FD_READ, 0, 0, &file), SUCCESS);
    WANT(fd_read(file, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(size == 8 && SAME(bytes, "entry-07"));
    return HELD;
}

CASE(dots, "takes dots, double slashes and `..` that stay within") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("./hello.txt"), 0, READING, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("folder//deep/./er/leaf.txt"), 0, READING, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("folder/deep/../../hello.txt"), 0, READING, 0, 0, &fd), SUCCESS);
    return HELD;
}

CASE(letters, "takes letters beyond ASCII in a name") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("\u00fcn\u00efc\u00f6de \U0001f980"), CREAT | EXCL, FD_WRITE, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("\u00fcn\u00efc\u00f6de \U0001f980"), 0, FD_READ, 0, 0, &fd), SUCCESS);
    return HELD;
}

CASE(creat, "creat: makes a file that is not there, and opens one that is as it is") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("new"), CREAT, WRITING, 0, 0, &fd), SUCCESS);
    WANT_CONTENT("new", "");
    WANT(path_open(ROOT, 0, P("hello.txt"), CREAT, WRITING, 0, 0, &fd), SUCCESS);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(excl, "creat and excl: refuses what is there, be it a link to nowhere: exist") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("hello.txt"), CREAT | EXCL, WRITING, 0, 0, &fd), EXIST);
    WANT(path_open(ROOT, 0, P("dangling"), CREAT | EXCL, WRITING, 0, 0, &fd), EXIST);
    return HELD;
}

CASE(trunc, "trunc: empties a file") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("hello.txt"), TRUNC, WRITING, 0, 0, &fd), SUCCESS);
    WANT_CONTENT("hello.txt", "");
    return HELD;
}

CASE(directory, "directory: opens a folder, and refuses a file: notdir") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("folder"), DIRECTORY, FD_READDIR, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("hello.txt"), DIRECTORY, FD_READ, 0, 0, &fd), NOTDIR);
    return HELD;
}

CASE(folder, "opens a folder without directory too, and with slashes at the end") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("folder"), 0, FD_READDIR, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("folder/"), 0, FD_READDIR, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("folder//"), DIRECTORY, FD_READDIR, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("."), DIRECTORY, FD_READDIR, 0, 0, &fd), SUCCESS);
    return HELD;
}

CASE(slash, "refuses a file with a slash at the end: notdir") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("hello.txt/"), 0, READING, 0, 0, &fd), NOTDIR);
    return HELD;
}

/* POSIX leaves the errno open. */
CASE(creat_slash, "makes no file of a name with a slash at the end") {
    u32 fd;
    WANT_THAT(path_open(ROOT, 0, P("new/"), CREAT, WRITING, 0, 0, &fd) != SUCCESS);
    WANT(path_open(ROOT, 0, P("new"), 0, READING, 0, 0, &fd), NOENT);
    return HELD;
}

CASE(follow, "follows a symbolic link when told to, and folders' links always") {
    u32 fd;
    WANT(path_open(ROOT, SYMLINK_FOLLOW, P("to-hello"), 0, READING, 0, 0, &fd), SUCCESS);
    WANT(path_open(ROOT, 0, P("to-folder/entry-00"), 0, READING, 0, 0, &fd), SUCCESS);
    return HELD;
}

CASE(nofollow, "refuses a symbolic link when not told to follow: loop") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("to-hello"), 0, READING, 0, 0, &fd), LOOP);
    return HELD;
}

/* POSIX: the link is not followed, and is no directory. */
CASE(nofollow_folder, "refuses a link to a folder when not told to follow: notdir or loop") {
    u32 fd;
    WANT_ANY_OF(path_open(ROOT, 0, P("to-folder"), DIRECTORY, FD_READDIR, 0, 0, &fd), NOTDIR, LOOP);
    return HELD;
}

CASE(dangling, "refuses to follow a link to nowhere: noent, or to itself: loop") {
    u32 fd;
    WANT(path_open(ROOT, SYMLINK_FOLLOW, P("dangling"), 0, READING, 0, 0, &fd), NOENT);
    WANT(path_open(ROOT, SYMLINK_FOLLOW, P("loop"), 0, READING, 0, 0, &fd), LOOP);
    return HELD;
}

CASE(missing, "refuses what is not there: noent") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("missing"), 0, READING, 0, 0, &fd), NOENT);
    WANT(path_open(ROOT, 0, P("nowhere/new"), CREAT, WRITING, 0, 0, &fd), NOENT);
    return HELD;
}

CASE(empty, "refuses an empty path: noent") {
    u32 fd;
    WANT(path_open(ROOT, 0, P(""), 0, READING, 0, 0, &fd), NOENT);
    return HELD;
}

CASE(through, "refuses a path through a file: notdir") {
    u32 fd;
    WANT(path_open(ROOT, 0, P("hello.txt/more"), 0, READING, 0, 0, &fd), NOTDIR);
    return HELD;
}

CASE(zero, "refuses a name with a zero byte in it: inval, ilseq or noent") {
    u32 fd;
    WANT_ANY_OF(path_open(ROOT, 0, P("hello.txt\0more"), 0, READING, 0, 0, &fd), INVAL, ILSEQ, NOENT);
    WANT_ANY_OF(path_open(ROOT, 0, P("hello.txt\0"), 0, READING, 0, 0, &fd), INVAL, ILSEQ, NOENT);
    return HELD;
}

CASE(utf8, "refuses a name that is no UTF-8: ilseq, inval or noent") {
    u32 fd;
    WANT_ANY_OF(path_open(ROOT, 0, P("hello\xff.txt"), 0, READING, 0, 0, &fd), ILSEQ, INVAL, NOENT);
    return HELD;
}

CASE(long_name, "refuses a name of 300 bytes: nametoolong") {
    static char name[300];
    u32 fd;
    memset(name, 'a', sizeof name);
    WANT(path_open(ROOT, 0, name, sizeof name, CREAT, WRITING, 0, 0, &fd), NAMETOOLONG);
    return HELD;
}

CASE(not_folder, "refuses to open relative to a file") {
    u32 fd, other;
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, READING, 0, 0, &fd), SUCCESS);
    WANT_ANY_OF(path_open(fd, 0, P("new"), CREAT, WRITING, 0, 0, &other), NOTDIR, FORBIDDEN);
    return HELD;
}

CASE(append, "append: what is written comes at the end") {
    u32 fd, size;
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, WRITING, 0, APPEND, &fd), SUCCESS);
    WANT(fd_write(fd, TEXT("more"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "hello, world\nmore");
    return HELD;
}

CASE(nonblock, "nonblock: changes nothing for a file") {
    u32 fd, size;
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, READING, 0, NONBLOCK, &fd), SUCCESS);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 13);
    return HELD;
}

/* The specification lets a platform without it say notsup. */
CASE(sync, "dsync and sync: are taken, or refused by notsup") {
    u32 fd;
    WANT_ANY_OF(path_open(ROOT, 0, P("hello.txt"), 0, WRITING, 0, DSYNC, &fd), SUCCESS, NOTSUP);
    WANT_ANY_OF(path_open(ROOT, 0, P("hello.txt"), 0, WRITING, 0, SYNC, &fd), SUCCESS, NOTSUP);
    return HELD;
}

CASE(rights, "rights: what is opened without fd_write cannot be written") {
    u32 fd, size;
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, FD_READ, 0, 0, &fd), SUCCESS);
    WANT_ANY_OF(fd_write(fd, TEXT("J"), &size), FORBIDDEN);
    WANT(path_open(ROOT, 0, P("hello.txt"), 0, FD_WRITE, 0, 0, &fd), SUCCESS);
    WANT_ANY_OF(fd_read(fd, ROOM(bytes), &size), FORBIDDEN);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(inheriting, "rights: a folder gives no more than it may pass on") {
    u32 fd, file, size;
    WANT(path_open(ROOT, 0, P("folder"), DIRECTORY, PATH_OPEN | FD_READDIR, FD_READ, 0, &fd), SUCCESS);
    WANT(path_open(fd, 0, P("entry-00"), 0, FD_READ, 0, 0, &file), SUCCESS);
    WANT(fd_read(file, ROOM(bytes), &size), SUCCESS);
    WANT_ANY_OF(path_open(fd, 0, P("entry-00"), 0, FD_WRITE, 0, 0, &file), FORBIDDEN, PERM);
    return HELD;
}

/* WASI wants a trap for it. */
CASE(beyond, "traps or refuses a path beyond the memory") {
    u32 fd;
    WANT_THAT(path_open(ROOT, 0, END_OF_MEMORY, 9, 0, READING, 0, 0, &fd) != SUCCESS);
    return HELD;
}
