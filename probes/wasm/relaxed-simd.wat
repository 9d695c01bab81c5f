;; Vector instructions whose results may depend on the machine. All results that the specification allows are right;
;; but a machine has to decide for one of them, always.
(module
  (memory (export "memory") 1)
  ;; A vector of which no compiler knows the value.
  (func $v (param v128) (param $zero i32) (result v128) (v128.xor (local.get 0) (i32x4.splat (local.get $zero))))
  ;; Whether any bit of the two differs.
  (func $differ (param v128 v128) (result i32)
    (v128.any_true (v128.xor (local.get 0) (local.get 1))))
  ;; Whether any lane of the first is neither that of the second nor that of the third.
  (func $neither8 (param v128 v128 v128) (result i32)
    (i32.eqz (i8x16.all_true (v128.or (i8x16.eq (local.get 0) (local.get 1)) (i8x16.eq (local.get 0) (local.get 2))))))
  (func $neither32 (param v128 v128 v128) (result i32)
    (i32.eqz (i32x4.all_true (v128.or (i32x4.eq (local.get 0) (local.get 1)) (i32x4.eq (local.get 0) (local.get 2))))))
  (func $neither64 (param v128 v128 v128) (result i32)
    (i32.eqz (i64x2.all_true (v128.or (i64x2.eq (local.get 0) (local.get 1)) (i64x2.eq (local.get 0) (local.get 2))))))

  (func (export "relaxed swizzle") (param $zero i32) (result i64)
    (local $a v128)
    (local.set $a (call $v (v128.const i8x16 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31) (local.get $zero)))
    ;; check 1: indices up to 15, and those with the uppermost bit, which give 0
    (if (call $differ
          (i8x16.relaxed_swizzle (local.get $a) (call $v (v128.const i8x16 15 0 3 3 128 -1 -16 7 9 1 2 4 5 6 8 -113) (local.get $zero)))
          (v128.const i8x16 31 16 19 19 0 0 0 23 25 17 18 20 21 22 24 0))
      (then (return (i64.const 1))))
    ;; check 2: those from 16 to 127 give 0, or count modulo 16
    (if (call $neither8
          (i8x16.relaxed_swizzle (local.get $a) (call $v (v128.const i8x16 16 17 127 64 31 33 50 0 15 1 100 99 98 97 96 95) (local.get $zero)))
          (v128.const i8x16 0 0 0 0 0 0 0 16 31 17 0 0 0 0 0 0)
          (v128.const i8x16 16 17 31 16 31 17 18 16 31 17 20 19 18 17 16 31))
      (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "relaxed conversions of floats to integers") (param $zero i32) (result i64)
    (local $a v128)
    ;; check 1: what is in range is rounded towards zero
    (local.set $a (call $v (v128.const f32x4 1.9 2147483520 0 65536.5) (local.get $zero)))
    (if (call $differ (i32x4.relaxed_trunc_f32x4_s (f32x4.neg (local.get $a))) (v128.const i32x4 -1 -2147483520 0 -65536)) (then (return (i64.const 1))))
    (if (call $differ (i32x4.relaxed_trunc_f32x4_u (local.get $a)) (v128.const i32x4 1 2147483520 0 65536)) (then (return (i64.const 1))))
    (if (call $differ (i32x4.relaxed_trunc_f32x4_u (call $v (v128.const f32x4 4294967040 2147483648 3e9 0.9) (local.get $zero))) (v128.const i32x4 -256 -2147483648 3000000000 0))
      (then (return (i64.const 1))))
    ;; check 2: f32 to signed: out of range it is the nearest or the smallest, for a NaN 0 or the smallest
    (if (call $neither32
          (i32x4.relaxed_trunc_f32x4_s (call $v (v128.const f32x4 nan 3e9 -3e9 inf) (local.get $zero)))
          (v128.const i32x4 0 0x7fffffff 0x80000000 0x7fffffff)
          (v128.const i32x4 0x80000000 0x80000000 0x80000000 0x80000000))
      (then (return (i64.const 2))))
    ;; check 3: f32 to unsigned: out of range it is the nearest or the largest, for a NaN 0 or the largest
    (if (call $neither32
          (i32x4.relaxed_trunc_f32x4_u (call $v (v128.const f32x4 nan 5e9 -3 inf) (local.get $zero)))
          (v128.const i32x4 0 -1 0 -1)
          (v128.const i32x4 -1 -1 -1 -1))
      (then (return (i64.const 3))))
    ;; check 4: f64 in range, and zero in the upper lanes
    (if (call $differ (i32x4.relaxed_trunc_f64x2_s_zero (call $v (v128.const f64x2 -2147483648.9 2147483647.9) (local.get $zero))) (v128.const i32x4 0x80000000 0x7fffffff 0 0))
      (then (return (i64.const 4))))
    (if (call $differ (i32x4.relaxed_trunc_f64x2_u_zero (call $v (v128.const f64x2 4294967295.9 3000000000.5) (local.get $zero))) (v128.const i32x4 -1 3000000000 0 0))
      (then (return (i64.const 4))))
    ;; check 5: f64 out of range
    (if (call $neither32
          (i32x4.relaxed_trunc_f64x2_s_zero (call $v (v128.const f64x2 nan 1e300) (local.get $zero)))
          (v128.const i32x4 0 0x7fffffff 0 0)
          (v128.const i32x4 0x80000000 0x80000000 0 0))
      (then (return (i64.const 5))))
    (if (call $neither32
          (i32x4.relaxed_trunc_f64x2_u_zero (call $v (v128.const f64x2 -1 1e300) (local.get $zero)))
          (v128.const i32x4 0 -1 0 0)
          (v128.const i32x4 -1 -1 0 0))
      (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "products and sums are rounded once or twice") (param $zero i32) (result i64)
    (local $a v128)
    ;; check 1: where both ways give the same
    (local.set $a (call $v (v128.const f32x4 1 2 3 -0) (local.get $zero)))
    (if (call $differ (f32x4.relaxed_madd (local.get $a) (v128.const f32x4 2 3 4 1) (v128.const f32x4 0.5 1 -12 -0)) (v128.const f32x4 2.5 7 0 -0)) (then (return (i64.const 1))))
    (if (call $differ (f32x4.relaxed_nmadd (local.get $a) (v128.const f32x4 2 3 4 1) (v128.const f32x4 0.5 1 12 0)) (v128.const f32x4 -1.5 -5 0 0)) (then (return (i64.const 1))))
    (if (call $differ (f64x2.relaxed_madd (call $v (v128.const f64x2 3 inf) (local.get $zero)) (v128.const f64x2 4 1) (v128.const f64x2 5 1)) (v128.const f64x2 17 inf)) (then (return (i64.const 1))))
    (if (call $differ (f64x2.relaxed_nmadd (call $v (v128.const f64x2 3 inf) (local.get $zero)) (v128.const f64x2 4 1) (v128.const f64x2 5 1)) (v128.const f64x2 -7 -inf)) (then (return (i64.const 1))))
    ;; check 2: f32: (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24, or 0 where the product was rounded
    (local.set $a (call $v (v128.const f32x4 0x1.001p0 0x1.001p0 0x1.001p0 0x1.001p0) (local.get $zero)))
    (if (call $neither32
          (f32x4.relaxed_madd (local.get $a) (local.get $a) (v128.const f32x4 -0x1.002p0 -0x1.002p0 -0x1.002p0 -0x1.002p0))
          (v128.const f32x4 0 0 0 0)
          (v128.const f32x4 0x1p-24 0x1p-24 0x1p-24 0x1p-24))
      (then (return (i64.const 2))))
    (if (call $neither32
          (f32x4.relaxed_nmadd (local.get $a) (local.get $a) (v128.const f32x4 0x1.002p0 0x1.002p0 0x1.002p0 0x1.002p0))
          (v128.const f32x4 0 0 0 0)
          (v128.const f32x4 -0x1p-24 -0x1p-24 -0x1p-24 -0x1p-24))
      (then (return (i64.const 2))))
    ;; check 3: f64: (1 + 2^-27)^2 - (1 + 2^-26) is 2^-54, or 0
    (local.set $a (call $v (v128.const f64x2 0x1.0000002p0 0x1.0000002p0) (local.get $zero)))
    (if (call $neither64
          (f64x2.relaxed_madd (local.get $a) (local.get $a) (v128.const f64x2 -0x1.0000004p0 -0x1.0000004p0))
          (v128.const f64x2 0 0)
          (v128.const f64x2 0x1p-54 0x1p-54))
      (then (return (i64.const 3))))
    (if (call $neither64
          (f64x2.relaxed_nmadd (local.get $a) (local.get $a) (v128.const f64x2 0x1.0000004p0 0x1.0000004p0))
          (v128.const f64x2 0 0)
          (v128.const f64x2 -0x1p-54 -0x1p-54))
      (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "lanes are selected, by all bits of a mask or by its uppermost") (param $zero i32) (result i64)
    (local $a v128) (local $b v128) (local $mask v128)
    (local.set $a (call $v (v128.const i64x2 0x1111111111111111 0x1111111111111111) (local.get $zero)))
    (local.set $b (call $v (v128.const i64x2 0x2222222222222222 0x2222222222222222) (local.get $zero)))
    ;; check 1: masks of all bits or none
    (local.set $mask (call $v (v128.const i64x2 -1 0) (local.get $zero)))
    (if (call $differ (i8x16.relaxed_laneselect (local.get $a) (local.get $b) (local.get $mask)) (v128.const i64x2 0x1111111111111111 0x2222222222222222)) (then (return (i64.const 1))))
    (if (call $differ (i16x8.relaxed_laneselect (local.get $a) (local.get $b) (local.get $mask)) (v128.const i64x2 0x1111111111111111 0x2222222222222222)) (then (return (i64.const 1))))
    (if (call $differ (i32x4.relaxed_laneselect (local.get $a) (local.get $b) (local.get $mask)) (v128.const i64x2 0x1111111111111111 0x2222222222222222)) (then (return (i64.const 1))))
    (if (call $differ (i64x2.relaxed_laneselect (local.get $a) (local.get $b) (local.get $mask)) (v128.const i64x2 0x1111111111111111 0x2222222222222222)) (then (return (i64.const 1))))
    ;; check 2: others: bit by bit, or the uppermost of the lane decides; bytes
    (local.set $mask (call $v (v128.const i64x2 0x80007f01fe0f0000 0x00000000f00fff00) (local.get $zero)))
    (if (call $neither8
          (i8x16.relaxed_laneselect (local.get $a) (local.get $b) (local.get $mask))
          (v128.bitselect (local.get $a) (local.get $b) (local.get $mask))
          (v128.const i64x2 0x1122222211222222 0x2222222211221122))
      (then (return (i64.const 2))))
    ;; check 3: lanes of 32 bits (of 16 none: the official tests allow what the specification does not)
    (local.set $mask (call $v (v128.const i64x2 0x800000007fffffff 0x00000001ffff0000) (local.get $zero)))
    (if (call $neither32
          (i32x4.relaxed_laneselect (local.get $a) (local.get $b) (local.get $mask))
          (v128.bitselect (local.get $a) (local.get $b) (local.get $mask))
          (v128.const i64x2 0x1111111122222222 0x2222222211111111))
      (then (return (i64.const 3))))
    ;; check 4: lanes of 64 bits
    (if (call $neither64
          (i64x2.relaxed_laneselect (local.get $a) (local.get $b) (local.get $mask))
          (v128.bitselect (local.get $a) (local.get $b) (local.get $mask))
          (v128.const i64x2 0x1111111111111111 0x2222222222222222))
      (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "relaxed min and max") (param $zero i32) (result i64)
    (local $a v128) (local $r v128)
    ;; check 1: numbers
    (local.set $a (call $v (v128.const f32x4 1 -2 inf 0) (local.get $zero)))
    (if (call $differ (f32x4.relaxed_min (local.get $a) (v128.const f32x4 2 -3 1 0)) (v128.const f32x4 1 -3 1 0)) (then (return (i64.const 1))))
    (if (call $differ (f32x4.relaxed_max (local.get $a) (v128.const f32x4 2 -3 1 0)) (v128.const f32x4 2 -2 inf 0)) (then (return (i64.const 1))))
    (if (call $differ (f64x2.relaxed_min (call $v (v128.const f64x2 1 -inf) (local.get $zero)) (v128.const f64x2 -1 5)) (v128.const f64x2 -1 -inf)) (then (return (i64.const 1))))
    (if (call $differ (f64x2.relaxed_max (call $v (v128.const f64x2 1 -inf) (local.get $zero)) (v128.const f64x2 -1 5)) (v128.const f64x2 1 5)) (then (return (i64.const 1))))
    ;; check 2: of zeros either, of a NaN and a number a NaN or the number
    (local.set $r (f32x4.relaxed_min (call $v (v128.const f32x4 0 -0 nan 5) (local.get $zero)) (v128.const f32x4 -0 0 5 nan)))
    (if (call $differ
          (v128.or (f32x4.ne (local.get $r) (local.get $r)) (f32x4.eq (local.get $r) (v128.const f32x4 0 0 5 5)))
          (v128.const i64x2 -1 -1))
      (then (return (i64.const 2))))
    (local.set $r (f64x2.relaxed_max (call $v (v128.const f64x2 0 nan) (local.get $zero)) (v128.const f64x2 -0 5)))
    (if (call $differ
          (v128.or (f64x2.ne (local.get $r) (local.get $r)) (f64x2.eq (local.get $r) (v128.const f64x2 0 5)))
          (v128.const i64x2 -1 -1))
      (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "products of fractions and of bytes") (param $zero i32) (result i64)
    ;; check 1: fractions, rounded
    (if (call $differ
          (i16x8.relaxed_q15mulr_s (call $v (v128.const i16x8 16384 -32768 32767 1 -1 12345 0 100) (local.get $zero)) (v128.const i16x8 16384 32767 32767 16384 16384 -12345 5 328))
          (v128.const i16x8 8192 -32767 32766 1 0 -4651 0 1))
      (then (return (i64.const 1))))
    ;; check 2: the smallest by itself: the largest or the smallest
    (if (call $neither8
          (i16x8.relaxed_q15mulr_s (call $v (v128.const i16x8 -32768 -32768 -32768 -32768 -32768 -32768 -32768 -32768) (local.get $zero)) (v128.const i16x8 -32768 -32768 -32768 -32768 -32768 -32768 -32768 -32768))
          (v128.const i64x2 0x7fff7fff7fff7fff 0x7fff7fff7fff7fff)
          (v128.const i64x2 0x8000800080008000 0x8000800080008000))
      (then (return (i64.const 2))))
    ;; check 3: sums of products of bytes, of which the second have 7 bits
    (if (call $differ
          (i16x8.relaxed_dot_i8x16_i7x16_s
            (call $v (v128.const i8x16 1 2 -3 4 127 127 -128 -128 0 5 -1 1 10 -10 100 -100) (local.get $zero))
            (v128.const i8x16 3 4 5 6 127 127 127 127 9 9 1 1 0 1 127 126))
          (v128.const i16x8 11 9 32258 -32512 45 0 -10 100))
      (then (return (i64.const 3))))
    ;; check 4: … of four, added to a third operand, which wraps around
    (if (call $differ
          (i32x4.relaxed_dot_i8x16_i7x16_add_s
            (call $v (v128.const i8x16 1 2 -3 4 100 100 100 100 -128 -128 -128 -128 1 1 1 1) (local.get $zero))
            (v128.const i8x16 3 4 5 6 100 50 25 10 100 10 100 10 1 1 1 1)
            (v128.const i32x4 1000 -1 5 0x7fffffff))
          (v128.const i32x4 1020 18499 -28155 0x80000003))
      (then (return (i64.const 4))))
    ;; check 5: a second byte of 8 bits is signed or unsigned
    (if (call $neither32
          (i32x4.relaxed_dot_i8x16_i7x16_add_s
            (call $v (v128.const i8x16 1 0 0 0 -2 0 0 0 3 0 0 0 0 0 0 4) (local.get $zero))
            (v128.const i8x16 -1 0 0 0 -1 0 0 0 -128 0 0 0 0 0 0 -100)
            (v128.const i32x4 0 0 0 0))
          (v128.const i32x4 -1 2 -384 -400)
          (v128.const i32x4 255 -510 384 624))
      (then (return (i64.const 5))))
    (i64.const 0))

  ;; Operands that a compiler knows, and so may compute itself, and the same ones unknown.
  (func (export "the same operands give the same result, whether a compiler knows them or not") (param $zero i32) (result i64)
    ;; check 1: swizzle
    (if (call $differ
          (i8x16.relaxed_swizzle (v128.const i64x2 0x0807060504030201 0x100f0e0d0c0b0a09) (v128.const i64x2 0x2010307f400f1112 0x11))
          (i8x16.relaxed_swizzle (call $v (v128.const i64x2 0x0807060504030201 0x100f0e0d0c0b0a09) (local.get $zero)) (call $v (v128.const i64x2 0x2010307f400f1112 0x11) (local.get $zero))))
      (then (return (i64.const 1))))
    ;; check 2: conversions
    (if (call $differ
          (i32x4.relaxed_trunc_f32x4_s (v128.const f32x4 nan 3e9 -3e9 inf))
          (i32x4.relaxed_trunc_f32x4_s (call $v (v128.const f32x4 nan 3e9 -3e9 inf) (local.get $zero))))
      (then (return (i64.const 2))))
    (if (call $differ
          (i32x4.relaxed_trunc_f32x4_u (v128.const f32x4 nan 5e9 -3 inf))
          (i32x4.relaxed_trunc_f32x4_u (call $v (v128.const f32x4 nan 5e9 -3 inf) (local.get $zero))))
      (then (return (i64.const 2))))
    ;; check 3: product and sum
    (if (call $differ
          (f64x2.relaxed_madd (v128.const f64x2 0x1.0000002p0 3) (v128.const f64x2 0x1.0000002p0 4) (v128.const f64x2 -0x1.0000004p0 5))
          (f64x2.relaxed_madd (call $v (v128.const f64x2 0x1.0000002p0 3) (local.get $zero)) (call $v (v128.const f64x2 0x1.0000002p0 4) (local.get $zero)) (call $v (v128.const f64x2 -0x1.0000004p0 5) (local.get $zero))))
      (then (return (i64.const 3))))
    ;; check 4: selection
    (if (call $differ
          (i32x4.relaxed_laneselect (v128.const i64x2 -1 -1) (v128.const i64x2 0 0) (v128.const i64x2 0x800000007fffffff 0x00000001ffff0000))
          (i32x4.relaxed_laneselect (call $v (v128.const i64x2 -1 -1) (local.get $zero)) (call $v (v128.const i64x2 0 0) (local.get $zero)) (call $v (v128.const i64x2 0x800000007fffffff 0x00000001ffff0000) (local.get $zero))))
      (then (return (i64.const 4))))
    ;; check 5: fractions
    (if (call $differ
          (i16x8.relaxed_q15mulr_s (v128.const i16x8 -32768 1 2 3 4 5 6 7) (v128.const i16x8 -32768 1 2 3 4 5 6 7))
          (i16x8.relaxed_q15mulr_s (call $v (v128.const i16x8 -32768 1 2 3 4 5 6 7) (local.get $zero)) (call $v (v128.const i16x8 -32768 1 2 3 4 5 6 7) (local.get $zero))))
      (then (return (i64.const 5))))
    ;; check 6: min of zeros
    (if (call $differ
          (f32x4.relaxed_min (v128.const f32x4 0 -0 1 2) (v128.const f32x4 -0 0 2 1))
          (f32x4.relaxed_min (call $v (v128.const f32x4 0 -0 1 2) (local.get $zero)) (call $v (v128.const f32x4 -0 0 2 1) (local.get $zero))))
      (then (return (i64.const 6))))
    (i64.const 0)))
