// with: the network
#include "../probe.h"

/* WasmEdge's sockets, which stand beside those of preview 1 in its module; those that end in `_v2` take addresses of any
   family. The guest is both ends. */
struct storage { u16 family; u8 ip[126]; };
struct address { struct storage *at; u32 size; };
u32 WASI(sock_open_v2)(u32 family, u32 type, u32 *fd);
u32 WASI(sock_bind_v2)(u32 fd, const struct address *, u32 port);
u32 WASI(sock_listen_v2)(u32 fd, u32 backlog);
u32 WASI(sock_accept_v2)(u32 fd, u32 flags, u32 *connection);
u32 WASI(sock_connect_v2)(u32 fd, const struct address *, u32 port);
u32 WASI(sock_send_v2)(u32 fd, const struct iovec *iovs, u32 n, u32 flags, u32 *size);
u32 WASI(sock_recv_v2)(u32 fd, const struct iovec *iovs, u32 n, u32 flags, u32 *size, u16 *out);
u32 WASI(sock_getlocaladdr_v2)(u32 fd, struct address *, u32 *port);

enum { INET4 = 1, STREAM = 2 };
static struct storage loopback = {INET4, {127, 0, 0, 1}};
static const struct address LOOPBACK = {&loopback, sizeof loopback};

/* On a port that the host chooses. */
static u64 bound(u32 *fd, u32 *port) {
    struct storage told = {0};
    struct address room = {&told, sizeof told};
    WANT(sock_open_v2(INET4, STREAM, fd), SUCCESS);
    WANT(sock_bind_v2(*fd, &LOOPBACK, 0), SUCCESS);
    WANT(sock_listen_v2(*fd, 1), SUCCESS);
    WANT(sock_getlocaladdr_v2(*fd, &room, port), SUCCESS);
    WANT_EQ(told.family, INET4);
    WANT_THAT(same(told.ip, loopback.ip, 4));
    WANT_THAT(*port > 0 && *port < 65536);
    return HELD;
}

static u64 connected(u32 *client, u32 *server) {
    u32 listener, port;
    u64 failure = bound(&listener, &port);
    if (failure != HELD)
        return failure;
    WANT(sock_open_v2(INET4, STREAM, client), SUCCESS);
    WANT(sock_connect_v2(*client, &LOOPBACK, port), SUCCESS);
    WANT(sock_accept_v2(listener, 0, server), SUCCESS);
    return HELD;
}

CASE(listens, "listens on the loopback, and tells where") {
    u32 fd, port;
    return bound(&fd, &port);
}

CASE(connects, "connects and accepts") {
    u32 client, server;
    u64 failure = connected(&client, &server);
    if (failure != HELD)
        return failure;
    WANT_THAT(client != server);
    return HELD;
}

CASE(both_ways, "sends and receives, both ways") {
    u32 client, server, size;
    u16 flags;
    u8 bytes[16];
    u64 failure = connected(&client, &server);
    if (failure != HELD)
        return failure;
    WANT(sock_send_v2(client, TEXT("ping"), 0, &size), SUCCESS);
    WANT(sock_recv_v2(server, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT_EQ(size, 4);
    WANT_THAT(SAME(bytes, "ping"));
    WANT(sock_send_v2(server, TEXT("pong!"), 0, &size), SUCCESS);
    WANT(sock_recv_v2(client, ROOM(bytes), 0, &size, &flags), SUCCESS);
    WANT_EQ(size, 5);
    WANT_THAT(SAME(bytes, "pong!"));
    return HELD;
}
