;; A reactor with one export for each thing that the harness relies on.
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "probe.txt")
  (data (i32.const 128) "written\n")
  (data (i32.const 192) "segments")
  (global $digest (mut i64) (i64.const 0))
  (global $calls (mut i64) (i64.const 0))

  (func (export "_initialize")
    (global.set $digest (i64.const 0x9E3779B97F4A7C15)))

  ;; n times a digest that is there only if _initialize has run, and that no double can hold.
  (func (export "bench") (param $n i32) (result i64)
    (i64.mul (global.get $digest) (i64.extend_i32_u (local.get $n))))

  ;; How often this instance was asked.
  (func (export "count") (param i32) (result i64)
    (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
    (global.get $calls))

  ;; The bytes of a data segment, which it then overwrites: an instance that has them has its own.
  (func (export "data") (param i32) (result i64)
    (local $bytes i64)
    (local.set $bytes (i64.load (i32.const 192)))
    (i64.store (i32.const 192) (i64.const 0))
    (local.get $bytes))

  ;; So many turns of a loop that no compiler can leave out.
  (func (export "spin") (param $n i32) (result i64)
    (loop $again
      (i64.store (i32.const 200) (i64.add (i64.load (i32.const 200)) (i64.const 1)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.load (i32.const 200)))

  (func (export "trap") (param i32) (result i64)
    unreachable)

  ;; The first 8 bytes of standard input.
  (func (export "read") (param i32) (result i64)
    (i32.store (i32.const 0) (i32.const 256))
    (i32.store (i32.const 4) (i32.const 8))
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i64.load (i32.const 256)))

  ;; Creates probe.txt in the preopened folder, writes into it, closes it, and gives the error codes. Which descriptor
  ;; the folder has is the runtime's choice: the first on which the file can be created is it.
  (func (export "file") (param i32) (result i64)
    (local $folder i32)
    (local $error i32)
    (local.set $folder (i32.const 3))
    (loop $next
      (local.set $error
        (call $path_open (local.get $folder) (i32.const 0) (i32.const 64) (i32.const 9) (i32.const 1)
          (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16)))
      (local.set $folder (i32.add (local.get $folder) (i32.const 1)))
      (br_if $next (i32.and (i32.ne (local.get $error) (i32.const 0)) (i32.lt_u (local.get $folder) (i32.const 8)))))
    (if (local.get $error) (then (return (i64.extend_i32_u (local.get $error)))))
    (i32.store (i32.const 0) (i32.const 128))
    (i32.store (i32.const 4) (i32.const 8))
    (i64.extend_i32_u (i32.or
      (call $fd_write (i32.load (i32.const 16)) (i32.const 0) (i32.const 1) (i32.const 8))
      (call $fd_close (i32.load (i32.const 16)))))))
