/* What probes of components have beside probe.h: values as the canonical ABI has them. A text or list is an address and a
   length; of more than one value a result is written to an address. A result is a byte, which is 0 if all went well, and
   behind it, where its alignment wants it, the value or the error. */
#ifndef WASMETER_COMPONENT_H
#define WASMETER_COMPONENT_H

#include "probe.h"

struct list { u8 *at; u32 n; };
struct text { const char *at; u32 n; };

/* Results: what is behind the byte begins at 1, 4 or 8. */
struct done { u8 failed, error; };
struct handle { u8 failed; union { u32 it; u8 error; }; };
struct number { u8 failed; union { u64 it; u8 error; }; };

struct maybe_text { u8 is; struct text it; };
struct maybe_handle { u8 is; u32 it; };

struct datetime { u64 seconds; u32 nanoseconds; };

/* The runtime asks for room with this. There are but few lists in a case: nothing is given back. */
__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(__attribute__((unused)) void *old,
                                                                __attribute__((unused)) u32 old_size, u32 align,
                                                                u32 size) {
    static u8 room[32768];
    static u32 used;
    used = (used + align - 1) & -align;
    if (used + size > sizeof room)
        __builtin_trap();
    void *at = room + used;
    used += size;
    return at;
}

/* ---- checks ---- */

/* A call, whose last argument is where its result goes, must go well, or must fail with this error. */
#define FINE(call, result)                                                                                            \
    do {                                                                                                              \
        call;                                                                                                         \
        if ((result).failed)                                                                                          \
            return VALUES | FAILURE(*(u8 *)&(result).error, 0xffff);                                                  \
    } while (0)
#define FAILS(call, result, wanted)                                                                                   \
    do {                                                                                                              \
        call;                                                                                                         \
        WANT_EQ((result).failed, 1);                                                                                  \
        WANT_EQ(*(u8 *)&(result).error, wanted);                                                                      \
    } while (0)

/* What a case does in a function of its own: where that failed, so did the case. */
#define STEP(call)                                                                                                    \
    do {                                                                                                              \
        u64 failure = (call);                                                                                         \
        if (failure != HELD)                                                                                          \
            return failure;                                                                                           \
    } while (0)

#endif
