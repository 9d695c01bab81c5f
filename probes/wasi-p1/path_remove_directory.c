#include "../probe.h"

CASE(removed, "removes an empty folder") {
    u32 fd;
    WANT(path_create_directory(ROOT, P("made")), SUCCESS);
    WANT(path_remove_directory(ROOT, P("made")), SUCCESS);
    WANT(OPEN_FOLDER("made", FD_READDIR, &fd), NOENT);
    return HELD;
}

/* POSIX wants it; the official suite takes a refusal too. */
CASE(slash, "takes a slash at the end, or refuses it: inval or acces") {
    WANT(path_create_directory(ROOT, P("made")), SUCCESS);
    WANT_ANY_OF(path_remove_directory(ROOT, P("made/")), SUCCESS, INVAL, ACCES);
    return HELD;
}

CASE(not_empty, "refuses a folder that is not empty: notempty") {
    u32 fd;
    WANT(path_remove_directory(ROOT, P("folder")), NOTEMPTY);
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    return HELD;
}

CASE(file, "refuses a file, and a link to a folder: notdir") {
    WANT(path_remove_directory(ROOT, P("hello.txt")), NOTDIR);
    WANT(path_remove_directory(ROOT, P("to-folder")), NOTDIR);
    return HELD;
}

CASE(missing, "refuses what is not there: noent") {
    WANT(path_remove_directory(ROOT, P("missing")), NOENT);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(path_remove_directory(UNOPENED, P("folder")), BADF);
    return HELD;
}
