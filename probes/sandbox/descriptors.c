#include "../probe.h"

/* The host's own descriptors, of which it has some: the guest's numbers must not be theirs. */

static int unopened(u32 fd) {
    struct prestat stat;
    return fd_prestat_get(fd, &stat) != SUCCESS;
}

CASE(read, "descriptors that the guest did not open are not read") {
    u8 bytes[16];
    u32 size;
    for (u32 fd = 3; fd < 128; fd++)
        WANT_THAT(fd_read(fd, ROOM(bytes), &size) != SUCCESS);
    return HELD;
}

CASE(written, "descriptors that the guest did not open are not written") {
    u32 size;
    for (u32 fd = 3; fd < 128; fd++)
        WANT_THAT(fd_write(fd, TEXT("escaped\n"), &size) != SUCCESS);
    return HELD;
}

CASE(closed, "descriptors that the guest did not open are not closed") {
    for (u32 fd = 3; fd < 128; fd++)
        if (unopened(fd))
            WANT_THAT(fd_close(fd) != SUCCESS);
    return HELD;
}

CASE(opened, "nothing is opened through them") {
    u32 file;
    for (u32 fd = 3; fd < 128; fd++)
        if (unopened(fd))
            WANT_THAT(path_open(fd, 0, P("."), 0, FD_READDIR, 0, 0, &file) != SUCCESS);
    return HELD;
}

CASE(high, "numbers at the end of the range are refused") {
    static const u32 high[] = {1024, 65535, 65536, HIGHEST, 0x80000000, 0xffffffff};
    u8 bytes[16];
    u32 size, file;
    for (u32 i = 0; i < sizeof high / sizeof *high; i++) {
        WANT_THAT(fd_read(high[i], ROOM(bytes), &size) != SUCCESS);
        WANT_THAT(fd_write(high[i], TEXT("escaped\n"), &size) != SUCCESS);
        WANT_THAT(path_open(high[i], 0, P("."), 0, FD_READDIR, 0, 0, &file) != SUCCESS);
        WANT_THAT(fd_close(high[i]) != SUCCESS);
    }
    return HELD;
}
