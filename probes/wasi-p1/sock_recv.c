#include "../probe.h"

static u8 bytes[8];

/* No socket is handed to a probe: these show that the function is there and tells what is none. */
CASE(file, "refuses a file: notsock or notcapable") {
    u32 fd, size;
    u16 flags;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(sock_recv(fd, ROOM(bytes), 0, &size, &flags), NOTSOCK, NOTCAPABLE);
    return HELD;
}

CASE(folder, "refuses a folder: notsock or notcapable") {
    u32 size;
    u16 flags;
    WANT_ANY_OF(sock_recv(ROOT, ROOM(bytes), 0, &size, &flags), NOTSOCK, NOTCAPABLE);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    u16 flags;
    WANT(sock_recv(UNOPENED, ROOM(bytes), 0, &size, &flags), BADF);
    return HELD;
}
