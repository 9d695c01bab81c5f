/* What probes of WASI 0.2 have beside component.h: its functions as a component's core module imports them. */
#ifndef WASMETER_WASI_P2_H
#define WASMETER_WASI_P2_H

#include "component.h"

#define FROM(interface, name) __attribute__((import_module("wasi:" interface "@0.2.0"), import_name(name)))

/* ---- io ---- */

#define POLL(name) FROM("io/poll", name)
POLL("poll") void poll(const u32 *pollables, u32 n, struct list *ready);
POLL("[method]pollable.ready") u32 pollable_ready(u32 pollable);
POLL("[method]pollable.block") void pollable_block(u32 pollable);
POLL("[resource-drop]pollable") void drop_pollable(u32 pollable);

enum { LAST_OPERATION_FAILED, CLOSED };
struct stream_error { u8 kind; u32 error; };
struct streamed { u8 failed; struct stream_error error; };
struct read_bytes { u8 failed; union { struct list bytes; struct stream_error error; }; };
struct counted { u8 failed; union { u64 it; struct stream_error error; }; };

#define STREAMS(name) FROM("io/streams", name)
STREAMS("[method]input-stream.read") void stream_read(u32 stream, u64 n, struct read_bytes *);
STREAMS("[method]input-stream.blocking-read") void stream_blocking_read(u32 stream, u64 n, struct read_bytes *);
STREAMS("[method]input-stream.blocking-skip") void stream_blocking_skip(u32 stream, u64 n, struct counted *);
STREAMS("[method]input-stream.subscribe") u32 input_subscribe(u32 stream);
STREAMS("[resource-drop]input-stream") void drop_input(u32 stream);
STREAMS("[method]output-stream.check-write") void stream_check_write(u32 stream, struct counted *);
STREAMS("[method]output-stream.write") void stream_write(u32 stream, const void *bytes, u32 n, struct streamed *);
STREAMS("[method]output-stream.blocking-write-and-flush")
void stream_blocking_write(u32 stream, const void *bytes, u32 n, struct streamed *);
STREAMS("[method]output-stream.blocking-flush") void stream_blocking_flush(u32 stream, struct streamed *);
STREAMS("[method]output-stream.blocking-write-zeroes-and-flush")
void stream_blocking_write_zeroes(u32 stream, u64 n, struct streamed *);
STREAMS("[method]output-stream.blocking-splice")
void stream_blocking_splice(u32 stream, u32 source, u64 n, struct counted *);
STREAMS("[method]output-stream.subscribe") u32 output_subscribe(u32 stream);
STREAMS("[resource-drop]output-stream") void drop_output(u32 stream);

/* ---- clocks, random, cli ---- */

FROM("clocks/monotonic-clock", "now") u64 monotonic_now(void);
FROM("clocks/monotonic-clock", "resolution") u64 monotonic_resolution(void);
FROM("clocks/monotonic-clock", "subscribe-instant") u32 subscribe_instant(u64 when);
FROM("clocks/monotonic-clock", "subscribe-duration") u32 subscribe_duration(u64 when);
FROM("clocks/wall-clock", "now") void wall_now(struct datetime *);
FROM("clocks/wall-clock", "resolution") void wall_resolution(struct datetime *);

FROM("random/random", "get-random-bytes") void random_bytes(u64 n, struct list *);
FROM("random/random", "get-random-u64") u64 random_u64(void);
FROM("random/insecure", "get-insecure-random-bytes") void insecure_bytes(u64 n, struct list *);
FROM("random/insecure", "get-insecure-random-u64") u64 insecure_u64(void);
FROM("random/insecure-seed", "insecure-seed") void insecure_seed(u64 seed[2]);

FROM("cli/environment", "get-arguments") void get_arguments(struct list *texts);
FROM("cli/environment", "get-environment") void get_environment(struct list *pairs);
FROM("cli/environment", "initial-cwd") void initial_cwd(struct maybe_text *);
FROM("cli/exit", "exit") void cli_exit(u32 failed);
FROM("cli/stdin", "get-stdin") u32 get_stdin(void);
FROM("cli/stdout", "get-stdout") u32 get_stdout(void);
FROM("cli/stderr", "get-stderr") u32 get_stderr(void);
FROM("cli/terminal-stdout", "get-terminal-stdout") void get_terminal_stdout(struct maybe_handle *);

/* ---- filesystem ---- */

enum { E_ACCESS = 0, E_BAD_DESCRIPTOR = 3, E_EXIST = 7, E_INVALID = 12, E_IS_DIRECTORY = 14, E_LOOP = 15,
       E_NO_ENTRY = 20, E_NOT_DIRECTORY = 24, E_NOT_EMPTY = 25, E_NOT_PERMITTED = 31 };
enum { P2_DIRECTORY = 3, P2_SYMBOLIC_LINK = 5, P2_REGULAR_FILE = 6 };
enum { P2_READ = 1, P2_WRITE = 2, P2_MUTATE = 32 };                       /* descriptor-flags */
enum { P2_CREATE = 1, P2_OPEN_DIRECTORY = 2, P2_EXCLUSIVE = 4, P2_TRUNCATE = 8 }; /* open-flags */
enum { NO_CHANGE, NOW, TIMESTAMP };

struct maybe_datetime { u8 is; struct datetime it; };
struct stat { u8 type; u64 links, size; struct maybe_datetime accessed, modified, changed; };
struct stat_result { u8 failed; union { struct stat it; u8 error; }; };
struct flags_result { u8 failed; union { u8 it, error; }; };
struct bytes_result { u8 failed; union { struct { struct list bytes; u8 end; }; u8 error; }; };
struct text_result { u8 failed; union { struct text it; u8 error; }; };
struct entry { u8 type; struct text name; };
struct entry_result { u8 failed; union { struct { u8 is; struct entry it; }; u8 error; }; };
struct hash_result { u8 failed; union { u64 it[2]; u8 error; }; };
struct preopen { u32 descriptor; struct text name; };

#define FILES(name) FROM("filesystem/types", name)
#define METHOD(name) FILES("[method]descriptor." name)
METHOD("read-via-stream") void read_via_stream(u32 fd, u64 offset, struct handle *);
METHOD("write-via-stream") void write_via_stream(u32 fd, u64 offset, struct handle *);
METHOD("append-via-stream") void append_via_stream(u32 fd, struct handle *);
METHOD("get-flags") void get_flags(u32 fd, struct flags_result *);
METHOD("get-type") void get_type(u32 fd, struct flags_result *);
METHOD("set-size") void set_size(u32 fd, u64 size, struct done *);
METHOD("set-times-at")
void set_times_at(u32 fd, u32 follow, PATH, u32, u64, u32, u32, u64, u32, struct done *);
METHOD("read") void file_read(u32 fd, u64 n, u64 offset, struct bytes_result *);
METHOD("write") void file_write(u32 fd, const void *bytes, u32 n, u64 offset, struct number *);
METHOD("read-directory") void read_directory(u32 fd, struct handle *);
METHOD("sync") void file_sync(u32 fd, struct done *);
METHOD("create-directory-at") void create_directory_at(u32 fd, PATH, struct done *);
METHOD("stat") void file_stat(u32 fd, struct stat_result *);
METHOD("stat-at") void stat_at(u32 fd, u32 follow, PATH, struct stat_result *);
METHOD("link-at") void link_at(u32 fd, u32 follow, PATH, u32 new_fd, PATH, struct done *);
METHOD("open-at") void open_at(u32 fd, u32 follow, PATH, u32 open, u32 flags, struct handle *);
METHOD("readlink-at") void readlink_at(u32 fd, PATH, struct text_result *);
METHOD("remove-directory-at") void remove_directory_at(u32 fd, PATH, struct done *);
METHOD("rename-at") void rename_at(u32 fd, PATH, u32 new_fd, PATH, struct done *);
METHOD("symlink-at") void symlink_at(u32 fd, PATH, PATH, struct done *);
METHOD("unlink-file-at") void unlink_file_at(u32 fd, PATH, struct done *);
METHOD("is-same-object") u32 is_same_object(u32 fd, u32 other);
METHOD("metadata-hash") void metadata_hash(u32 fd, struct hash_result *);
METHOD("metadata-hash-at") void metadata_hash_at(u32 fd, u32 follow, PATH, struct hash_result *);
FILES("[method]directory-entry-stream.read-directory-entry") void next_entry(u32 stream, struct entry_result *);
FILES("[resource-drop]directory-entry-stream") void drop_entries(u32 stream);
FILES("[resource-drop]descriptor") void drop_descriptor(u32 fd);
FROM("filesystem/preopens", "get-directories") void get_directories(struct list *preopens);

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

/* ---- sockets ---- */

enum { S_ACCESS_DENIED = 1, S_INVALID_ARGUMENT = 3, S_WOULD_BLOCK = 8, S_INVALID_STATE = 9, S_CONNECTION_REFUSED = 14 };
enum { IPV4, IPV6 };
/* An address as parameters, and as a record. */
#define ADDRESS u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32
#define LOOPBACK(port) IPV4, port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0
struct address { u8 family; union { struct { u16 port; u8 ip[4]; } v4; u32 v6[7]; }; };
struct address_result { u8 failed; union { struct address it; u8 error; }; };
struct pair_result { u8 failed; union { struct { u32 input, output; }; u8 error; }; };
struct accept_result { u8 failed; union { struct { u32 socket, input, output; }; u8 error; }; };
_Static_assert(sizeof(struct address) == 32, "layout");

FROM("sockets/instance-network", "instance-network") u32 instance_network(void);
FROM("sockets/tcp-create-socket", "create-tcp-socket") void create_tcp_socket(u32 family, struct handle *);
FROM("sockets/udp-create-socket", "create-udp-socket") void create_udp_socket(u32 family, struct handle *);

#define TCP(name) FROM("sockets/tcp", "[method]tcp-socket." name)
TCP("start-bind") void tcp_start_bind(u32 socket, u32 network, ADDRESS, struct done *);
TCP("finish-bind") void tcp_finish_bind(u32 socket, struct done *);
TCP("start-connect") void tcp_start_connect(u32 socket, u32 network, ADDRESS, struct done *);
TCP("finish-connect") void tcp_finish_connect(u32 socket, struct pair_result *);
TCP("start-listen") void tcp_start_listen(u32 socket, struct done *);
TCP("finish-listen") void tcp_finish_listen(u32 socket, struct done *);
TCP("accept") void tcp_accept(u32 socket, struct accept_result *);
TCP("local-address") void tcp_local_address(u32 socket, struct address_result *);
TCP("remote-address") void tcp_remote_address(u32 socket, struct address_result *);
TCP("is-listening") u32 tcp_is_listening(u32 socket);
TCP("subscribe") u32 tcp_subscribe(u32 socket);

#define UDP(name) FROM("sockets/udp", name)
struct datagram { struct list data; struct address from; };
struct outgoing { struct list data; u8 has_address; struct address to; };
struct list_result { u8 failed; union { struct list it; u8 error; }; };
UDP("[method]udp-socket.start-bind") void udp_start_bind(u32 socket, u32 network, ADDRESS, struct done *);
UDP("[method]udp-socket.finish-bind") void udp_finish_bind(u32 socket, struct done *);
UDP("[method]udp-socket.stream") void udp_stream(u32 socket, u32 has_address, ADDRESS, struct pair_result *);
UDP("[method]udp-socket.local-address") void udp_local_address(u32 socket, struct address_result *);
UDP("[method]incoming-datagram-stream.receive") void udp_receive(u32 stream, u64 n, struct list_result *);
UDP("[method]incoming-datagram-stream.subscribe") u32 udp_input_subscribe(u32 stream);
UDP("[method]outgoing-datagram-stream.check-send") void udp_check_send(u32 stream, struct number *);
UDP("[method]outgoing-datagram-stream.send") void udp_send(u32 stream, const struct outgoing *, u32 n, struct number *);

struct ip { u8 family; union { u8 v4[4]; u16 v6[8]; }; };
struct name_result { u8 failed; union { struct { u8 is; struct ip it; }; u8 error; }; };
#define NAMES(name) FROM("sockets/ip-name-lookup", name)
NAMES("resolve-addresses") void resolve_addresses(u32 network, PATH, struct handle *);
NAMES("[method]resolve-address-stream.resolve-next-address") void next_address(u32 stream, struct name_result *);
NAMES("[method]resolve-address-stream.subscribe") u32 names_subscribe(u32 stream);

#endif
