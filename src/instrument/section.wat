;; `bench.start` and `bench.end`, between which a module has what it wants measured: the guest's clock is taken at both,
;; and the time between them told on standard error.
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "guest" "memory" (memory 0))
  (global $begin (mut i64) (i64.const 0))
  ;; 0: nothing was marked; 1: the start; 2: the end too; 3: a mark came that should not have come.
  (global $state (mut i32) (i32.const 0))

  ;; $record and $now:
  ;; {record}
  ;; {now}

  ;; Tells a mark that should not have come, after what: the first of them.
  (func $broken (param $mark i64)
    (if (i32.eq (global.get $state) (i32.const 3)) (then (return)))
    (call $record (i32.const 2) (i64.const 5)
      (i64.extend_i32_u (global.get $state)) (local.get $mark))
    (global.set $state (i32.const 3)))

  (func (export "bench.start")
    (if (i32.eqz (global.get $state))
      (then
        (global.set $state (i32.const 1))
        (global.set $begin (call $now)))
      (else (call $broken (i64.const 0)))))

  (func (export "bench.end") (local $end i64)
    (local.set $end (call $now))
    (if (i32.eq (global.get $state) (i32.const 1))
      (then
        (global.set $state (i32.const 2))
        (call $record (i32.const 2) (i64.const 4)
          (i64.sub (local.get $end) (global.get $begin)) (i64.const 0)))
      (else (call $broken (i64.const 1))))))
