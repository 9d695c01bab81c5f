// with: the network
#include "../wasi-p2.h"

/* The guest is both ends of a connection on the loopback. */
struct ends { u32 listener, client, in, out, server, server_in, server_out; u16 port; };

static u64 listen(struct ends *ends) {
    struct handle socket;
    struct done done;
    struct address_result address;
    FINE(create_tcp_socket(IPV4, &socket), socket);
    FINE(tcp_start_bind(socket.it, instance_network(), LOOPBACK(0), &done), done);
    FINE(tcp_finish_bind(socket.it, &done), done);
    FINE(tcp_start_listen(socket.it, &done), done);
    FINE(tcp_finish_listen(socket.it, &done), done);
    FINE(tcp_local_address(socket.it, &address), address);
    WANT_EQ(address.it.family, IPV4);
    WANT_THAT(address.it.v4.port != 0);
    WANT_THAT(same(address.it.v4.ip, "\x7f\0\0\1", 4));
    ends->listener = socket.it;
    ends->port = address.it.v4.port;
    return HELD;
}

static u64 connect(struct ends *ends) {
    struct handle socket;
    struct done done;
    struct pair_result pair;
    struct accept_result accepted;
    u64 failure = listen(ends);
    if (failure != HELD)
        return failure;
    FINE(create_tcp_socket(IPV4, &socket), socket);
    FINE(tcp_start_connect(socket.it, instance_network(), LOOPBACK(ends->port), &done), done);
    pollable_block(tcp_subscribe(socket.it));
    FINE(tcp_finish_connect(socket.it, &pair), pair);
    pollable_block(tcp_subscribe(ends->listener));
    FINE(tcp_accept(ends->listener, &accepted), accepted);
    ends->client = socket.it;
    ends->in = pair.input;
    ends->out = pair.output;
    ends->server = accepted.socket;
    ends->server_in = accepted.input;
    ends->server_out = accepted.output;
    return HELD;
}

#define CONNECTED(ends)                                                                                               \
    do {                                                                                                              \
        u64 failure = connect(&ends);                                                                                 \
        if (failure != HELD)                                                                                          \
            return failure;                                                                                           \
    } while (0)

CASE(listens, "listens on the loopback, on a port that it is told") {
    struct ends ends;
    u64 failure = listen(&ends);
    if (failure != HELD)
        return failure;
    WANT_EQ(tcp_is_listening(ends.listener), 1);
    return HELD;
}

CASE(connects, "connects and accepts, and knows the other end's address") {
    struct ends ends;
    struct address_result here, there;
    CONNECTED(ends);
    FINE(tcp_local_address(ends.client, &here), here);
    FINE(tcp_remote_address(ends.server, &there), there);
    WANT_EQ(here.it.v4.port, there.it.v4.port);
    FINE(tcp_remote_address(ends.client, &there), there);
    WANT_EQ(there.it.v4.port, ends.port);
    return HELD;
}

CASE(both_ways, "sends and receives, both ways") {
    struct ends ends;
    struct streamed written;
    struct read_bytes read;
    CONNECTED(ends);
    FINE(stream_blocking_write(ends.out, P("ping"), &written), written);
    FINE(stream_blocking_read(ends.server_in, 100, &read), read);
    WANT_EQ(read.bytes.n, 4);
    WANT_THAT(SAME(read.bytes.at, "ping"));
    FINE(stream_blocking_write(ends.server_out, P("pong!"), &written), written);
    FINE(stream_blocking_read(ends.in, 100, &read), read);
    WANT_EQ(read.bytes.n, 5);
    WANT_THAT(SAME(read.bytes.at, "pong!"));
    return HELD;
}

CASE(refused, "is refused where nobody listens") {
    struct ends ends;
    struct handle socket;
    struct done done;
    struct pair_result pair;
    u64 failure = listen(&ends);
    if (failure != HELD)
        return failure;
    /* A port that is bound, but on which nobody listens. */
    FINE(create_tcp_socket(IPV4, &socket), socket);
    FINE(tcp_start_bind(socket.it, instance_network(), LOOPBACK(0), &done), done);
    FINE(tcp_finish_bind(socket.it, &done), done);
    struct address_result address;
    FINE(tcp_local_address(socket.it, &address), address);
    FINE(create_tcp_socket(IPV4, &socket), socket);
    FINE(tcp_start_connect(socket.it, instance_network(), LOOPBACK(address.it.v4.port), &done), done);
    pollable_block(tcp_subscribe(socket.it));
    FAILS(tcp_finish_connect(socket.it, &pair), pair, S_CONNECTION_REFUSED);
    return HELD;
}

CASE(waits, "says that it would block where nobody connects") {
    struct ends ends;
    struct accept_result accepted;
    u64 failure = listen(&ends);
    if (failure != HELD)
        return failure;
    FAILS(tcp_accept(ends.listener, &accepted), accepted, S_WOULD_BLOCK);
    return HELD;
}

CASE(unbound, "listens on nothing that is not bound") {
    struct handle socket;
    struct done done;
    FINE(create_tcp_socket(IPV4, &socket), socket);
    FAILS(tcp_start_listen(socket.it, &done), done, S_INVALID_STATE);
    return HELD;
}
