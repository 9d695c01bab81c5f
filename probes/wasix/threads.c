// flags: -matomics -mbulk-memory -mmutable-globals -Wl,--import-memory -Wl,--export-memory -Wl,--shared-memory -Wl,--max-memory=1048576
#include "../wasix.h"

/* A thread begins in wasi_thread_start with what it was started by. As in wasi-threads, the stack pointer is the first
   thread's, so what runs in a thread keeps to registers. */
static u32 begun, go, done, id_seen;

#define LOAD(address) __atomic_load_n(address, __ATOMIC_SEQ_CST)
#define STORE(address, value) __atomic_store_n(address, value, __ATOMIC_SEQ_CST)

__attribute__((export_name("wasi_thread_start"))) void wasi_thread_start(u32 id, const struct thread_start *start) {
    STORE(&id_seen, id);
    STORE(&begun, (u32)start->arguments);
    /* Argument 2: it waits to be told. */
    if (start->arguments == (void *)2)
        __builtin_wasm_memory_atomic_wait32((int *)&go, 0, 5000000000);
    STORE(&done, LOAD(&go) + 1);
}

static const struct thread_start ONE = {.arguments = (void *)1}, TWO = {.arguments = (void *)2};

CASE(spawns, "starts a thread that shares the memory, and waits for its end") {
    u32 id;
    WANT(thread_spawn(&ONE, &id), SUCCESS);
    WANT(thread_join(id), SUCCESS);
    WANT_EQ(LOAD(&begun), 1);
    WANT_EQ(LOAD(&done), 1);
    WANT_EQ(LOAD(&id_seen), id);
    return HELD;
}

CASE(own_id, "has another number than its thread") {
    u32 id, own;
    WANT(thread_id(&own), SUCCESS);
    WANT(thread_spawn(&ONE, &id), SUCCESS);
    WANT_THAT(id != own);
    WANT(thread_join(id), SUCCESS);
    return HELD;
}

CASE(wakes, "wakes a thread that waits, while both run") {
    u32 id;
    WANT(thread_spawn(&TWO, &id), SUCCESS);
    for (u32 i = 0; i < 500 && LOAD(&begun) == 0; i++)
        WANT(thread_sleep(1000000), SUCCESS);
    WANT_EQ(LOAD(&done), 0);
    STORE(&go, 6);
    __builtin_wasm_memory_atomic_notify((int *)&go, 1);
    WANT(thread_join(id), SUCCESS);
    WANT_EQ(LOAD(&done), 7);
    return HELD;
}

CASE(futex_value, "does not wait for a futex that holds another value") {
    static u32 futex = 1;
    u8 woken;
    WANT_ANY_OF(futex_wait(&futex, 0, &(struct timeout){0, 0}, &woken), SUCCESS, 6 /* again */);
    return HELD;
}

CASE(futex_timeout, "waits for a futex until its time is over") {
    static u32 futex = 1;
    u8 woken = 1;
    WANT_ANY_OF(futex_wait(&futex, 1, &(struct timeout){1, 20000000}, &woken), SUCCESS, 73 /* timedout */);
    WANT_EQ(woken, 0);
    return HELD;
}
