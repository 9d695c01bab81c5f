// with: the network
#include "../wasi-p2-http.h"

/* The guest is the server, too: it listens on the loopback, and speaks HTTP by hand. */
struct server { u32 listener; char authority[16]; };
struct peer { u32 in, out; char heard[1024]; u32 n; };

static u64 bind(struct server *server) {
    struct handle socket;
    struct done done;
    struct address_result address;
    FINE(create_tcp_socket(IPV4, &socket), socket);
    FINE(tcp_start_bind(socket.it, instance_network(), LOOPBACK(0), &done), done);
    FINE(tcp_finish_bind(socket.it, &done), done);
    FINE(tcp_local_address(socket.it, &address), address);
    server->listener = socket.it;
    char *at = server->authority;
    for (const char *host = "127.0.0.1:"; *host; host++)
        *at++ = *host;
    for (u32 unit = 10000; unit; unit /= 10)
        if (address.it.v4.port >= unit)
            *at++ = (char)('0' + address.it.v4.port / unit % 10);
    *at = 0;
    return HELD;
}

static u64 listen(struct server *server) {
    struct done done;
    STEP(bind(server));
    FINE(tcp_start_listen(server->listener, &done), done);
    FINE(tcp_finish_listen(server->listener, &done), done);
    return HELD;
}

/* A request to the server, of this method; with a header. */
static u64 request_to(struct server *server, u32 method, u32 *request) {
    struct done done;
    u32 headers = new_fields();
    FINE(fields_append(headers, P("x-probe"), P("asked"), &done), done);
    *request = new_request(headers);
    WANT_EQ(set_method(*request, method, 0, 0), 0);
    WANT_EQ(set_scheme(*request, 1, HTTP, 0, 0), 0);
    WANT_EQ(set_authority(*request, 1, server->authority, length(server->authority)), 0);
    WANT_EQ(set_path(*request, 1, P("/a/path?and=query")), 0);
    return HELD;
}

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* Whether that is in what was heard, in whatever letters: names of headers may be written in all. */
static int has_heard(struct peer *peer, const char *text) {
    for (u32 i = 0; i < peer->n; i++) {
        u32 n = 0;
        while (text[n] && i + n < peer->n && small(peer->heard[i + n]) == small(text[n]))
            n++;
        if (!text[n])
            return 1;
    }
    return 0;
}

static u64 accept(struct server *server, struct peer *peer) {
    struct accept_result accepted;
    pollable_block(tcp_subscribe(server->listener));
    FINE(tcp_accept(server->listener, &accepted), accepted);
    peer->in = accepted.input;
    peer->out = accepted.output;
    peer->n = 0;
    return HELD;
}

/* Listens to the peer until it has said that. */
static u64 hear(struct peer *peer, const char *text) {
    struct read_bytes read;
    while (!has_heard(peer, text)) {
        FINE(stream_blocking_read(peer->in, sizeof peer->heard - peer->n, &read), read);
        for (u32 i = 0; i < read.bytes.n; i++)
            peer->heard[peer->n++] = (char)read.bytes.at[i];
    }
    return HELD;
}

static void await(u32 future, struct response *response) {
    u32 pollable = response_subscribe(future);
    pollable_block(pollable);
    drop_pollable(pollable);
    response_get(future, response);
}

CASE(refused, "says that the connection was refused where nobody listens") {
    struct server server;
    struct http_handle future;
    struct response response;
    u32 request;
    STEP(bind(&server));
    STEP(request_to(&server, GET, &request));
    FINE(handle(request, 0, 0, &future), future);
    await(future.it, &response);
    WANT_EQ(response.is, 1);
    WANT_EQ(response.once.taken, 0);
    WANT_EQ(response.once.it.failed, 1);
    WANT_EQ(response.once.it.error.code, CONNECTION_REFUSED);
    return HELD;
}

CASE(asks, "sends a request as HTTP") {
    struct server server;
    struct peer peer;
    struct http_handle future;
    u32 request;
    STEP(listen(&server));
    STEP(request_to(&server, GET, &request));
    FINE(handle(request, 0, 0, &future), future);
    STEP(accept(&server, &peer));
    STEP(hear(&peer, "\r\n\r\n"));
    WANT_THAT(same(peer.heard, "GET /a/path?and=query HTTP/1.1\r\n", 32));
    WANT_THAT(has_heard(&peer, "x-probe: asked\r\n"));
    WANT_THAT(has_heard(&peer, server.authority));
    return HELD;
}

CASE(answered, "gets status, headers and body of the response") {
    struct server server;
    struct peer peer;
    struct http_handle future;
    struct streamed written;
    struct response response;
    struct list values;
    struct handle body, stream;
    struct read_bytes read;
    u32 request;
    STEP(listen(&server));
    STEP(request_to(&server, GET, &request));
    FINE(handle(request, 0, 0, &future), future);
    STEP(accept(&server, &peer));
    STEP(hear(&peer, "\r\n\r\n"));
    FINE(stream_blocking_write(peer.out, P("HTTP/1.1 203 Fine\r\nx-probe: answered\r\ncontent-length: 5\r\n\r\nhello"),
                               &written), written);
    await(future.it, &response);
    WANT_THAT(response.is && !response.once.taken);
    FINE((void)0, response.once.it);
    u32 it = response.once.it.it;
    WANT_EQ(response_status(it), 203);
    fields_get(response_headers(it), P("x-probe"), &values);
    WANT_EQ(values.n, 1);
    WANT_THAT(SAME(((struct text *)values.at)->at, "answered"));
    FINE(response_consume(it, &body), body);
    FINE(body_stream(body.it, &stream), stream);
    /* It may come in parts. */
    u32 n = 0;
    for (stream_blocking_read(stream.it, 5, &read); !read.failed; stream_blocking_read(stream.it, 5, &read)) {
        WANT_THAT(n + read.bytes.n <= 5 && same(read.bytes.at, &"hello"[n], read.bytes.n));
        n += read.bytes.n;
    }
    WANT_EQ(read.error.kind, CLOSED);
    WANT_EQ(n, 5);
    return HELD;
}

CASE(sends_body, "sends the body of a request") {
    struct server server;
    struct peer peer;
    struct http_handle future;
    struct handle body, stream;
    struct streamed written;
    struct http_done finished;
    u32 request;
    STEP(listen(&server));
    STEP(request_to(&server, POST, &request));
    FINE(request_body(request, &body), body);
    FINE(handle(request, 0, 0, &future), future);
    FINE(body_write(body.it, &stream), stream);
    FINE(stream_blocking_write(stream.it, P("the body"), &written), written);
    drop_output(stream.it);
    FINE(body_finish(body.it, 0, 0, &finished), finished);
    STEP(accept(&server, &peer));
    STEP(hear(&peer, "the body"));
    WANT_THAT(same(peer.heard, "POST ", 5));
    return HELD;
}

CASE(no_http, "says that it failed where the response is no HTTP") {
    struct server server;
    struct peer peer;
    struct http_handle future;
    struct streamed written;
    struct response response;
    u32 request;
    STEP(listen(&server));
    STEP(request_to(&server, GET, &request));
    FINE(handle(request, 0, 0, &future), future);
    STEP(accept(&server, &peer));
    STEP(hear(&peer, "\r\n\r\n"));
    FINE(stream_blocking_write(peer.out, P("no HTTP at all\r\n\r\n"), &written), written);
    await(future.it, &response);
    WANT_THAT(response.is && !response.once.taken);
    WANT_EQ(response.once.it.failed, 1);
    return HELD;
}
