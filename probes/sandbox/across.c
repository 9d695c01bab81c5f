// with: a second folder
#include "../probe.h"

/* Two preopened folders, which lie beside each other on the host: there they are `guest` and `beside`. A guest may reach
   the one by its descriptor, but not from the other, and by moving things between them it does not get above them. */

static int reads(u32 fd, const char *path, u32 path_size) {
    u32 file, size;
    u8 bytes[16];
    return path_open(fd, SYMLINK_FOLLOW, path, path_size, 0, FD_READ, 0, 0, &file) == SUCCESS &&
           fd_read(file, ROOM(bytes), &size) == SUCCESS && size > 0;
}

CASE(parent, "`..` of one folder does not lead into the other") {
    WANT_THAT(!reads(ROOT, P("../beside/other.txt")));
    WANT_THAT(!reads(SECOND, P("../guest/hello.txt")));
    WANT_THAT(!secret(SECOND, 0, P("../secret.txt")));
    return HELD;
}

CASE(renamed, "nothing is moved from one folder to the other by way of `..`") {
    path_rename(SECOND, P("../guest/hello.txt"), SECOND, P("new"));
    path_rename(ROOT, P("../beside/other.txt"), ROOT, P("new"));
    WANT_THAT(!reads(SECOND, P("new")));
    WANT_THAT(!reads(ROOT, P("new")));
    return HELD;
}

CASE(named, "nothing gets a name in the other folder by way of `..`") {
    path_link(SECOND, 0, P("../guest/hello.txt"), SECOND, P("new"));
    path_link(ROOT, 0, P("../beside/other.txt"), ROOT, P("new"));
    WANT_THAT(!reads(SECOND, P("new")));
    WANT_THAT(!reads(ROOT, P("new")));
    return HELD;
}

CASE(shallow, "a link that is moved to where its `..` leads out is not followed") {
    path_symlink(P("../secret.txt"), ROOT, P("folder/new"));
    path_rename(ROOT, P("folder/new"), SECOND, P("new"));
    WANT_THAT(!secret(SECOND, SYMLINK_FOLLOW, P("new")));
    return HELD;
}

CASE(second_name, "a link to ../secret.txt that gets a name in the other folder is not followed") {
    path_link(ROOT, 0, P("outside"), SECOND, P("new"));
    path_link(ROOT, SYMLINK_FOLLOW, P("outside"), SECOND, P("newer"));
    WANT_THAT(!secret(SECOND, SYMLINK_FOLLOW, P("new")));
    WANT_THAT(!secret(SECOND, 0, P("newer")));
    return HELD;
}

CASE(moved, "a folder that is moved to the other while it is open does not lead out") {
    u32 fd;
    if (OPEN_FOLDER("folder/deep/er", FD_READ | FD_READDIR | PATH_OPEN, &fd) == SUCCESS) {
        path_rename(ROOT, P("folder/deep/er"), SECOND, P("er"));
        WANT_THAT(!secret(fd, 0, P("../../secret.txt")));
        WANT_THAT(!secret(fd, 0, P("../../../../secret.txt")));
    }
    return HELD;
}

CASE(whole, "a file that is moved to the other folder is whole, or stays") {
    u32 fd, size = 0;
    u8 bytes[16];
    if (path_rename(ROOT, P("hello.txt"), SECOND, P("hello.txt")) == SUCCESS) {
        WANT_THAT(!is_there(P("hello.txt")));
        WANT(path_open(SECOND, 0, P("hello.txt"), 0, FD_READ, 0, 0, &fd), SUCCESS);
        WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
        WANT_THAT(size == 13 && SAME(bytes, "hello, world\n"));
    }
    return HELD;
}
