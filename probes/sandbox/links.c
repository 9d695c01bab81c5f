#include "../probe.h"

/* Symbolic links that lie in the guest's folder and lead out of it. */

CASE(relative, "a link to ../secret.txt is not followed") {
    WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("outside")));
    WANT_THAT(!secret(ROOT, 0, P("outside")));
    WANT_THAT(!secret(ROOT, SYMLINK_FOLLOW, P("folder/../outside")));
    return HELD;
}

CASE(absolute, "a link to /etc/hostname is not followed") {
    u32 fd;
    WANT_THAT(path_open(ROOT, SYMLINK_FOLLOW, P("absolute"), 0, FD_READ, 0, 0, &fd) != SUCCESS);
    WANT_THAT(path_open(ROOT, 0, P("absolute"), 0, FD_READ, 0, 0, &fd) != SUCCESS);
    return HELD;
}

CASE(written, "nothing is written through a link to ../secret.txt") {
    u32 fd, size;
    if (path_open(ROOT, SYMLINK_FOLLOW, P("outside"), 0, FD_WRITE, 0, 0, &fd) == SUCCESS)
        WANT_THAT(fd_write(fd, TEXT("taken!"), &size) != SUCCESS);
    WANT_THAT(path_open(ROOT, SYMLINK_FOLLOW, P("outside"), TRUNC, FD_WRITE, 0, 0, &fd) != SUCCESS);
    return HELD;
}
