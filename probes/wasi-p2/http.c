#include "../wasi-p2-http.h"

static int is(struct text text, const char *wanted) {
    return text.n == length(wanted) && same(text.at, wanted, text.n);
}

CASE(sets, "sets a header to values, and gives them back") {
    static const struct text texts[] = {{"one", 3}, {"two", 3}};
    struct done done;
    struct list values;
    u32 fields = new_fields();
    WANT_EQ(fields_has(fields, P("x-probe")), 0);
    FINE(fields_set(fields, P("x-probe"), texts, 2, &done), done);
    WANT_EQ(fields_has(fields, P("x-probe")), 1);
    fields_get(fields, P("x-probe"), &values);
    WANT_EQ(values.n, 2);
    WANT_THAT(is(((struct text *)values.at)[0], "one"));
    WANT_THAT(is(((struct text *)values.at)[1], "two"));
    FINE(fields_set(fields, P("x-probe"), texts + 1, 1, &done), done);
    fields_get(fields, P("x-probe"), &values);
    WANT_EQ(values.n, 1);
    WANT_THAT(is(((struct text *)values.at)[0], "two"));
    return HELD;
}

CASE(appends, "appends a value to a header, and deletes it with all values") {
    struct done done;
    struct list values;
    u32 fields = new_fields();
    FINE(fields_append(fields, P("x-probe"), P("one"), &done), done);
    FINE(fields_append(fields, P("x-probe"), P("two"), &done), done);
    fields_get(fields, P("x-probe"), &values);
    WANT_EQ(values.n, 2);
    WANT_THAT(is(((struct text *)values.at)[1], "two"));
    FINE(fields_delete(fields, P("x-probe"), &done), done);
    fields_get(fields, P("x-probe"), &values);
    WANT_EQ(values.n, 0);
    return HELD;
}

CASE(letters, "knows a header by its name in whatever letters") {
    struct done done;
    u32 fields = new_fields();
    FINE(fields_append(fields, P("X-Probe"), P("one"), &done), done);
    WANT_EQ(fields_has(fields, P("x-pROBE")), 1);
    return HELD;
}

CASE(entries, "makes headers of a list, and lists them") {
    static const struct header headers[] = {
        {{"x-one", 5}, {(u8 *)"1", 1}}, {{"x-two", 5}, {(u8 *)"2", 1}}, {{"x-one", 5}, {(u8 *)"3", 1}},
    };
    struct handle fields;
    struct list list;
    u32 seen = 0;
    FINE(fields_from_list(headers, 3, &fields), fields);
    fields_entries(fields.it, &list);
    WANT_EQ(list.n, 3);
    for (u32 i = 0; i < list.n; i++) {
        struct header *entry = (struct header *)list.at + i;
        WANT_EQ(entry->value.n, 1);
        seen |= is(entry->name, "x-one") ? 1 << (entry->value.at[0] - '0') : 0;
        seen |= is(entry->name, "x-two") ? 1 << (entry->value.at[0] - '0') : 0;
    }
    WANT_EQ(seen, 1 << 1 | 1 << 2 | 1 << 3);
    return HELD;
}

CASE(no_name, "says that the syntax is invalid of a name that is none") {
    struct done done;
    FAILS(fields_append(new_fields(), P("a name"), P("value"), &done), done, INVALID_SYNTAX);
    FAILS(fields_append(new_fields(), P(""), P("value"), &done), done, INVALID_SYNTAX);
    return HELD;
}

CASE(no_value, "says that the syntax is invalid of a value with a newline") {
    static const struct text value = {"a\r\nx-second: b", 14};
    struct done done;
    FAILS(fields_append(new_fields(), P("x-probe"), P("a\nb"), &done), done, INVALID_SYNTAX);
    FAILS(fields_set(new_fields(), P("x-probe"), &value, 1, &done), done, INVALID_SYNTAX);
    return HELD;
}

/* Which headers are forbidden is open, so what goes well is right, too. */
CASE(forbidden, "calls a header of the connection forbidden, if it does not take it") {
    struct done done;
    fields_append(new_fields(), P("transfer-encoding"), P("chunked"), &done);
    WANT_THAT(!done.failed || done.error == FORBIDDEN_HEADER);
    return HELD;
}

CASE(immutable, "lets the headers of a request only be read") {
    struct done done;
    u32 fields = new_fields();
    FINE(fields_append(fields, P("x-probe"), P("one"), &done), done);
    u32 headers = request_headers(new_request(fields));
    WANT_EQ(fields_has(headers, P("x-probe")), 1);
    FAILS(fields_append(headers, P("x-probe"), P("two"), &done), done, IMMUTABLE);
    FAILS(fields_delete(headers, P("x-probe"), &done), done, IMMUTABLE);
    return HELD;
}

CASE(clones, "clones headers that can be changed, and leaves the others") {
    struct done done;
    u32 fields = new_fields();
    FINE(fields_append(fields, P("x-probe"), P("one"), &done), done);
    u32 headers = request_headers(new_request(fields)), clone = fields_clone(headers);
    FINE(fields_delete(clone, P("x-probe"), &done), done);
    WANT_EQ(fields_has(clone, P("x-probe")), 0);
    WANT_EQ(fields_has(headers, P("x-probe")), 1);
    return HELD;
}

CASE(request, "makes a request, and tells what it is") {
    struct word method;
    struct maybe_text text;
    struct maybe_word scheme;
    u32 request = new_request(new_fields());
    request_method(request, &method);
    WANT_EQ(method.which, GET);
    WANT_EQ(set_method(request, POST, 0, 0), 0);
    request_method(request, &method);
    WANT_EQ(method.which, POST);
    WANT_EQ(set_path(request, 1, P("/a/path?and=query")), 0);
    request_path(request, &text);
    WANT_THAT(text.is && is(text.it, "/a/path?and=query"));
    WANT_EQ(set_scheme(request, 1, HTTP, 0, 0), 0);
    request_scheme(request, &scheme);
    WANT_THAT(scheme.is && scheme.it.which == HTTP);
    WANT_EQ(set_authority(request, 1, P("127.0.0.1:80")), 0);
    request_authority(request, &text);
    WANT_THAT(text.is && is(text.it, "127.0.0.1:80"));
    return HELD;
}

CASE(no_request, "refuses a method, a path and an authority that are none") {
    u32 request = new_request(new_fields());
    WANT_EQ(set_method(request, OTHER_METHOD, P("a method")), 1);
    WANT_EQ(set_path(request, 1, P("/a path")), 1);
    WANT_EQ(set_authority(request, 1, P("an authority")), 1);
    return HELD;
}

CASE(body, "gives out the body of a request once") {
    struct handle body;
    u32 request = new_request(new_fields());
    FINE(request_body(request, &body), body);
    request_body(request, &body);
    WANT_EQ(body.failed, 1);
    return HELD;
}

/* It need not have this timeout, but then it must say so. */
CASE(options, "keeps a timeout, if it takes one") {
    struct maybe_number timeout;
    u32 options = new_options();
    if (set_connect_timeout(options, 1, 5000000000))
        return HELD;
    connect_timeout(options, &timeout);
    WANT_THAT(timeout.is && timeout.it == 5000000000);
    return HELD;
}

CASE(response, "makes a response with a status that there is, and no other") {
    u32 response = new_response(new_fields());
    WANT_EQ(status_code(response), 200);
    WANT_EQ(set_status_code(response, 404), 0);
    WANT_EQ(status_code(response), 404);
    WANT_EQ(set_status_code(response, 20), 1);
    return HELD;
}
