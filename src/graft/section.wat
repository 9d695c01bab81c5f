;; `bench.start` and `bench.end`, between which a module has what it wants measured: the guest's clock is taken at both,
;; and the time between them told on standard error.
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "guest" "memory" (memory 0))
  (global $begin (mut i64) (i64.const 0))

  ;; $record and $now:
  ;; {record}
  ;; {now}

  (func (export "bench.start")
    (global.set $begin (call $now)))

  (func (export "bench.end")
    (call $record (i32.const 2) (i64.const 4) (i64.sub (call $now) (global.get $begin)) (i64.const 0))))
