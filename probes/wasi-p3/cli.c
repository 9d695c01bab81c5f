#include "../wasi-p3.h"

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

CASE(input, "reads standard input by a stream") {
    struct readable in;
    char bytes[9];
    stdin_via_stream(&in);
    for (u32 n = 0; n < 8;) {
        u32 status = copied(in.stream, stdin_read(in.stream, bytes + n, 8 - n));
        WANT_EQ(STATE(status), COMPLETED);
        WANT_THAT(ABOVE(status) > 0 && ABOVE(status) <= 8 - n);
        n += ABOVE(status);
    }
    WANT_THAT(SAME(bytes, "8 bytes!"));
    return HELD;
}

/* Writes a text to a stream of `out`, and wants the future to tell that it was written. */
#define PRINTS(out, text)                                                                                             \
    do {                                                                                                              \
        struct done done;                                                                                             \
        u64 ends = out##_new();                                                                                       \
        u32 future = out##_via_stream(READABLE(ends)), end = WRITABLE(ends);                                          \
        for (u32 n = 0; n < sizeof text - 1;) {                                                                       \
            u32 status = copied(end, out##_write(end, &text[n], sizeof text - 1 - n));                                \
            WANT_EQ(STATE(status), COMPLETED);                                                                        \
            n += ABOVE(status);                                                                                       \
        }                                                                                                             \
        out##_drop(end);                                                                                              \
        WANT_EQ(STATE(copied(future, out##_end(future, &done))), COMPLETED);                                          \
        WANT_EQ(done.failed, 0);                                                                                      \
        return HELD;                                                                                                  \
    } while (0)

CASE(output, "prints by a stream: on standard output") {
    PRINTS(stdout, "by a stream");
}

CASE(error, "prints by another: on standard error") {
    PRINTS(stderr, "by another");
}

CASE(terminal, "does not take a file for a terminal") {
    struct maybe_handle terminal;
    get_terminal_stdout(&terminal);
    WANT_EQ(terminal.is, 0);
    return HELD;
}
