#include "../wasi-p2.h"

static u32 open(const char *path, u32 size, u32 create, u32 flags) {
    struct handle file;
    open_at(folder(), 0, path, size, create, flags, &file);
    if (file.failed)
        __builtin_trap();
    return file.it;
}

CASE(poll_ready, "polls several, and tells which are ready") {
    struct list ready;
    u32 pollables[] = {subscribe_duration(60000000000), subscribe_duration(1000000), subscribe_duration(60000000000)};
    poll(pollables, 3, &ready);
    WANT_EQ(ready.n, 1);
    WANT_EQ(*(u32 *)ready.at, 1);
    return HELD;
}

CASE(poll_twice, "polls the same one twice at a time") {
    struct list ready;
    u32 pollable = subscribe_duration(1000000);
    poll((u32[]){pollable, pollable}, 2, &ready);
    WANT_EQ(ready.n, 2);
    return HELD;
}

CASE(poll_none, "traps: polls none") {
    struct list ready;
    poll(0, 0, &ready);
    return HELD;
}

CASE(end, "tells the end of a stream as closed") {
    struct handle stream;
    struct read_bytes read;
    FINE(read_via_stream(open(P("hello.txt"), 0, P2_READ), 0, &stream), stream);
    FINE(stream_blocking_read(stream.it, 100, &read), read);
    WANT_EQ(read.bytes.n, 13);
    WANT_THAT(SAME(read.bytes.at, "hello, world\n"));
    FAILS(stream_blocking_read(stream.it, 100, &read), read, CLOSED);
    return HELD;
}

CASE(skip, "skips some bytes of a stream") {
    struct handle stream;
    struct counted skipped;
    struct read_bytes read;
    FINE(read_via_stream(open(P("hello.txt"), 0, P2_READ), 0, &stream), stream);
    FINE(stream_blocking_skip(stream.it, 7, &skipped), skipped);
    WANT_EQ(skipped.it, 7);
    FINE(stream_blocking_read(stream.it, 3, &read), read);
    WANT_EQ(read.bytes.n, 3);
    WANT_THAT(SAME(read.bytes.at, "wor"));
    return HELD;
}

CASE(permitted, "writes as much as is permitted, and waits for it") {
    struct handle stream;
    struct counted permit;
    struct streamed written;
    struct bytes_result read;
    u32 file = open(P("new"), P2_CREATE, P2_READ | P2_WRITE);
    FINE(write_via_stream(file, 0, &stream), stream);
    pollable_block(output_subscribe(stream.it));
    FINE(stream_check_write(stream.it, &permit), permit);
    WANT_THAT(permit.it >= 5);
    FINE(stream_write(stream.it, P("12345"), &written), written);
    FINE(stream_blocking_flush(stream.it, &written), written);
    FINE(file_read(file, 100, 0, &read), read);
    WANT_EQ(read.bytes.n, 5);
    WANT_THAT(SAME(read.bytes.at, "12345"));
    return HELD;
}

CASE(zeroes, "writes zeros") {
    struct handle stream;
    struct streamed written;
    struct bytes_result read;
    u32 file = open(P("new"), P2_CREATE, P2_READ | P2_WRITE);
    FINE(write_via_stream(file, 0, &stream), stream);
    FINE(stream_blocking_write_zeroes(stream.it, 9, &written), written);
    FINE(file_read(file, 100, 0, &read), read);
    WANT_EQ(read.bytes.n, 9);
    WANT_THAT(all(read.bytes.at, 0, 9));
    return HELD;
}

CASE(splice, "moves bytes from one stream to another") {
    struct handle from, to;
    struct counted moved;
    struct streamed flushed;
    struct bytes_result read;
    u32 file = open(P("new"), P2_CREATE, P2_READ | P2_WRITE);
    FINE(read_via_stream(open(P("hello.txt"), 0, P2_READ), 7, &from), from);
    FINE(write_via_stream(file, 0, &to), to);
    FINE(stream_blocking_splice(to.it, from.it, 5, &moved), moved);
    WANT_EQ(moved.it, 5);
    FINE(stream_blocking_flush(to.it, &flushed), flushed);
    FINE(file_read(file, 100, 0, &read), read);
    WANT_EQ(read.bytes.n, 5);
    WANT_THAT(SAME(read.bytes.at, "world"));
    return HELD;
}

CASE(dropped, "traps: reads from a stream that was dropped") {
    struct read_bytes read;
    u32 stdin = get_stdin();
    drop_input(stdin);
    stream_read(stdin, 1, &read);
    return HELD;
}
