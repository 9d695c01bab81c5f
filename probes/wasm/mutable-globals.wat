;; Globals that are mutable and exported. Without imports only the exports can be shown.
(module
  (memory (export "memory") 1)
  (global $i32 (export "an i32") (mut i32) (i32.const -7))
  (global $i64 (export "an i64") (mut i64) (i64.const 0x8000000000000001))
  (global $f32 (export "an f32") (mut f32) (f32.const nan:0x200001))
  (global $f64 (export "an f64") (mut f64) (f64.const -0))
  (global $calls (export "calls") (export "the same again") (mut i32) (i32.const 0))
  (global $none (export "one that is not mutable") i64 (i64.const 5))
  (table funcref (elem $count))
  (type $nothing (func))
  (func $count (global.set $calls (i32.add (global.get $calls) (i32.const 1))))

  (func (export "exported mutable globals begin with their values and take others") (param $zero i32) (result i64)
    ;; check 1: the values of the module
    (if (i32.ne (global.get $i32) (i32.const -7)) (then (return (i64.const 1))))
    (if (i64.ne (global.get $i64) (i64.const 0x8000000000000001)) (then (return (i64.const 1))))
    (if (i32.ne (i32.reinterpret_f32 (global.get $f32)) (i32.const 0x7fa00001)) (then (return (i64.const 1))))
    (if (i64.ne (i64.reinterpret_f64 (global.get $f64)) (i64.const 0x8000000000000000)) (then (return (i64.const 1))))
    (if (i64.ne (global.get $none) (i64.const 5)) (then (return (i64.const 1))))
    ;; check 2: those that are written
    (global.set $i32 (i32.add (local.get $zero) (i32.const 11)))
    (global.set $i64 (i64.sub (i64.extend_i32_u (local.get $zero)) (i64.const 12)))
    (global.set $f32 (f32.add (f32.convert_i32_s (local.get $zero)) (f32.const 1.5)))
    (global.set $f64 (f64.sub (f64.convert_i32_s (local.get $zero)) (f64.const 2.5)))
    (if (i32.ne (global.get $i32) (i32.const 11)) (then (return (i64.const 2))))
    (if (i64.ne (global.get $i64) (i64.const -12)) (then (return (i64.const 2))))
    (if (f32.ne (global.get $f32) (f32.const 1.5)) (then (return (i64.const 2))))
    (if (f64.ne (global.get $f64) (f64.const -2.5)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "what a called function writes is seen after the call") (param $zero i32) (result i64)
    (local $i i32) (local $before i32)
    (local.set $before (global.get $calls))
    (loop $again
      (call_indirect (type $nothing) (local.get $zero))
      (call $count)
      (local.set $i (i32.add (local.get $i) (i32.const 2)))
      ;; check 1: after each two calls, in a loop
      (if (i32.ne (i32.sub (global.get $calls) (local.get $before)) (local.get $i)) (then (return (i64.const 1))))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 2000))))
    (i64.const 0)))
