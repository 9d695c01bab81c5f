#include "../probe.h"

CASE(written, "returns after something was written, and the file has it") {
    u32 fd, size;
    WANT(MAKE("new", WRITING | FD_DATASYNC, &fd), SUCCESS);
    WANT(fd_write(fd, TEXT("kept"), &size), SUCCESS);
    WANT(fd_datasync(fd), SUCCESS);
    WANT_CONTENT("new", "kept");
    return HELD;
}

/* POSIX does not want the descriptor to be open for writing. */
CASE(reading, "takes a file that is open for reading only") {
    u32 fd;
    WANT(OPEN("hello.txt", READING | FD_DATASYNC, &fd), SUCCESS);
    WANT(fd_datasync(fd), SUCCESS);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    WANT(fd_datasync(UNOPENED), BADF);
    return HELD;
}
