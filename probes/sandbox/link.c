#include "../probe.h"

CASE(in, "what lies above the folder gets no name in it") {
    path_link(ROOT, 0, P("../secret.txt"), ROOT, P("new"));
    path_link(ROOT, 0, P("folder/../../secret.txt"), ROOT, P("new"));
    WANT_THAT(!secret(ROOT, 0, P("new")));
    return HELD;
}

CASE(followed, "what a link to ../secret.txt leads to gets no name in it") {
    path_link(ROOT, SYMLINK_FOLLOW, P("outside"), ROOT, P("new"));
    WANT_THAT(!secret(ROOT, 0, P("new")));
    return HELD;
}

/* Where `..` of the folder is the folder itself, the name is made within. */
CASE(out, "a file gets no name outside") {
    if (path_link(ROOT, 0, P("hello.txt"), ROOT, P("../made")) == SUCCESS)
        WANT_THAT(is_there(P("made")));
    return HELD;
}
