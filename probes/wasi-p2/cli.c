#include "../wasi-p2.h"

static const struct text ODD_ARGUMENT = {"\xc3\xbcn\xc3\xaf" "c\xc3\xb6" "de\n=\"'$", 15};

static int is(struct text text, const char *wanted) {
    return text.n == length(wanted) && same(text.at, wanted, text.n);
}

CASE(arguments, "gets all arguments") {
    struct list list;
    get_arguments(&list);
    struct text *texts = (struct text *)list.at;
    WANT_EQ(list.n, 4);
    WANT_THAT(is(texts[0], "guest"));
    WANT_THAT(is(texts[1], ""));
    WANT_THAT(is(texts[2], "two words"));
    WANT_EQ(texts[3].n, ODD_ARGUMENT.n);
    WANT_THAT(same(texts[3].at, ODD_ARGUMENT.at, ODD_ARGUMENT.n));
    return HELD;
}

CASE(environment, "gets exactly the environment that was given") {
    struct list list;
    get_environment(&list);
    struct { struct text name, value; } *pairs = (void *)list.at;
    WANT_EQ(list.n, 3);
    u32 seen = 0;
    for (u32 i = 0; i < list.n; i++) {
        seen += is(pairs[i].name, "EMPTY") && is(pairs[i].value, "");
        seen += is(pairs[i].name, "ODD") && is(pairs[i].value, "a=b\n\xc3\xbc ");
        seen += is(pairs[i].name, "PLAIN") && is(pairs[i].value, "value");
    }
    WANT_EQ(seen, 3);
    return HELD;
}

CASE(input, "reads what is on standard input") {
    struct read_bytes read;
    u32 stdin = get_stdin();
    FINE(stream_blocking_read(stdin, 100, &read), read);
    WANT_EQ(read.bytes.n, 8);
    WANT_THAT(SAME(read.bytes.at, "8 bytes!"));
    return HELD;
}

CASE(in_parts, "reads standard input in parts") {
    struct read_bytes read;
    u32 stdin = get_stdin();
    FINE(stream_blocking_read(stdin, 2, &read), read);
    WANT_EQ(read.bytes.n, 2);
    WANT_THAT(SAME(read.bytes.at, "8 "));
    FINE(stream_blocking_read(stdin, 100, &read), read);
    WANT_EQ(read.bytes.n, 6);
    WANT_THAT(SAME(read.bytes.at, "bytes!"));
    return HELD;
}

CASE(output, "writes to standard output and error") {
    struct streamed written;
    FINE(stream_blocking_write(get_stdout(), P("out"), &written), written);
    FINE(stream_blocking_write(get_stderr(), P("error"), &written), written);
    return HELD;
}

CASE(terminal, "does not take a file for a terminal") {
    struct maybe_handle terminal;
    get_terminal_stdout(&terminal);
    WANT_EQ(terminal.is, 0);
    return HELD;
}
