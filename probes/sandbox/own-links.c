#include "../probe.h"

/* Symbolic links that the guest makes itself. A runtime may refuse to make them, or to follow them. */

CASE(absolute, "a link to / made by the guest does not lead to the host's files") {
    path_symlink(P("/"), ROOT, P("host"));
    path_symlink(P("/etc/passwd"), ROOT, P("passwd"));
    WANT_THAT(!is_there(P("host/etc/passwd")));
    WANT_THAT(!is_there(P("passwd")));
    return HELD;
}
