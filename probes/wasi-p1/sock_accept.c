#include "../probe.h"

/* No socket is handed to a probe: these show that the function is there and tells what is none. */
CASE(file, "refuses a file: notsock or notcapable") {
    u32 fd, opened;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(sock_accept(fd, 0, &opened), NOTSOCK, NOTCAPABLE);
    return HELD;
}

CASE(folder, "refuses a folder: notsock or notcapable") {
    u32 opened;
    WANT_ANY_OF(sock_accept(ROOT, NONBLOCK, &opened), NOTSOCK, NOTCAPABLE);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 opened;
    WANT(sock_accept(UNOPENED, 0, &opened), BADF);
    return HELD;
}
