// with: a limit of memory
#include "../probe.h"

/* Asks for more until it is refused, and uses what it gets: only a limit keeps it below 4 GiB. */
CASE_ALLOWED(grown, "is ended: growing the memory and using all of it") {
    for (;;) {
        u32 pages = __builtin_wasm_memory_grow(0, 16);
        if (pages == ~0u) {
            WANT_THAT(!allowed || __builtin_wasm_memory_size(0) * 65536ull <= allowed);
            return HELD;
        }
        for (u32 at = 0; at < 16 * 65536; at += 4096)
            *(volatile u8 *)(pages * 65536 + at) = 1;
    }
}
