// flags: -matomics -mbulk-memory -mmutable-globals -Wl,--import-memory -Wl,--export-memory -Wl,--shared-memory -Wl,--max-memory=1048576
#include "../probe.h"

/* wasi-threads: a thread is a new instance of the module, which shares the memory, and begins in wasi_thread_start. The
   stack pointer of the new instance is that of the first one, so what runs in it keeps to registers. */
__attribute__((import_module("wasi"), import_name("thread-spawn"))) int thread_spawn(u32 argument);

#define SECOND 1000000000ll
#define LOAD(address) __atomic_load_n(address, __ATOMIC_SEQ_CST)
#define STORE(address, value) __atomic_store_n(address, value, __ATOMIC_SEQ_CST)
#define NOTIFY(address) __builtin_wasm_memory_atomic_notify(address, 100)
/* Until it no longer holds 0, or 5 seconds are over. */
#define AWAIT(address) __builtin_wasm_memory_atomic_wait32(address, 0, 5 * SECOND)

static int begun[4], go, done[4], ids[4];

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(int id, u32 argument) {
    STORE(&ids[argument], id);
    STORE(&begun[argument], 1);
    NOTIFY(&begun[argument]);
    /* All but the first wait to be woken. */
    if (argument > 1)
        AWAIT(&go);
    STORE(&done[argument], LOAD(&go) + 1);
    NOTIFY(&done[argument]);
}

CASE(spawns, "starts a thread, which gets its argument and shares the memory") {
    int id = thread_spawn(1);
    WANT_THAT(id > 0);
    AWAIT(&done[1]);
    WANT_EQ(LOAD(&begun[1]), 1);
    WANT_EQ(LOAD(&done[1]), 1);
    WANT_EQ(LOAD(&ids[1]), id);
    return HELD;
}

/* A number may be given again when its thread has ended, so both live until both have one. */
CASE(two, "gives two threads different numbers") {
    int one = thread_spawn(2), two = thread_spawn(3);
    WANT_THAT(one > 0 && two > 0 && one != two);
    STORE(&go, 1);
    NOTIFY(&go);
    AWAIT(&done[2]);
    AWAIT(&done[3]);
    WANT_EQ(LOAD(&ids[2]), one);
    WANT_EQ(LOAD(&ids[3]), two);
    return HELD;
}

CASE(wakes, "wakes a thread that waits, while both run") {
    WANT_THAT(thread_spawn(3) > 0);
    AWAIT(&begun[3]);
    WANT_EQ(LOAD(&begun[3]), 1);
    WANT_EQ(LOAD(&done[3]), 0);
    STORE(&go, 6);
    NOTIFY(&go);
    AWAIT(&done[3]);
    WANT_EQ(LOAD(&done[3]), 7);
    return HELD;
}
