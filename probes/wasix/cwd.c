#include "../wasix.h"

CASE(begins, "begins in a folder whose path is absolute") {
    char path[64];
    u32 size = sizeof path;
    WANT(getcwd(path, &size), SUCCESS);
    WANT_THAT(size >= 1 && path[0] == '/');
    return HELD;
}

CASE(changes, "changes the current folder") {
    char path[64];
    u32 size = sizeof path;
    WANT(chdir(P("/folder/deep")), SUCCESS);
    WANT(getcwd(path, &size), SUCCESS);
    WANT_EQ(size, 12);
    WANT_THAT(SAME(path, "/folder/deep"));
    return HELD;
}

CASE(missing, "does not change to what is not there") {
    WANT(chdir(P("/nowhere")), NOENT);
    return HELD;
}
