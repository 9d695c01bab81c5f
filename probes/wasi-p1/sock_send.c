#include "../probe.h"

/* No socket is handed to a probe: these show that the function is there and tells what is none. */
CASE(file, "refuses a file: notsock or notcapable") {
    u32 fd, size;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT_ANY_OF(sock_send(fd, TEXT("J"), 0, &size), NOTSOCK, NOTCAPABLE);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(folder, "refuses a folder: notsock or notcapable") {
    u32 size;
    WANT_ANY_OF(sock_send(ROOT, TEXT("text"), 0, &size), NOTSOCK, NOTCAPABLE);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    WANT(sock_send(UNOPENED, TEXT("text"), 0, &size), BADF);
    return HELD;
}
