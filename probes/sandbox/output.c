#include "../probe.h"

static u8 block[65536];

/* Writes without end, until it is ended or refused. */
static u64 flood(u32 fd) {
    u32 size;
    memset(block, '.', sizeof block);
    while (fd_write(fd, ROOM(block), &size) == SUCCESS)
        ;
    return HELD;
}

CASE(out, "is ended: writing to standard output") {
    return flood(STDOUT);
}

CASE(error, "is ended: writing to standard error") {
    return flood(STDERR);
}
