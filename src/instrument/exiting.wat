;; A `_start` that makes one call, and ends with its result as exit code: for a module that can write nothing.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  ;; {call}

  (func (export "_start")
    (local $result i64)
    (local.set $result (call $call))
    (call $proc_exit
      (select
        (i32.wrap_i64 (local.get $result))
        (i32.const 125)
        (i64.lt_u (local.get $result) (i64.const 125))))
    unreachable))
