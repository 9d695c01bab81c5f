/* WASIX: what is beside preview 1, in the module `wasix_32v1`. */
#ifndef WASMETER_WASIX_H
#define WASMETER_WASIX_H

#include "probe.h"

#define WASIX(name) __attribute__((import_module("wasix_32v1"), import_name(#name))) name

u32 WASIX(getcwd)(char *path, u32 *size);
u32 WASIX(chdir)(PATH);
u32 WASIX(fd_pipe)(u32 *reader, u32 *writer);
u32 WASIX(fd_dup)(u32 fd, u32 *copy);
u32 WASIX(proc_id)(u32 *pid);
u32 WASIX(proc_parent)(u32 pid, u32 *parent);
u32 WASIX(thread_id)(u32 *id);
u32 WASIX(thread_parallelism)(u32 *n);
u32 WASIX(thread_sleep)(u64 duration);
u32 WASIX(thread_join)(u32 id);

struct timeout { u8 is; u64 duration; };
u32 WASIX(futex_wait)(u32 *futex, u32 expected, const struct timeout *, u8 *woken);
u32 WASIX(futex_wake)(u32 *futex, u8 *woken);

struct thread_start { void *stack, *tls; void (*function)(void); void *arguments, *reserved[10]; u32 stack_size, guard_size; };
u32 WASIX(thread_spawn)(const struct thread_start *, u32 *id);

enum { INET4 = 1, STREAM = 1, TCP = 6 };
/* An address with its port. */
struct address { u8 family, padding, port[2], ip[4], rest[12]; };
u32 WASIX(sock_open)(u32 family, u32 type, u32 protocol, u32 *fd);
u32 WASIX(sock_bind)(u32 fd, const struct address *);
u32 WASIX(sock_listen)(u32 fd, u32 backlog);
u32 WASIX(sock_connect)(u32 fd, const struct address *);
u32 WASIX(sock_accept_v2)(u32 fd, u32 flags, u32 *connection, struct address *);
u32 WASIX(sock_addr_local)(u32 fd, struct address *);
u32 WASIX(sock_pair)(u32 family, u32 type, u32 protocol, u32 *one, u32 *other);

#endif
