#include "../wasix.h"

CASE(pipe, "passes bytes through a pipe") {
    u32 reader, writer, size;
    u8 bytes[8];
    WANT(fd_pipe(&reader, &writer), SUCCESS);
    WANT_THAT(reader != writer);
    WANT(fd_write(writer, TEXT("through"), &size), SUCCESS);
    WANT_EQ(size, 7);
    WANT(fd_read(reader, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 7);
    WANT_THAT(SAME(bytes, "through"));
    return HELD;
}

CASE(pipe_end, "tells the end of a pipe that was closed") {
    u32 reader, writer, size;
    u8 bytes[8];
    WANT(fd_pipe(&reader, &writer), SUCCESS);
    WANT(fd_close(writer), SUCCESS);
    WANT(fd_read(reader, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 0);
    return HELD;
}

CASE(dup, "duplicates a descriptor, with its place in the file") {
    u32 fd, copy, size;
    u8 bytes[5];
    WANT(OPEN("hello.txt", READING, &fd), SUCCESS);
    WANT(fd_dup(fd, &copy), SUCCESS);
    WANT_THAT(copy != fd);
    WANT(fd_read(fd, ROOM(bytes), &size), SUCCESS);
    WANT(fd_read(copy, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(SAME(bytes, ", wor"));
    WANT(fd_close(fd), SUCCESS);
    WANT(fd_read(copy, ROOM(bytes), &size), SUCCESS);
    WANT_THAT(SAME(bytes, "ld\n"));
    return HELD;
}
