/* What every probe is made of: WASI preview 1 as it is imported, and the checks. README.md is the contract.
   There is no libc, and a function that a probe does not call is not imported. */
#ifndef WASMETER_PROBE_H
#define WASMETER_PROBE_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned u32;
typedef unsigned long long u64;
typedef long long s64;

/* ---- cases and checks ---- */

/* One case. Its words are the name of the export, and what a report says of it. */
#define CASE(name, words) __attribute__((export_name(words))) u64 name(__attribute__((unused)) u32 unused)

/* One case that is to be kept from having more than this, in bytes or elements; 0: nothing keeps it. */
#define CASE_ALLOWED(name, words) __attribute__((export_name(words))) u64 name(u32 allowed)

#define HELD 0
#define LOW(value) ((u64)(value) & 0xffff)
#define FAILURE(got, wanted) ((u64)__LINE__ << 32 | LOW(got) << 16 | LOW(wanted))
/* Set where `got` and `wanted` are plain values, and no errnos. */
#define VALUES (1ull << 63)

/* A call must return this errno. */
#define WANT(call, errno)                                                                                             \
    do {                                                                                                              \
        u32 got = (call);                                                                                             \
        if (got != (errno))                                                                                           \
            return FAILURE(got, errno);                                                                               \
    } while (0)

/* A call must return one of these errnos: where the specification leaves it open. */
#define WANT_ANY_OF(call, ...)                                                                                        \
    do {                                                                                                              \
        static const u16 fine[] = {__VA_ARGS__};                                                                      \
        u32 got = (call);                                                                                             \
        if (!is_one_of(got, fine, sizeof fine / sizeof *fine))                                                        \
            return FAILURE(got, fine[0]);                                                                             \
    } while (0)

static inline int is_one_of(u32 errno, const u16 *fine, u32 n) {
    for (u32 i = 0; i < n; i++)
        if (errno == fine[i])
            return 1;
    return 0;
}

/* Two values must be equal; the first is what was got. */
#define WANT_EQ(value, wanted)                                                                                        \
    do {                                                                                                              \
        u64 got = (u64)(value), want = (u64)(wanted);                                                                 \
        if (got != want)                                                                                              \
            return VALUES | FAILURE(got, want);                                                                       \
    } while (0)

#define WANT_THAT(condition) WANT_EQ(!!(condition), 1)

/* ---- WASI preview 1: numbers ---- */

enum {
    SUCCESS = 0, ACCES = 2, BADF = 8, EXIST = 20, FBIG = 22, ILSEQ = 25, INVAL = 28, ISDIR = 31, LOOP = 32,
    NAMETOOLONG = 37, NOBUFS = 42, NOENT = 44, NOTDIR = 54, NOTEMPTY = 55, NOTSOCK = 57, NOTSUP = 58, OVERFLOW = 61,
    PERM = 63, NOTCAPABLE = 76,
};

/* For what a descriptor is not open for: notcapable by WASI's rights, badf by POSIX; the official suite takes acces
   too. */
#define FORBIDDEN NOTCAPABLE, BADF, ACCES

/* The rights that probes ask for. */
enum {
    FD_DATASYNC = 1 << 0, FD_READ = 1 << 1, FD_SEEK = 1 << 2, FD_FDSTAT_SET_FLAGS = 1 << 3, FD_SYNC = 1 << 4,
    FD_TELL = 1 << 5, FD_WRITE = 1 << 6, FD_ADVISE = 1 << 7, FD_ALLOCATE = 1 << 8, PATH_CREATE_DIRECTORY = 1 << 9,
    PATH_LINK_SOURCE = 1 << 11, PATH_LINK_TARGET = 1 << 12, PATH_OPEN = 1 << 13, FD_READDIR = 1 << 14,
    PATH_RENAME_SOURCE = 1 << 16, PATH_RENAME_TARGET = 1 << 17, FD_FILESTAT_GET = 1 << 21,
    FD_FILESTAT_SET_SIZE = 1 << 22, FD_FILESTAT_SET_TIMES = 1 << 23, POLL_FD_READWRITE = 1 << 27,
};

enum { SYMLINK_FOLLOW = 1 };                                        /* lookupflags */
enum { CREAT = 1, DIRECTORY = 2, EXCL = 4, TRUNC = 8 };             /* oflags */
enum { APPEND = 1, DSYNC = 2, NONBLOCK = 4, RSYNC = 8, SYNC = 16 }; /* fdflags */
enum { ATIM = 1, ATIM_NOW = 2, MTIM = 4, MTIM_NOW = 8 };            /* fstflags */
enum { WHENCE_SET, WHENCE_CUR, WHENCE_END };
enum { DIRECTORY_TYPE = 3, REGULAR_FILE = 4, SYMBOLIC_LINK = 7 }; /* filetype */
enum { REALTIME, MONOTONIC, PROCESS_CPUTIME, THREAD_CPUTIME };
enum { EVENT_CLOCK, EVENT_FD_READ, EVENT_FD_WRITE };
enum { ABSTIME = 1 };
enum { SIGNAL_NONE = 0, SIGNAL_CHLD = 16, SIGNAL_URG = 22, SIGNAL_WINCH = 27 };
enum { SHUTDOWN_RD = 1, SHUTDOWN_WR = 2 };

/* ---- WASI preview 1: records ---- */

struct iovec { void *buf; u32 len; };
struct fdstat { u8 filetype; u16 flags; u64 rights_base, rights_inheriting; };
struct filestat { u64 dev, ino; u8 filetype; u64 nlink, size, atim, mtim, ctim; };
struct dirent { u64 next, ino; u32 namlen; u8 type; };
struct prestat { u8 type; u32 name_len; };
struct subscription {
    u64 userdata;
    u8 type;
    union {
        struct { u32 id; u64 timeout, precision; u16 flags; } clock;
        struct { u32 fd; } readwrite;
    };
};
struct event { u64 userdata; u16 error; u8 type; u64 nbytes; u16 flags; };

_Static_assert(sizeof(struct fdstat) == 24 && sizeof(struct filestat) == 64 && sizeof(struct dirent) == 24, "layout");
_Static_assert(sizeof(struct subscription) == 48 && sizeof(struct event) == 32, "layout");

/* ---- WASI preview 1: functions; each returns an errno, and a path is a pointer and a length ---- */

#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name))) name
#define PATH const char *, u32

u32 WASI(args_get)(char **argv, char *buf);
u32 WASI(args_sizes_get)(u32 *count, u32 *size);
u32 WASI(environ_get)(char **environ, char *buf);
u32 WASI(environ_sizes_get)(u32 *count, u32 *size);
u32 WASI(clock_res_get)(u32 id, u64 *resolution);
u32 WASI(clock_time_get)(u32 id, u64 precision, u64 *time);
u32 WASI(fd_advise)(u32 fd, u64 offset, u64 len, u32 advice);
u32 WASI(fd_allocate)(u32 fd, u64 offset, u64 len);
u32 WASI(fd_close)(u32 fd);
u32 WASI(fd_datasync)(u32 fd);
u32 WASI(fd_fdstat_get)(u32 fd, struct fdstat *stat);
u32 WASI(fd_fdstat_set_flags)(u32 fd, u32 flags);
u32 WASI(fd_fdstat_set_rights)(u32 fd, u64 base, u64 inheriting);
u32 WASI(fd_filestat_get)(u32 fd, struct filestat *stat);
u32 WASI(fd_filestat_set_size)(u32 fd, u64 size);
u32 WASI(fd_filestat_set_times)(u32 fd, u64 atim, u64 mtim, u32 flags);
u32 WASI(fd_pread)(u32 fd, const struct iovec *iovs, u32 n, u64 offset, u32 *size);
u32 WASI(fd_prestat_get)(u32 fd, struct prestat *stat);
u32 WASI(fd_prestat_dir_name)(u32 fd, char *path, u32 len);
u32 WASI(fd_pwrite)(u32 fd, const struct iovec *iovs, u32 n, u64 offset, u32 *size);
u32 WASI(fd_read)(u32 fd, const struct iovec *iovs, u32 n, u32 *size);
u32 WASI(fd_readdir)(u32 fd, void *buf, u32 len, u64 cookie, u32 *size);
u32 WASI(fd_renumber)(u32 fd, u32 to);
u32 WASI(fd_seek)(u32 fd, s64 offset, u32 whence, u64 *at);
u32 WASI(fd_sync)(u32 fd);
u32 WASI(fd_tell)(u32 fd, u64 *at);
u32 WASI(fd_write)(u32 fd, const struct iovec *iovs, u32 n, u32 *size);
u32 WASI(path_create_directory)(u32 fd, PATH);
u32 WASI(path_filestat_get)(u32 fd, u32 lookup, PATH, struct filestat *stat);
u32 WASI(path_filestat_set_times)(u32 fd, u32 lookup, PATH, u64 atim, u64 mtim, u32 flags);
u32 WASI(path_link)(u32 old_fd, u32 lookup, PATH, u32 new_fd, PATH);
u32 WASI(path_open)(u32 fd, u32 lookup, PATH, u32 oflags, u64 base, u64 inheriting, u32 fdflags, u32 *opened);
u32 WASI(path_readlink)(u32 fd, PATH, char *buf, u32 len, u32 *size);
u32 WASI(path_remove_directory)(u32 fd, PATH);
u32 WASI(path_rename)(u32 old_fd, PATH, u32 new_fd, PATH);
u32 WASI(path_symlink)(PATH, u32 fd, PATH);
u32 WASI(path_unlink_file)(u32 fd, PATH);
u32 WASI(poll_oneoff)(const struct subscription *in, struct event *out, u32 n, u32 *size);
_Noreturn void WASI(proc_exit)(u32 code);
u32 WASI(proc_raise)(u32 signal);
u32 WASI(sched_yield)(void);
u32 WASI(random_get)(void *buf, u32 len);
u32 WASI(sock_accept)(u32 fd, u32 flags, u32 *opened);
u32 WASI(sock_recv)(u32 fd, const struct iovec *iovs, u32 n, u32 flags, u32 *size, u16 *out);
u32 WASI(sock_send)(u32 fd, const struct iovec *iovs, u32 n, u32 flags, u32 *size);
u32 WASI(sock_shutdown)(u32 fd, u32 how);

/* ---- what probes share ---- */

enum { STDIN, STDOUT, STDERR };
/* Descriptors that nobody opened. */
#define UNOPENED 100
#define HIGHEST 0x7fffffff

static inline int same(const void *a, const void *b, u32 size) {
    for (u32 i = 0; i < size; i++)
        if (((const u8 *)a)[i] != ((const u8 *)b)[i])
            return 0;
    return 1;
}

/* The preopened folder called `/`, found as C libraries do: preopened descriptors follow each other from 3 on, and
   of several with the same name the last one counts. */
static inline u32 root(void) {
    static u32 found;
    struct prestat stat;
    if (!found)
        for (u32 fd = found = 3; fd_prestat_get(fd, &stat) == SUCCESS; fd++)
            if (stat.name_len == 1)
                found = fd;
    return found;
}
#define ROOT root()

/* The second preopened folder: the one that has a name. */
static inline u32 second(void) {
    struct prestat stat;
    char name[16];
    for (u32 fd = 3; fd_prestat_get(fd, &stat) == SUCCESS; fd++)
        if (stat.name_len >= 6 && stat.name_len < 16 && fd_prestat_dir_name(fd, name, stat.name_len) == SUCCESS &&
            same(name + stat.name_len - 6, "second", 6))
            return fd;
    return UNOPENED;
}
#define SECOND second()

/* A string as the two parameters of a path. */
#define P(text) text, sizeof text - 1

/* One buffer as the two parameters of a list: of a text, and all of an array. */
#define IOV(buffer, size) &(struct iovec){(void *)(buffer), size}, 1
#define TEXT(text) IOV(text, sizeof text - 1)
#define ROOM(buffer) IOV(buffer, sizeof buffer)

static inline int all(const void *bytes, u8 value, u32 size) {
    for (u32 i = 0; i < size; i++)
        if (((const u8 *)bytes)[i] != value)
            return 0;
    return 1;
}

/* Compilers call it too, for what begins with zeros. */
void *memset(void *bytes, int value, unsigned long size) {
    for (unsigned long i = 0; i < size; i++)
        ((volatile u8 *)bytes)[i] = (u8)value;
    return bytes;
}

static inline u32 length(const char *text) {
    u32 size = 0;
    while (text[size])
        size++;
    return size;
}

/* Is this text, without its end, what the buffer begins with? */
#define SAME(buffer, text) same(buffer, text, sizeof text - 1)

/* The first address that is not the guest's. */
#define END_OF_MEMORY ((void *)(__builtin_wasm_memory_size(0) * 65536))

#define READING (FD_READ | FD_SEEK | FD_TELL)
#define WRITING (FD_WRITE | FD_SEEK | FD_TELL)
/* Opens a file that is there, following links, with exactly these rights. */
#define OPEN(path, rights, fd) path_open(ROOT, SYMLINK_FOLLOW, P(path), 0, rights, 0, 0, fd)
/* Makes a new file. */
#define MAKE(path, rights, fd) path_open(ROOT, 0, P(path), CREAT | EXCL, rights, 0, 0, fd)
#define OPEN_FOLDER(path, rights, fd) path_open(ROOT, SYMLINK_FOLLOW, P(path), DIRECTORY, rights, rights, 0, fd)

/* The whole content of a file, up to 512 bytes, must be this text: read through a descriptor of its own. */
#define WANT_CONTENT(path, text)                                                                                      \
    do {                                                                                                              \
        u64 failure = content_is(P(path), P(text));                                                                   \
        if (failure != HELD)                                                                                          \
            return (u64)__LINE__ << 32 | failure;                                                                     \
    } while (0)

/* A failure without its line. */
static inline u64 content_is(const char *path, u32 path_size, const char *text, u32 text_size) {
    static u8 bytes[512];
    u32 fd, size, errno = path_open(ROOT, SYMLINK_FOLLOW, path, path_size, 0, FD_READ, 0, 0, &fd);
    if (errno == SUCCESS)
        errno = fd_read(fd, ROOM(bytes), &size);
    if (errno != SUCCESS)
        return LOW(errno) << 16 | SUCCESS;
    if (size != text_size)
        return VALUES | LOW(size) << 16 | LOW(text_size);
    return same(bytes, text, size) ? HELD : VALUES | LOW(0) << 16 | LOW(1);
}

/* Does this path lead to the file that lies above the guest's folder, and can it be read? */
static inline int secret(u32 fd, u32 lookup, const char *path, u32 path_size) {
    u8 bytes[16];
    u32 file, size;
    return path_open(fd, lookup, path, path_size, 0, FD_READ, 0, 0, &file) == SUCCESS &&
           fd_read(file, ROOM(bytes), &size) == SUCCESS && size == 6 && SAME(bytes, "secret");
}

/* Can this file be opened? */
static inline int is_there(const char *path, u32 path_size) {
    u32 fd;
    return path_open(ROOT, SYMLINK_FOLLOW, path, path_size, 0, FD_READ, 0, 0, &fd) == SUCCESS;
}

#endif
