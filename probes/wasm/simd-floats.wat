;; Vectors of floats: arithmetic, the smaller and the larger, rounding, comparisons and conversions.
(module
  (memory (export "memory") 1)
  ;; A vector of which no compiler knows the value.
  (func $v (param v128) (param $zero i32) (result v128) (v128.xor (local.get 0) (i32x4.splat (local.get $zero))))
  ;; Whether any bit of the two differs.
  (func $differ (param v128 v128) (result i32)
    (i64.ne
      (i64.or
        (i64.xor (i64x2.extract_lane 0 (local.get 0)) (i64x2.extract_lane 0 (local.get 1)))
        (i64.xor (i64x2.extract_lane 1 (local.get 0)) (i64x2.extract_lane 1 (local.get 1))))
      (i64.const 0)))

  (func (export "arithmetic of f32, with -0 and infinity") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const f32x4 1.5 -0 inf 16777216) (local.get $zero)))
    (local.set $b (call $v (v128.const f32x4 2.5 4 2 1) (local.get $zero)))
    ;; check 1: sums
    (if (call $differ (f32x4.add (local.get $a) (local.get $b)) (v128.const f32x4 4 4 inf 16777216)) (then (return (i64.const 1))))
    ;; check 2: differences
    (if (call $differ (f32x4.sub (local.get $a) (local.get $b)) (v128.const f32x4 -1 -4 inf 16777215)) (then (return (i64.const 2))))
    ;; check 3: products
    (if (call $differ (f32x4.mul (local.get $a) (local.get $b)) (v128.const f32x4 3.75 -0 inf 16777216)) (then (return (i64.const 3))))
    ;; check 4: quotients, rounded as one does, not by an estimate
    (if (call $differ (f32x4.div (local.get $a) (local.get $b)) (v128.const f32x4 0x1.333334p-1 -0 inf 16777216)) (then (return (i64.const 4))))
    ;; check 5: roots
    (if (call $differ (f32x4.sqrt (local.get $b)) (v128.const f32x4 0x1.94c584p0 2 0x1.6a09e6p0 1)) (then (return (i64.const 5))))
    (if (call $differ (f32x4.sqrt (local.get $a)) (v128.const f32x4 0x1.3988e2p0 -0 inf 4096)) (then (return (i64.const 5))))
    ;; check 6: signs
    (if (call $differ (f32x4.neg (local.get $a)) (v128.const f32x4 -1.5 0 -inf -16777216)) (then (return (i64.const 6))))
    (if (call $differ (f32x4.abs (f32x4.neg (local.get $a))) (v128.const f32x4 1.5 0 inf 16777216)) (then (return (i64.const 6))))
    ;; check 7: … of NaNs that signal
    (if (call $differ (f32x4.neg (call $v (v128.const i32x4 0x7fa00001 0xffa00001 1 0x80000001) (local.get $zero))) (v128.const i32x4 0xffa00001 0x7fa00001 0x80000001 1))
      (then (return (i64.const 7))))
    (i64.const 0))

  (func (export "arithmetic of f64, with -0 and infinity") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const f64x2 1.5 -0) (local.get $zero)))
    (local.set $b (call $v (v128.const f64x2 2.5 4) (local.get $zero)))
    ;; check 1: sums
    (if (call $differ (f64x2.add (local.get $a) (local.get $b)) (v128.const f64x2 4 4)) (then (return (i64.const 1))))
    (if (call $differ (f64x2.add (call $v (v128.const f64x2 9007199254740992 inf) (local.get $zero)) (v128.const f64x2 1 1)) (v128.const f64x2 9007199254740992 inf))
      (then (return (i64.const 1))))
    ;; check 2: differences
    (if (call $differ (f64x2.sub (local.get $a) (local.get $b)) (v128.const f64x2 -1 -4)) (then (return (i64.const 2))))
    ;; check 3: products
    (if (call $differ (f64x2.mul (local.get $a) (local.get $b)) (v128.const f64x2 3.75 -0)) (then (return (i64.const 3))))
    ;; check 4: quotients
    (if (call $differ (f64x2.div (local.get $a) (local.get $b)) (v128.const f64x2 0.6 -0)) (then (return (i64.const 4))))
    ;; check 5: roots
    (if (call $differ (f64x2.sqrt (local.get $b)) (v128.const f64x2 0x1.94c583ada5b53p0 2)) (then (return (i64.const 5))))
    ;; check 6: signs
    (if (call $differ (f64x2.neg (local.get $a)) (v128.const f64x2 -1.5 0)) (then (return (i64.const 6))))
    (if (call $differ (f64x2.abs (f64x2.neg (local.get $a))) (v128.const f64x2 1.5 0)) (then (return (i64.const 6))))
    (i64.const 0))

  (func (export "min and max know NaNs and the sign of zero") (param $zero i32) (result i64)
    (local $a v128) (local $b v128) (local $r v128)
    (local.set $a (call $v (v128.const f32x4 -0 0 1 nan) (local.get $zero)))
    (local.set $b (call $v (v128.const f32x4 0 -0 nan 1) (local.get $zero)))
    ;; check 1: f32x4.min
    (local.set $r (f32x4.min (local.get $a) (local.get $b)))
    (if (i64.ne (i64x2.extract_lane 0 (local.get $r)) (i64.const 0x8000000080000000)) (then (return (i64.const 1))))
    (if (call $differ (f32x4.ne (local.get $r) (local.get $r)) (v128.const i32x4 0 0 -1 -1)) (then (return (i64.const 1))))
    ;; check 2: f32x4.max
    (local.set $r (f32x4.max (local.get $a) (local.get $b)))
    (if (i64.ne (i64x2.extract_lane 0 (local.get $r)) (i64.const 0)) (then (return (i64.const 2))))
    (if (call $differ (f32x4.ne (local.get $r) (local.get $r)) (v128.const i32x4 0 0 -1 -1)) (then (return (i64.const 2))))
    ;; check 3: f32x4.pmin takes the first unless the second is smaller
    (if (call $differ (f32x4.pmin (local.get $a) (local.get $b)) (local.get $a)) (then (return (i64.const 3))))
    (if (call $differ (f32x4.pmin (call $v (v128.const f32x4 1 2 -1 inf) (local.get $zero)) (v128.const f32x4 2 1 -2 0)) (v128.const f32x4 1 1 -2 0))
      (then (return (i64.const 3))))
    ;; check 4: f32x4.pmax takes the first unless the second is larger
    (if (call $differ (f32x4.pmax (local.get $a) (local.get $b)) (local.get $a)) (then (return (i64.const 4))))
    (if (call $differ (f32x4.pmax (call $v (v128.const f32x4 1 2 -1 inf) (local.get $zero)) (v128.const f32x4 2 1 -2 0)) (v128.const f32x4 2 2 -1 inf))
      (then (return (i64.const 4))))
    (local.set $a (call $v (v128.const f64x2 -0 nan) (local.get $zero)))
    (local.set $b (call $v (v128.const f64x2 0 1) (local.get $zero)))
    ;; check 5: f64x2.min
    (local.set $r (f64x2.min (local.get $b) (local.get $a)))
    (if (i64.ne (i64x2.extract_lane 0 (local.get $r)) (i64.const 0x8000000000000000)) (then (return (i64.const 5))))
    (if (call $differ (f64x2.ne (local.get $r) (local.get $r)) (v128.const i64x2 0 -1)) (then (return (i64.const 5))))
    ;; check 6: f64x2.max
    (local.set $r (f64x2.max (local.get $a) (local.get $b)))
    (if (i64.ne (i64x2.extract_lane 0 (local.get $r)) (i64.const 0)) (then (return (i64.const 6))))
    (if (call $differ (f64x2.ne (local.get $r) (local.get $r)) (v128.const i64x2 0 -1)) (then (return (i64.const 6))))
    ;; check 7: f64x2.pmin and pmax
    (if (call $differ (f64x2.pmin (local.get $a) (local.get $b)) (local.get $a)) (then (return (i64.const 7))))
    (if (call $differ (f64x2.pmax (local.get $b) (local.get $a)) (local.get $b)) (then (return (i64.const 7))))
    (if (call $differ (f64x2.pmin (v128.const f64x2 3 4) (call $v (v128.const f64x2 4 3) (local.get $zero))) (v128.const f64x2 3 3)) (then (return (i64.const 7))))
    (if (call $differ (f64x2.pmax (v128.const f64x2 3 4) (call $v (v128.const f64x2 4 3) (local.get $zero))) (v128.const f64x2 4 4)) (then (return (i64.const 7))))
    (i64.const 0))

  (func (export "rounding to whole numbers") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const f32x4 -0.5 2.5 -1.75 8388609) (local.get $zero)))
    (local.set $b (call $v (v128.const f64x2 -0.5 3.5) (local.get $zero)))
    ;; check 1: up
    (if (call $differ (f32x4.ceil (local.get $a)) (v128.const f32x4 -0 3 -1 8388609)) (then (return (i64.const 1))))
    (if (call $differ (f64x2.ceil (local.get $b)) (v128.const f64x2 -0 4)) (then (return (i64.const 1))))
    ;; check 2: down
    (if (call $differ (f32x4.floor (local.get $a)) (v128.const f32x4 -1 2 -2 8388609)) (then (return (i64.const 2))))
    (if (call $differ (f64x2.floor (local.get $b)) (v128.const f64x2 -1 3)) (then (return (i64.const 2))))
    ;; check 3: towards zero
    (if (call $differ (f32x4.trunc (local.get $a)) (v128.const f32x4 -0 2 -1 8388609)) (then (return (i64.const 3))))
    (if (call $differ (f64x2.trunc (local.get $b)) (v128.const f64x2 -0 3)) (then (return (i64.const 3))))
    ;; check 4: to the nearest, ties to even
    (if (call $differ (f32x4.nearest (local.get $a)) (v128.const f32x4 -0 2 -2 8388609)) (then (return (i64.const 4))))
    (if (call $differ (f64x2.nearest (local.get $b)) (v128.const f64x2 -0 4)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "comparisons with NaNs and zeros") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const f32x4 1 nan 0 -inf) (local.get $zero)))
    (local.set $b (call $v (v128.const f32x4 2 nan -0 inf) (local.get $zero)))
    ;; check 1: f32x4.eq and ne
    (if (call $differ (f32x4.eq (local.get $a) (local.get $b)) (v128.const i32x4 0 0 -1 0)) (then (return (i64.const 1))))
    (if (call $differ (f32x4.ne (local.get $a) (local.get $b)) (v128.const i32x4 -1 -1 0 -1)) (then (return (i64.const 1))))
    ;; check 2: f32x4.lt and gt
    (if (call $differ (f32x4.lt (local.get $a) (local.get $b)) (v128.const i32x4 -1 0 0 -1)) (then (return (i64.const 2))))
    (if (call $differ (f32x4.gt (local.get $a) (local.get $b)) (v128.const i32x4 0 0 0 0)) (then (return (i64.const 2))))
    ;; check 3: f32x4.le and ge
    (if (call $differ (f32x4.le (local.get $a) (local.get $b)) (v128.const i32x4 -1 0 -1 -1)) (then (return (i64.const 3))))
    (if (call $differ (f32x4.ge (local.get $a) (local.get $b)) (v128.const i32x4 0 0 -1 0)) (then (return (i64.const 3))))
    (local.set $a (call $v (v128.const f64x2 nan 0) (local.get $zero)))
    (local.set $b (call $v (v128.const f64x2 1 -0) (local.get $zero)))
    ;; check 4: f64x2.eq and ne
    (if (call $differ (f64x2.eq (local.get $a) (local.get $b)) (v128.const i64x2 0 -1)) (then (return (i64.const 4))))
    (if (call $differ (f64x2.ne (local.get $a) (local.get $b)) (v128.const i64x2 -1 0)) (then (return (i64.const 4))))
    ;; check 5: f64x2.lt and gt
    (if (call $differ (f64x2.lt (local.get $b) (v128.const f64x2 nan 1)) (v128.const i64x2 0 -1)) (then (return (i64.const 5))))
    (if (call $differ (f64x2.gt (v128.const f64x2 nan 1) (local.get $b)) (v128.const i64x2 0 -1)) (then (return (i64.const 5))))
    ;; check 6: f64x2.le and ge
    (if (call $differ (f64x2.le (local.get $a) (local.get $b)) (v128.const i64x2 0 -1)) (then (return (i64.const 6))))
    (if (call $differ (f64x2.ge (local.get $a) (local.get $b)) (v128.const i64x2 0 -1)) (then (return (i64.const 6))))
    (i64.const 0))

  (func (export "conversions saturate, round, and fill with zero") (param $zero i32) (result i64)
    (local $a v128)
    (local.set $a (call $v (v128.const f32x4 nan 3e9 -3e9 -1.9) (local.get $zero)))
    ;; check 1: f32 to signed and unsigned integers
    (if (call $differ (i32x4.trunc_sat_f32x4_s (local.get $a)) (v128.const i32x4 0 0x7fffffff 0x80000000 -1)) (then (return (i64.const 1))))
    (if (call $differ (i32x4.trunc_sat_f32x4_u (local.get $a)) (v128.const i32x4 0 3000000000 0 0)) (then (return (i64.const 1))))
    ;; check 2: f64 to signed and unsigned integers
    (if (call $differ (i32x4.trunc_sat_f64x2_s_zero (call $v (v128.const f64x2 2147483647.9 -inf) (local.get $zero))) (v128.const i32x4 0x7fffffff 0x80000000 0 0))
      (then (return (i64.const 2))))
    (if (call $differ (i32x4.trunc_sat_f64x2_u_zero (call $v (v128.const f64x2 4294967296 -0.9) (local.get $zero))) (v128.const i32x4 -1 0 0 0))
      (then (return (i64.const 2))))
    (if (call $differ (i32x4.trunc_sat_f64x2_u_zero (call $v (v128.const f64x2 3000000000.9 nan) (local.get $zero))) (v128.const i32x4 3000000000 0 0 0))
      (then (return (i64.const 2))))
    (local.set $a (call $v (v128.const i32x4 -1 16777217 0x80000000 0x7fffffff) (local.get $zero)))
    ;; check 3: integers to f32
    (if (call $differ (f32x4.convert_i32x4_s (local.get $a)) (v128.const f32x4 -1 16777216 -2147483648 2147483648)) (then (return (i64.const 3))))
    (if (call $differ (f32x4.convert_i32x4_u (local.get $a)) (v128.const f32x4 4294967296 16777216 2147483648 2147483648)) (then (return (i64.const 3))))
    ;; check 4: integers to f64
    (if (call $differ (f64x2.convert_low_i32x4_s (local.get $a)) (v128.const f64x2 -1 16777217)) (then (return (i64.const 4))))
    (if (call $differ (f64x2.convert_low_i32x4_u (local.get $a)) (v128.const f64x2 4294967295 16777217)) (then (return (i64.const 4))))
    ;; check 5: f64 to f32 and back
    (if (call $differ (f32x4.demote_f64x2_zero (call $v (v128.const f64x2 1e300 0x1.000001p0) (local.get $zero))) (v128.const f32x4 inf 1 0 0)) (then (return (i64.const 5))))
    (if (call $differ (f64x2.promote_low_f32x4 (call $v (v128.const f32x4 1.5 -inf 7 7) (local.get $zero))) (v128.const f64x2 1.5 -inf)) (then (return (i64.const 5))))
    (i64.const 0)))
