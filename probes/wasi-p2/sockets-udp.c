// with: the network
#include "../wasi-p2.h"

#define BOUND(socket)                                                                                                 \
    do {                                                                                                              \
        struct done done;                                                                                             \
        FINE(create_udp_socket(IPV4, &socket), socket);                                                               \
        FINE(udp_start_bind(socket.it, instance_network(), LOOPBACK(0), &done), done);                                \
        FINE(udp_finish_bind(socket.it, &done), done);                                                                \
    } while (0)

CASE(binds, "binds to a port of the loopback, and tells it") {
    struct handle socket;
    struct address_result address;
    BOUND(socket);
    FINE(udp_local_address(socket.it, &address), address);
    WANT_EQ(address.it.family, IPV4);
    WANT_THAT(address.it.v4.port != 0);
    return HELD;
}

CASE(sends, "sends datagrams, which arrive whole and one by one") {
    struct handle a, b;
    struct address_result from, to;
    struct pair_result sender, receiver;
    struct number number;
    struct list_result received;
    BOUND(a);
    BOUND(b);
    FINE(udp_local_address(a.it, &from), from);
    FINE(udp_local_address(b.it, &to), to);
    FINE(udp_stream(a.it, 0, LOOPBACK(0), &sender), sender);
    FINE(udp_stream(b.it, 0, LOOPBACK(0), &receiver), receiver);
    FINE(udp_check_send(sender.output, &number), number);
    WANT_THAT(number.it >= 1);
    struct outgoing one = {{(u8 *)"one", 3}, 1, to.it}, four = {{(u8 *)"four", 4}, 1, to.it};
    FINE(udp_send(sender.output, &one, 1, &number), number);
    WANT_EQ(number.it, 1);
    FINE(udp_check_send(sender.output, &number), number);
    FINE(udp_send(sender.output, &four, 1, &number), number);
    WANT_EQ(number.it, 1);
    u32 wanted[] = {3, 4};
    for (u32 i = 0; i < 2; i++) {
        pollable_block(udp_input_subscribe(receiver.input));
        FINE(udp_receive(receiver.input, 1, &received), received);
        WANT_EQ(received.it.n, 1);
        struct datagram *datagram = (struct datagram *)received.it.at;
        WANT_EQ(datagram->data.n, wanted[i]);
        WANT_EQ(datagram->from.v4.port, from.it.v4.port);
    }
    return HELD;
}

CASE(nothing, "receives nothing where nothing was sent") {
    struct handle socket;
    struct pair_result streams;
    struct list_result received;
    BOUND(socket);
    FINE(udp_stream(socket.it, 0, LOOPBACK(0), &streams), streams);
    FINE(udp_receive(streams.input, 8, &received), received);
    WANT_EQ(received.it.n, 0);
    return HELD;
}
