;; Floats converted to integers without traps: what is out of range becomes the nearest integer, a NaN 0.
(module
  (memory (export "memory") 1)
  ;; What is added to a constant, so that no compiler knows the sum: zero, without a change to -0.
  (func $f32 (param $zero i32) (param f32) (result f32)
    (f32.reinterpret_i32 (i32.xor (i32.reinterpret_f32 (local.get 1)) (local.get $zero))))
  (func $f64 (param $zero i32) (param f64) (result f64)
    (f64.reinterpret_i64 (i64.xor (i64.reinterpret_f64 (local.get 1)) (i64.extend_i32_u (local.get $zero)))))

  (func (export "to a signed i32") (param $zero i32) (result i64)
    ;; check 1: NaNs
    (if (i32.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const nan))) (then (return (i64.const 1))))
    (if (i32.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const -nan:0x4000000000000))) (then (return (i64.const 1))))
    ;; check 2: infinities
    (if (i32.ne (i32.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const inf))) (i32.const 0x7fffffff)) (then (return (i64.const 2))))
    (if (i32.ne (i32.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const -inf))) (i32.const 0x80000000)) (then (return (i64.const 2))))
    ;; check 3: the first beyond
    (if (i32.ne (i32.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const 2147483648))) (i32.const 0x7fffffff)) (then (return (i64.const 3))))
    (if (i32.ne (i32.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const -2147483649))) (i32.const 0x80000000)) (then (return (i64.const 3))))
    ;; check 4: the last within
    (if (i32.ne (i32.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const 2147483520))) (i32.const 2147483520)) (then (return (i64.const 4))))
    (if (i32.ne (i32.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const 2147483647.9))) (i32.const 2147483647)) (then (return (i64.const 4))))
    (if (i32.ne (i32.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const -2147483648.9))) (i32.const 0x80000000)) (then (return (i64.const 4))))
    ;; check 5: rounding is towards zero
    (if (i32.ne (i32.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const -1.9))) (i32.const -1)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "to an unsigned i32") (param $zero i32) (result i64)
    ;; check 1: NaNs
    (if (i32.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const -nan))) (then (return (i64.const 1))))
    (if (i32.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const nan))) (then (return (i64.const 1))))
    ;; check 2: infinities
    (if (i32.ne (i32.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const inf))) (i32.const -1)) (then (return (i64.const 2))))
    (if (i32.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const -inf))) (then (return (i64.const 2))))
    ;; check 3: the first beyond
    (if (i32.ne (i32.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const 4294967296))) (i32.const -1)) (then (return (i64.const 3))))
    (if (i32.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const -1))) (then (return (i64.const 3))))
    ;; check 4: the last within
    (if (i32.ne (i32.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const 4294967040))) (i32.const -256)) (then (return (i64.const 4))))
    (if (i32.ne (i32.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const 4294967295.9))) (i32.const -1)) (then (return (i64.const 4))))
    ;; check 5: above the largest signed one
    (if (i32.ne (i32.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const 2147483648))) (i32.const 0x80000000)) (then (return (i64.const 5))))
    (if (i32.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const -0.9))) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "to a signed i64") (param $zero i32) (result i64)
    ;; check 1: NaNs
    (if (i64.ne (i64.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const nan))) (i64.const 0)) (then (return (i64.const 1))))
    (if (i64.ne (i64.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const -nan))) (i64.const 0)) (then (return (i64.const 1))))
    ;; check 2: infinities
    (if (i64.ne (i64.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const -inf))) (i64.const 0x8000000000000000)) (then (return (i64.const 2))))
    (if (i64.ne (i64.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const inf))) (i64.const 0x7fffffffffffffff)) (then (return (i64.const 2))))
    ;; check 3: the first beyond
    (if (i64.ne (i64.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const 9223372036854775808))) (i64.const 0x7fffffffffffffff))
      (then (return (i64.const 3))))
    (if (i64.ne (i64.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const -9223372036854777856))) (i64.const 0x8000000000000000))
      (then (return (i64.const 3))))
    ;; check 4: the last within
    (if (i64.ne (i64.trunc_sat_f32_s (call $f32 (local.get $zero) (f32.const 9223371487098961920))) (i64.const 9223371487098961920))
      (then (return (i64.const 4))))
    (if (i64.ne (i64.trunc_sat_f64_s (call $f64 (local.get $zero) (f64.const 9223372036854774784))) (i64.const 9223372036854774784))
      (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "to an unsigned i64") (param $zero i32) (result i64)
    ;; check 1: NaNs
    (if (i64.ne (i64.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const -nan))) (i64.const 0)) (then (return (i64.const 1))))
    (if (i64.ne (i64.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const nan))) (i64.const 0)) (then (return (i64.const 1))))
    ;; check 2: infinities
    (if (i64.ne (i64.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const inf))) (i64.const -1)) (then (return (i64.const 2))))
    (if (i64.ne (i64.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const -inf))) (i64.const 0)) (then (return (i64.const 2))))
    ;; check 3: the first beyond
    (if (i64.ne (i64.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const 18446744073709551616))) (i64.const -1)) (then (return (i64.const 3))))
    (if (i64.ne (i64.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const -1))) (i64.const 0)) (then (return (i64.const 3))))
    ;; check 4: the last within
    (if (i64.ne (i64.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const 18446744073709549568))) (i64.const -2048)) (then (return (i64.const 4))))
    (if (i64.ne (i64.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const 18446742974197923840))) (i64.const -1099511627776))
      (then (return (i64.const 4))))
    ;; check 5: above the largest signed one, and between -1 and 0
    (if (i64.ne (i64.trunc_sat_f64_u (call $f64 (local.get $zero) (f64.const 9223372036854777856))) (i64.const 0x8000000000000800))
      (then (return (i64.const 5))))
    (if (i64.ne (i64.trunc_sat_f32_u (call $f32 (local.get $zero) (f32.const -0.9))) (i64.const 0)) (then (return (i64.const 5))))
    (i64.const 0)))
