#include "../probe.h"

/* Where `..` of the folder is the folder itself, what is made by such a path lies within. */
CASE(file, "no file is made above the folder") {
    u32 fd;
    if (path_open(ROOT, 0, P("../made"), CREAT, FD_WRITE, 0, 0, &fd) == SUCCESS)
        WANT_THAT(is_there(P("made")));
    return HELD;
}

CASE(folder, "no folder is made above the folder") {
    if (path_create_directory(ROOT, P("../made")) == SUCCESS)
        WANT(path_remove_directory(ROOT, P("made")), SUCCESS);
    if (path_create_directory(ROOT, P("folder/../../made")) == SUCCESS)
        WANT(path_remove_directory(ROOT, P("made")), SUCCESS);
    return HELD;
}

CASE(removed, "no file is removed above the folder") {
    WANT_THAT(path_unlink_file(ROOT, P("../secret.txt")) != SUCCESS);
    WANT_THAT(path_unlink_file(ROOT, P("folder/../../secret.txt")) != SUCCESS);
    return HELD;
}

CASE(times, "no time is set above the folder") {
    WANT_THAT(path_filestat_set_times(ROOT, 0, P("../secret.txt"), 0, 0, MTIM) != SUCCESS);
    WANT_THAT(path_filestat_set_times(ROOT, SYMLINK_FOLLOW, P("outside"), 0, 0, MTIM) != SUCCESS);
    return HELD;
}
