// with: a limit of tables
// flags: -mreference-types
#include "../probe.h"

static __externref_t table[0];

/* Asks for more until it is refused: only a limit keeps it below 2^32 entries. */
CASE_ALLOWED(grown, "is ended: growing a table") {
    u32 step = allowed ? 1 << 14 : 1 << 20;
    while (__builtin_wasm_table_grow(table, __builtin_wasm_ref_null_extern(), step) != -1)
        ;
    WANT_THAT(!allowed || (u32)__builtin_wasm_table_size(table) <= allowed);
    return HELD;
}
