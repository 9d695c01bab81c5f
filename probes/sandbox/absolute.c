#include "../probe.h"

/* Files that every Linux has. To a runtime whose guests have a root of their own, they are not there. */

static int readable(const char *path, u32 path_size) {
    u8 bytes[16];
    u32 file, size;
    return path_open(ROOT, SYMLINK_FOLLOW, path, path_size, 0, FD_READ, 0, 0, &file) == SUCCESS &&
           fd_read(file, ROOM(bytes), &size) == SUCCESS && size > 0;
}

CASE(plain, "/etc/passwd is not read") {
    WANT_THAT(!readable(P("/etc/passwd")));
    WANT_THAT(!readable(P("//etc/passwd")));
    WANT_THAT(!readable(P("/./etc/passwd")));
    return HELD;
}

CASE(parent, "/../etc/passwd is not read, nor with many `..`") {
    WANT_THAT(!readable(P("/../etc/passwd")));
    WANT_THAT(!readable(P("../../../../../../../../../../../../etc/passwd")));
    WANT_THAT(!readable(P("folder/../../../../../../../../../../../../../etc/passwd")));
    return HELD;
}

CASE(proc, "/proc/self shows nothing of the host's process") {
    WANT_THAT(!readable(P("/proc/self/environ")));
    WANT_THAT(!readable(P("/proc/self/cmdline")));
    WANT_THAT(!readable(P("/proc/self/mountinfo")));
    return HELD;
}

CASE(dev, "/dev is not written") {
    u32 fd, size;
    if (path_open(ROOT, 0, P("/dev/stderr"), 0, FD_WRITE, 0, 0, &fd) == SUCCESS)
        WANT_THAT(fd_write(fd, TEXT("escaped\n"), &size) != SUCCESS);
    return HELD;
}
