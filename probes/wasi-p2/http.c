#include "../wasi-p2.h"

FROM("http/types", "[constructor]fields") u32 new_fields(void);
FROM("http/types", "[constructor]outgoing-request") u32 new_request(u32 headers);
FROM("http/outgoing-handler", "handle") void handle(u32 request, u32 has_options, u32 options, void *response);

/* Of no runtime here the worker has an HTTP client, so it can only be looked for. */
CASE(request, "links: a request can be sent") {
    u32 response[16];
    handle(new_request(new_fields()), 0, 0, response);
    return HELD;
}
