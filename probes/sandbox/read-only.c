// with: a read-only folder
#include "../probe.h"

/* Whatever changes a folder, and the files in it. That nothing was changed is looked up from outside. */

CASE(create, "no file is created in a read-only folder") {
    u32 fd;
    WANT_THAT(MAKE("new", FD_WRITE, &fd) != SUCCESS);
    WANT_THAT(MAKE("folder/deep/new", FD_WRITE, &fd) != SUCCESS);
    return HELD;
}

static int can_write(u32 fd) {
    u32 size;
    return fd_write(fd, TEXT("taken!"), &size) == SUCCESS && size > 0;
}

CASE(write, "no file is written") {
    u32 fd, size;
    if (OPEN("hello.txt", WRITING, &fd) == SUCCESS)
        WANT_THAT(!can_write(fd));
    if (OPEN("folder/deep/er/leaf.txt", WRITING | FD_READ, &fd) == SUCCESS) {
        WANT_THAT(!can_write(fd));
        WANT_THAT(fd_pwrite(fd, TEXT("taken!"), 0, &size) != SUCCESS);
    }
    return HELD;
}

CASE(through, "no file is written through a link") {
    u32 fd;
    if (OPEN("to-hello", WRITING, &fd) == SUCCESS)
        WANT_THAT(!can_write(fd));
    return HELD;
}

CASE(append, "nothing is appended") {
    u32 fd;
    if (path_open(ROOT, 0, P("hello.txt"), 0, FD_WRITE, 0, APPEND, &fd) == SUCCESS)
        WANT_THAT(!can_write(fd));
    return HELD;
}

CASE(allocate, "no room is made in a file") {
    u32 fd;
    if (OPEN("empty.txt", WRITING | FD_ALLOCATE, &fd) == SUCCESS)
        WANT_THAT(fd_allocate(fd, 0, 100) != SUCCESS);
    return HELD;
}

CASE(rename, "nothing is renamed") {
    WANT_THAT(path_rename(ROOT, P("hello.txt"), ROOT, P("new")) != SUCCESS);
    WANT_THAT(path_rename(ROOT, P("folder"), ROOT, P("new")) != SUCCESS);
    WANT_THAT(path_rename(ROOT, P("hello.txt"), ROOT, P("empty.txt")) != SUCCESS);
    return HELD;
}

CASE(unlink, "no file is removed") {
    WANT_THAT(path_unlink_file(ROOT, P("hello.txt")) != SUCCESS);
    WANT_THAT(path_unlink_file(ROOT, P("to-hello")) != SUCCESS);
    return HELD;
}

CASE(folder, "no folder is made") {
    WANT_THAT(path_create_directory(ROOT, P("new")) != SUCCESS);
    WANT_THAT(path_create_directory(ROOT, P("folder/new")) != SUCCESS);
    return HELD;
}

CASE(symlink, "no symbolic link is made") {
    WANT_THAT(path_symlink(P("hello.txt"), ROOT, P("new")) != SUCCESS);
    return HELD;
}

CASE(link, "no file gets a second name") {
    WANT_THAT(path_link(ROOT, 0, P("hello.txt"), ROOT, P("new")) != SUCCESS);
    return HELD;
}

CASE(inherited, "what is opened in a folder that was opened in it is not written either") {
    u32 folder, fd;
    u64 rights = READING | WRITING | PATH_OPEN | FD_READDIR;
    if (path_open(ROOT, 0, P("folder/deep/er"), DIRECTORY, FD_READDIR | PATH_OPEN, rights, 0, &folder) == SUCCESS) {
        if (path_open(folder, 0, P("leaf.txt"), 0, WRITING, 0, 0, &fd) == SUCCESS)
            WANT_THAT(!can_write(fd));
        WANT_THAT(path_open(folder, 0, P("new"), CREAT, WRITING, 0, 0, &fd) != SUCCESS);
    }
    return HELD;
}
