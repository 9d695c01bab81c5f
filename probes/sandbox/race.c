// with: swapping
#include "../probe.h"

/* While the guest opens it again and again, what it opens is exchanged with a link that leads out: who first looks and
   then opens, by name, can be made to open something else. What came of it is written to standard output. */

static char *decimal(char *end, u32 value) {
    do
        *--end = '0' + value % 10;
    while (value /= 10);
    return end;
}

static void tell(u32 value, const char *what, u32 what_size) {
    char digits[12], *end = digits + sizeof digits, *begin = decimal(end, value);
    u32 size;
    fd_write(STDOUT, IOV(begin, end - begin), &size);
    fd_write(STDOUT, IOV(what, what_size), &size);
}

/* For half a second, or so many times where there is no clock. */
static u64 race(const char *path, u32 path_size) {
    u64 begin = 0, now;
    u32 inside = 0, refused = 0;
    u32 clock = clock_time_get(MONOTONIC, 1, &begin) == SUCCESS;
    now = begin;
    for (u32 n = 0; clock ? now - begin < 500000000 : n < 100000; n++) {
        u8 bytes[16];
        u32 fd, size = 0;
        if (path_open(ROOT, SYMLINK_FOLLOW, path, path_size, 0, FD_READ, 0, 0, &fd) != SUCCESS) {
            refused++;
        } else {
            WANT_THAT(fd_read(fd, ROOM(bytes), &size) != SUCCESS || size != 6 || !SAME(bytes, "secret"));
            inside++;
            fd_close(fd);
        }
        if (clock)
            clock_time_get(MONOTONIC, 1, &now);
    }
    tell(inside, P(" times opened, "));
    tell(refused, P(" times refused"));
    return HELD;
}

CASE(folder, "a folder that is exchanged with a link to `..` does not lead out") {
    return race(P("swapped/secret.txt"));
}

CASE(file, "a file that is exchanged with a link to ../secret.txt is not another") {
    return race(P("swapped.txt"));
}
