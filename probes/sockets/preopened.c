// with: a visitor
#include "../probe.h"

/* The guest is given a socket that listens on the loopback. Somebody connects to it, says `ping`, and then sends back all
   that it hears, until the guest has shut its side down. */
enum { SOCKET_STREAM = 6 };

/* The socket that listens: the first descriptor of that type. */
static u32 listener(void) {
    struct fdstat stat;
    for (u32 fd = 3; fd < 10; fd++)
        if (fd_fdstat_get(fd, &stat) == SUCCESS && stat.filetype == SOCKET_STREAM)
            return fd;
    return UNOPENED;
}

/* Accepts; who comes may take some time. */
static u32 accept(u32 *connection) {
    u32 errno;
    do
        errno = sock_accept(listener(), 0, connection);
    while (errno == 6 /* again */);
    return errno;
}

CASE(found, "is given a socket that listens") {
    struct fdstat stat;
    WANT(fd_fdstat_get(listener(), &stat), SUCCESS);
    return HELD;
}

CASE(accepts, "accepts a connection") {
    u32 connection;
    struct fdstat stat;
    WANT(accept(&connection), SUCCESS);
    WANT(fd_fdstat_get(connection, &stat), SUCCESS);
    WANT_EQ(stat.filetype, SOCKET_STREAM);
    return HELD;
}

CASE(receives, "receives what was sent") {
    u32 connection, size;
    u16 flags;
    u8 bytes[16];
    WANT(accept(&connection), SUCCESS);
    WANT(sock_recv(connection, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT_EQ(size, 4);
    WANT_THAT(SAME(bytes, "ping"));
    return HELD;
}

CASE(sends, "sends, and receives the answer") {
    u32 connection, size;
    u16 flags;
    u8 bytes[16];
    WANT(accept(&connection), SUCCESS);
    WANT(sock_recv(connection, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT(sock_send(connection, TEXT("pong!"), 0, &size), SUCCESS);
    WANT_EQ(size, 5);
    WANT(sock_recv(connection, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT_EQ(size, 5);
    WANT_THAT(SAME(bytes, "pong!"));
    return HELD;
}

CASE(reads_and_writes, "reads and writes a connection as a file") {
    u32 connection, size;
    u8 bytes[16];
    WANT(accept(&connection), SUCCESS);
    WANT(fd_read(connection, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 4);
    WANT(fd_write(connection, TEXT("pong!"), &size), SUCCESS);
    WANT(fd_read(connection, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 5);
    WANT_THAT(SAME(bytes, "pong!"));
    return HELD;
}

CASE(shuts_down, "shuts down, and sees the other end do so too") {
    u32 connection, size;
    u16 flags;
    u8 bytes[16];
    WANT(accept(&connection), SUCCESS);
    WANT(sock_recv(connection, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT(sock_shutdown(connection, SHUTDOWN_WR), SUCCESS);
    WANT(sock_recv(connection, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT_EQ(size, 0);
    return HELD;
}

CASE(polls, "waits for what comes by poll_oneoff") {
    u32 connection, size;
    u16 flags;
    u8 bytes[16];
    struct event event;
    WANT(accept(&connection), SUCCESS);
    struct subscription subscription = {.userdata = 5, .type = EVENT_FD_READ, .readwrite = {connection}};
    WANT(poll_oneoff(&subscription, &event, 1, &size), SUCCESS);
    WANT_EQ(size, 1);
    WANT_EQ(event.userdata, 5);
    WANT(event.error, SUCCESS);
    WANT(sock_recv(connection, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT_EQ(size, 4);
    return HELD;
}
