//! Guests that say what they were given.

/// A module that can say what it likes (`$say`: to a descriptor, from an address, so many bytes),
/// with these functions.
pub fn command(body: &str) -> String {
    format!(
        r#"(module
        (import "wasi_snapshot_preview1" "fd_write"
            (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read"
            (func $read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_sizes_get"
            (func $args_sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_sizes_get"
            (func $env_sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "clock_time_get"
            (func $clock (param i32 i64 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (func $say (param $to i32) (param $at i32) (param $length i32)
            (i32.store (i32.const 0) (local.get $at))
            (i32.store (i32.const 4) (local.get $length))
            (drop (call $write (local.get $to) (i32.const 0) (i32.const 1) (i32.const 8))))
        {body})"#
    )
}

/// A command that writes its arguments, its environment and its standard input to standard output,
/// one call each, and then does that.
pub fn tells_all(then: &str) -> String {
    command(&format!(
        r#"(func (export "_start")
            (drop (call $args_sizes (i32.const 16) (i32.const 20)))
            (drop (call $args (i32.const 1024) (i32.const 4096)))
            (call $say (i32.const 1) (i32.const 4096) (i32.load (i32.const 20)))
            (drop (call $env_sizes (i32.const 16) (i32.const 20)))
            (drop (call $env (i32.const 1024) (i32.const 4096)))
            (call $say (i32.const 1) (i32.const 4096) (i32.load (i32.const 20)))
            (i32.store (i32.const 0) (i32.const 8192))
            (i32.store (i32.const 4) (i32.const 100))
            (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
            (call $say (i32.const 1) (i32.const 8192) (i32.load (i32.const 16)))
            {then})"#
    ))
}
