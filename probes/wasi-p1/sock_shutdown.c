#include "../probe.h"

/* No socket is handed to a probe: these show that the function is there and tells what is none. */
CASE(file, "refuses a file: notsock or notcapable") {
    u32 fd;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(sock_shutdown(fd, SHUTDOWN_RD | SHUTDOWN_WR), NOTSOCK, NOTCAPABLE);
    return HELD;
}

CASE(folder, "refuses a folder: notsock or notcapable") {
    WANT_ANY_OF(sock_shutdown(ROOT, SHUTDOWN_WR), NOTSOCK, NOTCAPABLE);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(sock_shutdown(UNOPENED, SHUTDOWN_RD), BADF);
    return HELD;
}
