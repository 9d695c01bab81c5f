#include "../probe.h"

CASE(parent, "nothing is told of ../secret.txt") {
    struct filestat stat;
    WANT_THAT(path_filestat_get(ROOT, 0, P("../secret.txt"), &stat) != SUCCESS);
    WANT_THAT(path_filestat_get(ROOT, 0, P("folder/../../secret.txt"), &stat) != SUCCESS);
    return HELD;
}

CASE(absolute, "nothing is told of /etc/passwd") {
    struct filestat stat;
    WANT_THAT(path_filestat_get(ROOT, 0, P("/etc/passwd"), &stat) != SUCCESS);
    WANT_THAT(path_filestat_get(ROOT, 0, P("../../../../../../../../../../etc/passwd"), &stat) != SUCCESS);
    return HELD;
}
