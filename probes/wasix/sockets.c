// with: the network
#include "../wasix.h"

/* The guest is both ends. In which order the two bytes of a port are, is not said, and differs between what is given and
   what is told: so both are the same. Of such ports the first one that is free is taken. */
static u64 bound(u32 *fd, struct address *address) {
    *address = (struct address){INET4, 0, {0, 0}, {127, 0, 0, 1}, {0}};
    WANT(sock_open(INET4, STREAM, TCP, fd), SUCCESS);
    u32 errno = 3;
    for (u8 port = 0x60; errno == 3 /* addrinuse */ && port < 0x80; port++) {
        address->port[0] = address->port[1] = port;
        errno = sock_bind(*fd, address);
    }
    WANT(errno, SUCCESS);
    WANT(sock_listen(*fd, 1), SUCCESS);
    return HELD;
}

static u64 connected(u32 *client, u32 *server) {
    u32 listener;
    struct address address, from;
    u64 failure = bound(&listener, &address);
    if (failure != HELD)
        return failure;
    WANT(sock_open(INET4, STREAM, TCP, client), SUCCESS);
    WANT(sock_connect(*client, &address), SUCCESS);
    WANT(sock_accept_v2(listener, 0, server, &from), SUCCESS);
    return HELD;
}

#define CONNECTED(client, server)                                                                                     \
    do {                                                                                                              \
        u64 failure = connected(&client, &server);                                                                    \
        if (failure != HELD)                                                                                          \
            return failure;                                                                                           \
    } while (0)

CASE(listens, "listens on the loopback, and tells where") {
    u32 fd;
    struct address address, told;
    u64 failure = bound(&fd, &address);
    if (failure != HELD)
        return failure;
    WANT(sock_addr_local(fd, &told), SUCCESS);
    WANT_EQ(told.family, INET4);
    WANT_THAT(same(told.ip, address.ip, 4));
    WANT_EQ(told.port[0], address.port[0]);
    return HELD;
}

CASE(connects, "connects and accepts") {
    u32 client, server;
    CONNECTED(client, server);
    WANT_THAT(client != server);
    return HELD;
}

CASE(both_ways, "sends and receives, both ways") {
    u32 client, server, size;
    u16 flags;
    u8 bytes[16];
    CONNECTED(client, server);
    WANT(sock_send(client, TEXT("ping"), 0, &size), SUCCESS);
    WANT(sock_recv(server, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT_EQ(size, 4);
    WANT_THAT(SAME(bytes, "ping"));
    WANT(sock_send(server, TEXT("pong!"), 0, &size), SUCCESS);
    WANT(sock_recv(client, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT_EQ(size, 5);
    WANT_THAT(SAME(bytes, "pong!"));
    return HELD;
}

CASE(pair, "makes a pair of sockets that are connected") {
    u32 one, other, size;
    u8 bytes[8];
    WANT(sock_pair(INET4, STREAM, TCP, &one, &other), SUCCESS);
    WANT(fd_write(one, TEXT("across"), &size), SUCCESS);
    WANT(fd_read(other, ROOM(bytes), &size), SUCCESS);
    WANT_EQ(size, 6);
    WANT_THAT(SAME(bytes, "across"));
    return HELD;
}
