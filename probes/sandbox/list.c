#include "../probe.h"

static u8 buffer[4096];

/* Does the folder hold the file that lies above the guest's? */
static int lists_secret(const char *path, u32 path_size) {
    u32 fd, size = 0;
    if (path_open(ROOT, SYMLINK_FOLLOW, path, path_size, DIRECTORY, FD_READDIR, 0, 0, &fd) != SUCCESS ||
        fd_readdir(fd, buffer, sizeof buffer, 0, &size) != SUCCESS)
        return 0;
    for (u32 at = 0; at + 10 <= size; at++)
        if (SAME(buffer + at, "secret.txt"))
            return 1;
    return 0;
}

CASE(parent, "`..` is not listed") {
    WANT_THAT(!lists_secret(P("..")));
    WANT_THAT(!lists_secret(P("folder/../..")));
    WANT_THAT(!lists_secret(P("to-folder/../..")));
    return HELD;
}

CASE(host, "the host's / is not listed") {
    u32 fd, size, found = 0;
    if (path_open(ROOT, 0, P("/"), DIRECTORY, FD_READDIR, 0, 0, &fd) == SUCCESS &&
        fd_readdir(fd, buffer, sizeof buffer, 0, &size) == SUCCESS)
        for (u32 at = sizeof(struct dirent); at + 3 <= size; at++)
            found |= SAME(buffer + at, "usr");
    WANT_THAT(!found);
    return HELD;
}

/* Many runtimes list `..` as the host has it. */
CASE(preopened, "no preopened folder lists what lies above the guest's") {
    struct prestat stat;
    for (u32 fd = 3; fd < 64 && fd_prestat_get(fd, &stat) == SUCCESS; fd++) {
        u32 size = 0;
        if (fd_readdir(fd, buffer, sizeof buffer, 0, &size) != SUCCESS)
            continue;
        for (u32 at = 0; at + 10 <= size; at++)
            WANT_THAT(!SAME(buffer + at, "secret.txt"));
    }
    return HELD;
}
