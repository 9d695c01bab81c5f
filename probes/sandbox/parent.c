#include "../probe.h"

/* A failure is what the guest can read of what lies above its folder. That a path with `..` is opened is none: to
   some runtimes the folder is the guest's whole world, and above it is itself. */

CASE(opened, "`..` opened as a folder does not lead to it") {
    u32 fd;
    if (path_open(ROOT, 0, P(".."), DIRECTORY, FD_READ | FD_READDIR | PATH_OPEN, FD_READ, 0, &fd) == SUCCESS)
        WANT_THAT(!secret(fd, 0, P("secret.txt")));
    if (path_open(ROOT, 0, P("folder/../.."), 0, FD_READ | FD_READDIR | PATH_OPEN, FD_READ, 0, &fd) == SUCCESS)
        WANT_THAT(!secret(fd, 0, P("secret.txt")));
    return HELD;
}

CASE(below, "a folder opened by the guest does not lead to it") {
    u32 fd;
    WANT(OPEN_FOLDER("folder/deep", FD_READ | FD_READDIR | PATH_OPEN, &fd), SUCCESS);
    WANT_THAT(!secret(fd, 0, P("../../../secret.txt")));
    WANT_THAT(!secret(fd, 0, P("er/../../../../secret.txt")));
    return HELD;
}
