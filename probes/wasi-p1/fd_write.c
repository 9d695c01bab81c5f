#include "../probe.h"

CASE(sequence, "writes on from where it ended") {
    u32 fd, size;
    WANT(MAKE("new", WRITING, &fd), SUCCESS);
    WANT(fd_write(fd, TEXT("one "), &size), SUCCESS);
    WANT_EQ(size, 4);
    WANT(fd_write(fd, TEXT("two"), &size), SUCCESS);
    WANT_EQ(size, 3);
    WANT_CONTENT("new", "one two");
    return HELD;
}

CASE(over, "writes over what is there, and leaves the rest") {
    u32 fd, size;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT(fd_write(fd, TEXT("HELLO"), &size), SUCCESS);
    WANT_CONTENT("hello.txt", "HELLO, world\n");
    return HELD;
}

/* It may stop before it has written all of them: programs have to go on with the rest. */
CASE(several, "writes several buffers, one of them empty, in their order") {
    u32 fd, size;
    const struct iovec iovs[] = {{"", 0}, {"one", 3}, {"two", 3}};
    WANT(MAKE("new", WRITING, &fd), SUCCESS);
    WANT(fd_write(fd, iovs, 3, &size), SUCCESS);
    if (size == 3)
        WANT(fd_write(fd, iovs + 2, 1, &size), SUCCESS);
    else
        WANT_EQ(size, 6);
    WANT_CONTENT("new", "onetwo");
    return HELD;
}

/* POSIX lets a list of no buffers be refused. */
CASE(empty, "writes nothing from an empty buffer, nor from none") {
    u32 fd, size = 99;
    WANT(OPEN("hello.txt", WRITING, &fd), SUCCESS);
    WANT(fd_write(fd, TEXT(""), &size), SUCCESS);
    WANT_EQ(size, 0);
    WANT_ANY_OF(fd_write(fd, 0, 0, &size), SUCCESS, INVAL);
    WANT_EQ(size, 0);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(large, "writes 64 KiB from one buffer") {
    static u8 block[65536], back[65536];
    u32 fd, size;
    for (u32 i = 0; i < sizeof block; i++)
        block[i] = (u8)(i * 31 >> 3);
    WANT(MAKE("new", WRITING, &fd), SUCCESS);
    for (u32 done = 0; done < sizeof block; done += size) {
        WANT(fd_write(fd, IOV(block + done, sizeof block - done), &size), SUCCESS);
        WANT_THAT(size > 0);
    }
    WANT(OPEN("new", READING, &fd), SUCCESS);
    for (u32 done = 0; done < sizeof back; done += size) {
        WANT(fd_read(fd, IOV(back + done, sizeof back - done), &size), SUCCESS);
        WANT_THAT(size > 0);
    }
    WANT_THAT(same(block, back, sizeof block));
    return HELD;
}

CASE(append, "appends at the end, wherever that has moved to") {
    u32 one, other, size;
    WANT(path_open(ROOT, 0, P("new"), CREAT, WRITING, 0, APPEND, &one), SUCCESS);
    WANT(path_open(ROOT, 0, P("new"), 0, WRITING, 0, APPEND, &other), SUCCESS);
    WANT(fd_write(one, TEXT("1"), &size), SUCCESS);
    WANT(fd_write(other, TEXT("2"), &size), SUCCESS);
    WANT(fd_write(one, TEXT("3"), &size), SUCCESS);
    WANT_CONTENT("new", "123");
    return HELD;
}

CASE(streams, "writes to standard output and standard error") {
    u32 size;
    WANT(fd_write(STDOUT, TEXT("out\n"), &size), SUCCESS);
    WANT_EQ(size, 4);
    WANT(fd_write(STDERR, TEXT("error\n"), &size), SUCCESS);
    WANT_EQ(size, 6);
    return HELD;
}

CASE(reading, "refuses a file that is open for reading only") {
    u32 fd, size;
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT_ANY_OF(fd_write(fd, TEXT("J"), &size), FORBIDDEN);
    WANT_CONTENT("hello.txt", "hello, world\n");
    return HELD;
}

CASE(folder, "refuses a folder") {
    u32 fd, size;
    WANT(OPEN_FOLDER("folder", FD_READDIR, &fd), SUCCESS);
    WANT_ANY_OF(fd_write(fd, TEXT("text"), &size), ISDIR, FORBIDDEN);
    return HELD;
}

CASE(unopened, "refuses a descriptor that is not open: badf") {
    u32 size;
    WANT(fd_write(UNOPENED, TEXT("text"), &size), BADF);
    return HELD;
}

/* WASI wants a trap for it. */
CASE(beyond, "traps or refuses a buffer beyond the memory") {
    u32 size;
    WANT_THAT(fd_write(STDERR, IOV(END_OF_MEMORY, 5), &size) != SUCCESS);
    return HELD;
}
