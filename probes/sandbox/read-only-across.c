// with: a read-only folder, a second folder
#include "../probe.h"

/* From a folder that can only be read into one that can be written, and back. */

CASE(name, "a file that can only be read is not written by another name in the second folder") {
    u32 fd, size;
    path_link(ROOT, 0, P("hello.txt"), SECOND, P("new"));
    if (path_open(SECOND, 0, P("new"), 0, FD_WRITE, 0, 0, &fd) == SUCCESS)
        fd_write(fd, TEXT("taken!"), &size);
    return HELD;
}

CASE(out, "nothing is moved out of it") {
    WANT_THAT(path_rename(ROOT, P("hello.txt"), SECOND, P("new")) != SUCCESS);
    WANT_THAT(path_rename(ROOT, P("folder"), SECOND, P("new")) != SUCCESS);
    return HELD;
}

CASE(in, "nothing is moved into it") {
    WANT_THAT(path_rename(SECOND, P("other.txt"), ROOT, P("new")) != SUCCESS);
    WANT_THAT(path_rename(SECOND, P("other.txt"), ROOT, P("hello.txt")) != SUCCESS);
    return HELD;
}

CASE(linked, "nothing gets a name in it") {
    WANT_THAT(path_link(SECOND, 0, P("other.txt"), ROOT, P("new")) != SUCCESS);
    return HELD;
}
