;; A `_start` that makes one call, and tells its result on standard output. Before that call nothing has touched the memory.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "guest" "memory" (memory 0))
  ;; {call}

  ;; $record:
  ;; {record}

  (func (export "_start")
    (call $record (i32.const 1) (i64.const 5) (i64.const 0) (call $call))))
