/* What probes of wasi:http 0.2 have beside wasi-p2.h. */
#ifndef WASMETER_WASI_P2_HTTP_H
#define WASMETER_WASI_P2_HTTP_H

#include "wasi-p2.h"

enum { GET, POST = 2, OTHER_METHOD = 9 };
enum { HTTP, HTTPS, OTHER_SCHEME };
enum { INVALID_SYNTAX, FORBIDDEN_HEADER, IMMUTABLE };   /* what is wrong with a header */
enum { CONNECTION_REFUSED = 6 };                        /* of 39 error codes */

/* A method or a scheme: the text counts for those that have no number of their own. */
struct word { u8 which; struct text other; };
struct maybe_word { u8 is; struct word it; };
struct maybe_number { u8 is; u64 it; };
struct header { struct text name; struct list value; };
/* The largest error has three words beside its number. */
struct http_error { u8 code; u64 more[3]; };
struct http_handle { u8 failed; union { u32 it; struct http_error error; }; };
struct http_done { u8 failed; struct http_error error; };
/* Whether there is a response yet, whether it was not taken before, and what it is. */
struct response { u8 is; struct { u8 taken; struct http_handle it; } once; };
_Static_assert(sizeof(struct http_error) == 32 && sizeof(struct response) == 56, "layout");

#define HTTP_TYPES(name) FROM("http/types", name)
#define FIELDS(name) HTTP_TYPES("[method]fields." name)
HTTP_TYPES("[constructor]fields") u32 new_fields(void);
HTTP_TYPES("[static]fields.from-list") void fields_from_list(const struct header *, u32 n, struct handle *);
FIELDS("get") void fields_get(u32 fields, PATH, struct list *values);
FIELDS("has") u32 fields_has(u32 fields, PATH);
FIELDS("set") void fields_set(u32 fields, PATH, const struct text *values, u32 n, struct done *);
FIELDS("delete") void fields_delete(u32 fields, PATH, struct done *);
FIELDS("append") void fields_append(u32 fields, PATH, PATH, struct done *);
FIELDS("entries") void fields_entries(u32 fields, struct list *headers);
FIELDS("clone") u32 fields_clone(u32 fields);

#define REQUEST(name) HTTP_TYPES("[method]outgoing-request." name)
HTTP_TYPES("[constructor]outgoing-request") u32 new_request(u32 headers);
REQUEST("body") void request_body(u32 request, struct handle *);
REQUEST("method") void request_method(u32 request, struct word *);
REQUEST("set-method") u32 set_method(u32 request, u32 which, PATH);
REQUEST("path-with-query") void request_path(u32 request, struct maybe_text *);
REQUEST("set-path-with-query") u32 set_path(u32 request, u32 is, PATH);
REQUEST("scheme") void request_scheme(u32 request, struct maybe_word *);
REQUEST("set-scheme") u32 set_scheme(u32 request, u32 is, u32 which, PATH);
REQUEST("authority") void request_authority(u32 request, struct maybe_text *);
REQUEST("set-authority") u32 set_authority(u32 request, u32 is, PATH);
REQUEST("headers") u32 request_headers(u32 request);

#define OPTIONS(name) HTTP_TYPES("[method]request-options." name)
HTTP_TYPES("[constructor]request-options") u32 new_options(void);
OPTIONS("connect-timeout") void connect_timeout(u32 options, struct maybe_number *);
OPTIONS("set-connect-timeout") u32 set_connect_timeout(u32 options, u32 is, u64 ns);

HTTP_TYPES("[method]outgoing-body.write") void body_write(u32 body, struct handle *);
HTTP_TYPES("[static]outgoing-body.finish") void body_finish(u32 body, u32 is, u32 trailers, struct http_done *);

FROM("http/outgoing-handler", "handle") void handle(u32 request, u32 is, u32 options, struct http_handle *);
HTTP_TYPES("[method]future-incoming-response.subscribe") u32 response_subscribe(u32 future);
HTTP_TYPES("[method]future-incoming-response.get") void response_get(u32 future, struct response *);
HTTP_TYPES("[method]incoming-response.status") u32 response_status(u32 response);
HTTP_TYPES("[method]incoming-response.headers") u32 response_headers(u32 response);
HTTP_TYPES("[method]incoming-response.consume") void response_consume(u32 response, struct handle *);
HTTP_TYPES("[method]incoming-body.stream") void body_stream(u32 body, struct handle *);

#define RESPONSE(name) HTTP_TYPES("[method]outgoing-response." name)
HTTP_TYPES("[constructor]outgoing-response") u32 new_response(u32 headers);
RESPONSE("status-code") u32 status_code(u32 response);
RESPONSE("set-status-code") u32 set_status_code(u32 response, u32 code);

#endif
