  ;; The guest's monotonic clock.
  (func $now (result i64)
    (local $a i64)
    (local $time i64)
    (local.set $a (i64.load (i32.const 0)))
    (if (call $clock_time_get (i32.const 1) (i64.const 1) (i32.const 0)) (then unreachable))
    (local.set $time (i64.load (i32.const 0)))
    (i64.store (i32.const 0) (local.get $a))
    (local.get $time))
