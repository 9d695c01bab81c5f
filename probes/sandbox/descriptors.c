#include "../probe.h"

/* The host's own descriptors, of which it has some: the guest's numbers must not be theirs. */

CASE(written, "descriptors that the guest did not open are not written") {
    u32 size;
    for (u32 fd = 3; fd < 128; fd++)
        WANT_THAT(fd_write(fd, TEXT("escaped\n"), &size) != SUCCESS);
    return HELD;
}
