#include "../probe.h"

/* What lies beyond the guest's memory is the host's. A runtime that traps, refuses, or cuts what it is given at the
   end of the memory has held; one that has put out more than there is has not, nor one that dies. */

/* An address that the compiler cannot see through. */
static void *at(volatile u32 address) {
    return (void *)address;
}

CASE(written, "traps or puts out nothing from beyond the memory") {
    u32 size = 0;
    if (fd_write(STDERR, IOV(END_OF_MEMORY - 1, 4096), &size) == SUCCESS)
        WANT_THAT(size <= 1);
    if (fd_write(STDERR, IOV(END_OF_MEMORY, 1), &size) == SUCCESS)
        WANT_EQ(size, 0);
    return HELD;
}

CASE(list, "traps or puts out nothing of a list of buffers beyond the memory") {
    u32 size = 0;
    if (fd_write(STDERR, END_OF_MEMORY, 1, &size) == SUCCESS)
        WANT_EQ(size, 0);
    return HELD;
}

CASE(filled, "traps or lives on: random bytes for a buffer beyond the memory") {
    random_get(END_OF_MEMORY, 4096);
    return HELD;
}

CASE(across, "traps or lives on: random bytes for a buffer that reaches far beyond the memory") {
    random_get(END_OF_MEMORY - 8, 1 << 30);
    return HELD;
}

CASE(last, "traps or lives on: random bytes at the last address, whose end overflows") {
    random_get(at(0xffffffff), 0xffffffff);
    return HELD;
}

CASE(result, "traps or lives on: a result at the last address") {
    u64 now;
    clock_time_get(MONOTONIC, 1, at(0xfffffff8));
    clock_time_get(MONOTONIC, 1, &now);
    return HELD;
}

CASE(path, "traps or lives on: a path that reaches far beyond the memory") {
    u32 fd;
    path_open(ROOT, 0, END_OF_MEMORY - 1, 1 << 30, 0, FD_READ, 0, 0, &fd);
    return HELD;
}

CASE(arguments, "traps or lives on: arguments at the end of the memory") {
    args_get(END_OF_MEMORY - 8, END_OF_MEMORY - 4);
    return HELD;
}
