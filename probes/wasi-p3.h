/* What probes of WASI 0.3 have beside component.h: its functions as a component's core module imports them, and how it waits
   for what is asynchronous. An asynchronous function is called in two ways: as others are, and the call waits; or, `START`ed,
   it returns at once and tells how far it is. Streams and futures have an end to read and one to write. */
#ifndef WASMETER_WASI_P3_H
#define WASMETER_WASI_P3_H

#include "component.h"

#define FROM(interface, name) __attribute__((import_module("wasi:" interface "@0.3.0"), import_name(name)))
#define START(interface, name) FROM(interface, "[async-lower]" name)

/* ---- waiting ---- */

/* What it is about, and what became of it: how far a call is, or what a copy came to. */
struct happened { u32 of, what; };
enum { SUBTASK = 1, STREAM_READ, STREAM_WRITE, FUTURE_READ, FUTURE_WRITE };

#define BUILTIN(name) __attribute__((import_module("$root"), import_name(name)))
BUILTIN("[waitable-set-new]") u32 new_set(void);
BUILTIN("[waitable-join]") void join(u32 waitable, u32 set);
BUILTIN("[waitable-set-wait]") u32 set_wait(u32 set, struct happened *);
BUILTIN("[waitable-set-drop]") void drop_set(u32 set);
BUILTIN("[subtask-cancel]") u32 cancel(u32 subtask);
BUILTIN("[subtask-drop]") void drop_subtask(u32 subtask);

/* How far a call is: the lowest 4 bits; above them, if it is not over, is what can be waited for. */
enum { STARTING, STARTED, RETURNED, CANCELLED_STARTING, CANCELLED_STARTED };

/* What a copy came to: the lowest 4 bits; above them, of a stream, how many were copied. */
enum { COMPLETED, DROPPED, CANCELLED };
#define BLOCKED 0xffffffffu

#define STATE(status) ((status) & 15)
#define ABOVE(status) ((status) >> 4)

/* The two ends of a new stream or future. */
#define READABLE(ends) ((u32)(ends))
#define WRITABLE(ends) ((u32)((ends) >> 32))

/* What a copy by this end comes to, which is waited for if need be. */
static inline u32 copied(u32 end, u32 status) {
    if (status != BLOCKED)
        return status;
    struct happened happened;
    u32 set = new_set();
    join(end, set);
    set_wait(set, &happened);
    join(end, 0);
    drop_set(set);
    return happened.of == end ? happened.what : BLOCKED;
}

/* ---- clocks, random ---- */

FROM("clocks/monotonic-clock", "now") u64 monotonic_now(void);
FROM("clocks/monotonic-clock", "get-resolution") u64 monotonic_resolution(void);
FROM("clocks/monotonic-clock", "wait-until") void wait_until(u64 when);
FROM("clocks/monotonic-clock", "wait-for") void wait_for(u64 ns);
START("clocks/monotonic-clock", "wait-for") u32 start_wait_for(u64 ns);
FROM("clocks/system-clock", "now") void system_now(struct datetime *);
FROM("clocks/system-clock", "get-resolution") u64 system_resolution(void);

FROM("random/random", "get-random-bytes") void random_bytes(u64 n, struct list *);
FROM("random/random", "get-random-u64") u64 random_u64(void);
FROM("random/insecure", "get-insecure-random-bytes") void insecure_bytes(u64 n, struct list *);
FROM("random/insecure", "get-insecure-random-u64") u64 insecure_u64(void);
FROM("random/insecure-seed", "get-insecure-seed") void insecure_seed(u64 seed[2]);

/* ---- cli ---- */

/* What can be read, and a future that tells how that ended. */
struct readable { u32 stream, future; };

FROM("cli/environment", "get-arguments") void get_arguments(struct list *texts);
FROM("cli/environment", "get-environment") void get_environment(struct list *pairs);
FROM("cli/exit", "exit") void cli_exit(u32 failed);
FROM("cli/exit", "exit-with-code") void cli_exit_with_code(u32 code);
FROM("cli/terminal-stdout", "get-terminal-stdout") void get_terminal_stdout(struct maybe_handle *);

FROM("cli/stdin", "read-via-stream") void stdin_via_stream(struct readable *);
START("cli/stdin", "[stream-read-0]read-via-stream") u32 stdin_read(u32 stream, void *bytes, u32 n);
FROM("cli/stdin", "[stream-drop-readable-0]read-via-stream") void stdin_drop(u32 stream);
START("cli/stdin", "[future-read-1]read-via-stream") u32 stdin_end(u32 future, struct done *);

#define OUTPUT(interface, name)                                                                                       \
    FROM(interface, "write-via-stream") u32 name##_via_stream(u32 stream);                                            \
    FROM(interface, "[stream-new-0]write-via-stream") u64 name##_new(void);                                           \
    START(interface, "[stream-write-0]write-via-stream") u32 name##_write(u32 stream, const void *bytes, u32 n);      \
    FROM(interface, "[stream-drop-writable-0]write-via-stream") void name##_drop(u32 stream);                         \
    START(interface, "[future-read-1]write-via-stream") u32 name##_end(u32 future, struct done *)
OUTPUT("cli/stdout", stdout);
OUTPUT("cli/stderr", stderr);

/* ---- filesystem ---- */

enum { E3_EXIST = 6, E3_NO_ENTRY = 19, E3_NOT_DIRECTORY = 23, E3_NOT_EMPTY = 24, E3_NOT_PERMITTED = 30 };
enum { P3_DIRECTORY = 2, P3_REGULAR_FILE = 5 };
enum { P3_READ = 1, P3_WRITE = 2, P3_MUTATE = 32 };                                /* descriptor-flags */
enum { P3_CREATE = 1, P3_OPEN_DIRECTORY = 2, P3_EXCLUSIVE = 4, P3_TRUNCATE = 8 };  /* open-flags */

/* An error or a type: the text counts for those that have no number of their own. */
struct kind { u8 which; struct maybe_text other; };
struct did { u8 failed; struct kind error; };
struct opened { u8 failed; union { u32 it; struct kind error; }; };
struct maybe_datetime { u8 is; struct datetime it; };
struct stat { struct kind type; u64 links, size; struct maybe_datetime accessed, modified, changed; };
struct stat_result { u8 failed; union { struct stat it; struct kind error; }; };
struct entry { struct kind type; struct text name; };
struct preopen { u32 descriptor; struct text name; };
_Static_assert(sizeof(struct entry) == 24 && sizeof(struct stat) == 104, "layout");

#define FILES "filesystem/types"
#define METHOD(name) FROM(FILES, "[method]descriptor." name)
METHOD("open-at") void open_at(u32 fd, u32 follow, PATH, u32 open, u32 flags, struct opened *);
METHOD("stat-at") void stat_at(u32 fd, u32 follow, PATH, struct stat_result *);
METHOD("create-directory-at") void create_directory_at(u32 fd, PATH, struct did *);
METHOD("remove-directory-at") void remove_directory_at(u32 fd, PATH, struct did *);
METHOD("rename-at") void rename_at(u32 fd, PATH, u32 new_fd, PATH, struct did *);
METHOD("unlink-file-at") void unlink_file_at(u32 fd, PATH, struct did *);
FROM("filesystem/preopens", "get-directories") void get_directories(struct list *preopens);

METHOD("read-via-stream") void read_via_stream(u32 fd, u64 offset, struct readable *);
START(FILES, "[stream-read-0][method]descriptor.read-via-stream") u32 file_read(u32 stream, void *bytes, u32 n);
START(FILES, "[future-read-1][method]descriptor.read-via-stream") u32 file_read_end(u32 future, struct did *);
METHOD("read-directory") void read_directory(u32 fd, struct readable *);
START(FILES, "[stream-read-0][method]descriptor.read-directory") u32 entries_read(u32 stream, struct entry *, u32 n);
START(FILES, "[future-read-1][method]descriptor.read-directory") u32 entries_end(u32 future, struct did *);
METHOD("write-via-stream") u32 write_via_stream(u32 fd, u32 stream, u64 offset);
FROM(FILES, "[stream-new-0][method]descriptor.write-via-stream") u64 file_new(void);
START(FILES, "[stream-write-0][method]descriptor.write-via-stream") u32 file_write(u32 stream, const void *, u32 n);
FROM(FILES, "[stream-drop-writable-0][method]descriptor.write-via-stream") void file_drop(u32 stream);
START(FILES, "[future-read-1][method]descriptor.write-via-stream") u32 file_write_end(u32 future, struct did *);

/* The preopened folder called `/`. */
static inline u32 folder(void) {
    struct list preopens;
    get_directories(&preopens);
    struct preopen *preopen = (struct preopen *)preopens.at;
    for (u32 i = 0; i < preopens.n; i++)
        if (preopen[i].name.n == 1 && preopen[i].name.at[0] == '/')
            return preopen[i].descriptor;
    __builtin_trap();
}

#endif
