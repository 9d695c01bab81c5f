#include "../probe.h"

CASE(content, "gives what is in a link, without a zero byte") {
    char buffer[17] = "????????????????";
    u32 size = 0;
    WANT(path_readlink(ROOT, P("to-hello"), buffer, sizeof buffer, &size), SUCCESS);
    WANT_EQ(size, 9);
    WANT_THAT(SAME(buffer, "hello.txt???????"));
    return HELD;
}

CASE(dangling, "gives what is in a link to nowhere, or to itself") {
    char buffer[16];
    u32 size;
    WANT(path_readlink(ROOT, P("dangling"), buffer, sizeof buffer, &size), SUCCESS);
    WANT_THAT(size == 7 && SAME(buffer, "nowhere"));
    WANT(path_readlink(ROOT, P("loop"), buffer, sizeof buffer, &size), SUCCESS);
    WANT_THAT(size == 4 && SAME(buffer, "loop"));
    return HELD;
}

CASE(cut, "fills a buffer that is too small, and cuts the rest") {
    char buffer[9] = "????????";
    u32 size = 0;
    WANT(path_readlink(ROOT, P("to-hello"), buffer, 5, &size), SUCCESS);
    WANT_EQ(size, 5);
    WANT_THAT(SAME(buffer, "hello???"));
    return HELD;
}

CASE(exact, "fills a buffer of just the size") {
    char buffer[9];
    u32 size = 0;
    WANT(path_readlink(ROOT, P("to-hello"), buffer, 9, &size), SUCCESS);
    WANT_THAT(size == 9 && SAME(buffer, "hello.txt"));
    return HELD;
}

CASE(no_link, "refuses what is no link: inval") {
    char buffer[16];
    u32 size;
    WANT(path_readlink(ROOT, P("hello.txt"), buffer, sizeof buffer, &size), INVAL);
    WANT(path_readlink(ROOT, P("folder"), buffer, sizeof buffer, &size), INVAL);
    return HELD;
}

CASE(missing, "refuses what is not there: noent") {
    char buffer[16];
    u32 size;
    WANT(path_readlink(ROOT, P("missing"), buffer, sizeof buffer, &size), NOENT);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    char buffer[16];
    u32 size;
    WANT(path_readlink(UNOPENED, P("to-hello"), buffer, sizeof buffer, &size), BADF);
    return HELD;
}
