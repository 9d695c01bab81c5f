#include "../probe.h"

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
