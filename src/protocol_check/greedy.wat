;; A guest that has to be held: it runs on, wants memory, and looks for a file in all its folders.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "there.txt")

  (func (export "spin") (param i32) (result i64)
    (loop $on (br $on))
    unreachable)

  (func (export "answer") (param i32) (result i64)
    (i64.const 42))

  ;; Grows the memory page by page, to n pages at the most, and tells how far it came.
  (func (export "grow") (param $most i32) (result i64)
    (loop $on
      (br_if $on (i32.and
        (i32.lt_u (memory.size) (local.get $most))
        (i32.ne (i32.const -1) (memory.grow (i32.const 1))))))
    (i64.extend_i32_u (memory.size)))

  ;; Opens there.txt in one of the preopened folders: the last error code. The descriptor is left at 16.
  (func $open (param $rights i64) (result i32)
    (local $folder i32)
    (local $error i32)
    (local.set $folder (i32.const 3))
    (loop $next
      (local.set $error
        (call $path_open (local.get $folder) (i32.const 0) (i32.const 64) (i32.const 9) (i32.const 0)
          (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 16)))
      (local.set $folder (i32.add (local.get $folder) (i32.const 1)))
      (br_if $next (i32.and (i32.ne (local.get $error) (i32.const 0)) (i32.lt_u (local.get $folder) (i32.const 8)))))
    (local.get $error))

  ;; For reading.
  (func (export "finds") (param i32) (result i64)
    (i64.extend_i32_u (call $open (i64.const 2))))

  ;; For writing, and writes its name into it.
  (func (export "writes") (param i32) (result i64)
    (local $error i32)
    (local.set $error (call $open (i64.const 64)))
    (if (local.get $error) (then (return (i64.extend_i32_u (local.get $error)))))
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 9))
    (i64.extend_i32_u (call $fd_write (i32.load (i32.const 16)) (i32.const 0) (i32.const 1) (i32.const 8)))))
