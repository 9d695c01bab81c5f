;; A guest that has to be held: it runs on, wants memory, and looks for a file in all its folders.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
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

  ;; Opens there.txt, for reading, in one of the preopened folders: the last error code.
  (func (export "finds") (param i32) (result i64)
    (local $folder i32)
    (local $error i32)
    (local.set $folder (i32.const 3))
    (loop $next
      (local.set $error
        (call $path_open (local.get $folder) (i32.const 0) (i32.const 64) (i32.const 9) (i32.const 0)
          (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)))
      (local.set $folder (i32.add (local.get $folder) (i32.const 1)))
      (br_if $next (i32.and (i32.ne (local.get $error) (i32.const 0)) (i32.lt_u (local.get $folder) (i32.const 8)))))
    (i64.extend_i32_u (local.get $error))))
