#include "../probe.h"

/* Symbolic links that the guest makes itself. A runtime may refuse to make them, or to follow them. */

CASE(parent, "a link to ../secret.txt made by the guest is not followed") {
    path_symlink(P("../secret.txt"), ROOT, P("new"));
    path_symlink(P("../../secret.txt"), ROOT, P("folder/new"));
    WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("new")));
    WANT_THAT(!secret(ROOT, 0, P("new")));
    WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("folder/new")));
    return HELD;
}

CASE(folder, "a link to `..` made by the guest does not lead out") {
    u32 fd;
    path_symlink(P(".."), ROOT, P("up"));
    WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("up/secret.txt")));
    WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("folder/../up/secret.txt")));
    if (path_open(ROOT, SYMLINK_FOLLOW, P("up"), 0, FD_READ | FD_READDIR | PATH_OPEN, FD_READ, 0, &fd) == SUCCESS)
        WANT_THAT(!secret(fd, 0, P("secret.txt")));
    return HELD;
}

CASE(chain, "a link to a link to a folder's `..` made by the guest does not lead out") {
    path_symlink(P("folder/.."), ROOT, P("here"));
    path_symlink(P("here/.."), ROOT, P("up"));
    path_symlink(P("up"), ROOT, P("chain"));
    WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("up/secret.txt")));
    WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("chain/secret.txt")));
    return HELD;
}

CASE(absolute, "a link to / made by the guest does not lead to the host's files") {
    path_symlink(P("/"), ROOT, P("host"));
    path_symlink(P("/etc/passwd"), ROOT, P("passwd"));
    WANT_THAT(!is_there(P("host/etc/passwd")));
    WANT_THAT(!is_there(P("passwd")));
    return HELD;
}

/* Where `..` of the folder is the folder itself, the file is made in it. */
CASE(made, "no file is made through a link to ../made by the guest") {
    u32 fd;
    if (path_symlink(P("../made"), ROOT, P("new")) == SUCCESS &&
        path_open(ROOT, SYMLINK_FOLLOW, P("new"), CREAT, FD_WRITE, 0, 0, &fd) == SUCCESS)
        WANT_THAT(is_there(P("made")) && path_unlink_file(ROOT, P("made")) == SUCCESS);
    return HELD;
}

CASE(swapped, "a folder that was replaced by a link to `..` does not lead out") {
    u32 fd;
    path_create_directory(ROOT, P("made"));
    path_symlink(P(".."), ROOT, P("up"));
    if (path_open(ROOT, 0, P("made"), DIRECTORY, FD_READ | FD_READDIR | PATH_OPEN, FD_READ, 0, &fd) == SUCCESS) {
        path_remove_directory(ROOT, P("made"));
        path_rename(ROOT, P("up"), ROOT, P("made"));
        WANT_THAT(!secret(fd, 0, P("secret.txt")));
        WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("made/secret.txt")));
    }
    return HELD;
}
