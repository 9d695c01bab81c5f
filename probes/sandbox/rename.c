#include "../probe.h"

CASE(in, "what lies above the folder is not moved into it") {
    path_rename(ROOT, P("../secret.txt"), ROOT, P("new"));
    path_rename(ROOT, P("folder/../../secret.txt"), ROOT, P("new"));
    WANT_THAT(!secret(ROOT, 0, P("new")));
    return HELD;
}

/* Where `..` of the folder is the folder itself, it is moved within. */
CASE(out, "a file is not moved out") {
    if (path_rename(ROOT, P("hello.txt"), ROOT, P("../made")) == SUCCESS)
        WANT_THAT(is_there(P("made")));
    return HELD;
}

CASE(over, "what lies above the folder is not replaced") {
    if (path_rename(ROOT, P("hello.txt"), ROOT, P("../secret.txt")) == SUCCESS)
        WANT_THAT(is_there(P("secret.txt")));
    return HELD;
}

CASE(moved, "a folder that is moved up while it is open does not lead out") {
    u32 fd;
    WANT(OPEN_FOLDER("folder/deep/er", FD_READ | FD_READDIR | PATH_OPEN, &fd), SUCCESS);
    WANT(path_rename(ROOT, P("folder/deep/er"), ROOT, P("er")), SUCCESS);
    WANT_THAT(!secret(fd, 0, P("../../secret.txt")));
    WANT_THAT(!secret(fd, 0, P("../../../secret.txt")));
    return HELD;
}
