#include "../probe.h"

static char buffer[64];

CASE(followed, "makes a link that is followed to its file") {
    WANT(path_symlink(P("hello.txt"), ROOT, P("new")), SUCCESS);
    WANT_CONTENT("new", "hello, world\n");
    return HELD;
}

CASE(relative, "makes a link that is relative to its own folder") {
    WANT(path_symlink(P("../entry-00"), ROOT, P("folder/deep/new")), SUCCESS);
    WANT_CONTENT("folder/deep/new", "entry-00");
    return HELD;
}

CASE(unchanged, "keeps the path in the link as it was given, even if nothing is there") {
    u32 size;
    WANT(path_symlink(P("folder//./no\u00fc/../where"), ROOT, P("new")), SUCCESS);
    WANT(path_readlink(ROOT, P("new"), buffer, sizeof buffer, &size), SUCCESS);
    WANT_EQ(size, sizeof "folder//./no\u00fc/../where" - 1);
    WANT_THAT(SAME(buffer, "folder//./no\u00fc/../where"));
    return HELD;
}

CASE(exists, "refuses a name that is there, be it file, folder or link to nowhere: exist") {
    WANT(path_symlink(P("hello.txt"), ROOT, P("data.bin")), EXIST);
    WANT(path_symlink(P("hello.txt"), ROOT, P("folder")), EXIST);
    WANT(path_symlink(P("hello.txt"), ROOT, P("dangling")), EXIST);
    return HELD;
}

CASE(missing, "refuses where there is no folder: noent") {
    WANT(path_symlink(P("hello.txt"), ROOT, P("nowhere/new")), NOENT);
    return HELD;
}

CASE(empty, "refuses empty paths: noent") {
    WANT(path_symlink(P("hello.txt"), ROOT, P("")), NOENT);
    WANT(path_symlink(P(""), ROOT, P("new")), NOENT);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(path_symlink(P("hello.txt"), UNOPENED, P("new")), BADF);
    return HELD;
}
