;; Vectors of integers: arithmetic, comparisons and shifts.
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

  (func (export "arithmetic and comparisons of bytes") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const i8x16 0 1 127 -128 -1 -128 100 -100 50 -50 15 -16 64 85 -86 3) (local.get $zero)))
    (local.set $b (call $v (v128.const i8x16 1 -1 1 -1 -128 -128 100 -100 -3 7 -16 15 2 -86 85 127) (local.get $zero)))
    ;; check 1: i8x16.add
    (if (call $differ (i8x16.add (local.get $a) (local.get $b)) (v128.const i8x16 1 0 -128 127 127 0 -56 56 47 -43 -1 -1 66 -1 -1 -126)) (then (return (i64.const 1))))
    ;; check 2: i8x16.sub
    (if (call $differ (i8x16.sub (local.get $a) (local.get $b)) (v128.const i8x16 -1 2 126 -127 127 0 0 0 53 -57 31 -31 62 -85 85 -124)) (then (return (i64.const 2))))
    ;; check 3: i8x16.add_sat_s
    (if (call $differ (i8x16.add_sat_s (local.get $a) (local.get $b)) (v128.const i8x16 1 0 127 -128 -128 -128 127 -128 47 -43 -1 -1 66 -1 -1 127)) (then (return (i64.const 3))))
    ;; check 4: i8x16.add_sat_u
    (if (call $differ (i8x16.add_sat_u (local.get $a) (local.get $b)) (v128.const i8x16 1 -1 -128 -1 -1 -1 -56 -1 -1 -43 -1 -1 66 -1 -1 -126)) (then (return (i64.const 4))))
    ;; check 5: i8x16.sub_sat_s
    (if (call $differ (i8x16.sub_sat_s (local.get $a) (local.get $b)) (v128.const i8x16 -1 2 126 -127 127 0 0 0 53 -57 31 -31 62 127 -128 -124)) (then (return (i64.const 5))))
    ;; check 6: i8x16.sub_sat_u
    (if (call $differ (i8x16.sub_sat_u (local.get $a) (local.get $b)) (v128.const i8x16 0 0 126 0 127 0 0 0 0 -57 0 -31 62 0 85 0)) (then (return (i64.const 6))))
    ;; check 7: i8x16.avgr_u
    (if (call $differ (i8x16.avgr_u (local.get $a) (local.get $b)) (v128.const i8x16 1 -128 64 -64 -64 -128 100 -100 -104 107 -128 -128 33 -128 -128 65)) (then (return (i64.const 7))))
    ;; check 8: i8x16.min_s
    (if (call $differ (i8x16.min_s (local.get $a) (local.get $b)) (v128.const i8x16 0 -1 1 -128 -128 -128 100 -100 -3 -50 -16 -16 2 -86 -86 3)) (then (return (i64.const 8))))
    ;; check 9: i8x16.min_u
    (if (call $differ (i8x16.min_u (local.get $a) (local.get $b)) (v128.const i8x16 0 1 1 -128 -128 -128 100 -100 50 7 15 15 2 85 85 3)) (then (return (i64.const 9))))
    ;; check 10: i8x16.max_s
    (if (call $differ (i8x16.max_s (local.get $a) (local.get $b)) (v128.const i8x16 1 1 127 -1 -1 -128 100 -100 50 7 15 15 64 85 85 127)) (then (return (i64.const 10))))
    ;; check 11: i8x16.max_u
    (if (call $differ (i8x16.max_u (local.get $a) (local.get $b)) (v128.const i8x16 1 -1 127 -1 -1 -128 100 -100 -3 -50 -16 -16 64 -86 -86 127)) (then (return (i64.const 11))))
    ;; check 12: i8x16.neg
    (if (call $differ (i8x16.neg (local.get $a)) (v128.const i8x16 0 -1 -127 -128 1 -128 -100 100 -50 50 -15 16 -64 -85 86 -3)) (then (return (i64.const 12))))
    ;; check 13: i8x16.abs
    (if (call $differ (i8x16.abs (local.get $a)) (v128.const i8x16 0 1 127 -128 1 -128 100 100 50 50 15 16 64 85 86 3)) (then (return (i64.const 13))))
    ;; check 14: i8x16.popcnt
    (if (call $differ (i8x16.popcnt (local.get $a)) (v128.const i8x16 0 1 7 1 8 1 3 4 3 5 4 4 1 4 4 2)) (then (return (i64.const 14))))
    ;; check 15: i8x16.shl, by a count modulo the width
    (if (call $differ (i8x16.shl (local.get $a) (i32.add (local.get $zero) (i32.const 9))) (v128.const i8x16 0 2 -2 0 -2 0 -56 56 100 -100 30 -32 -128 -86 84 6)) (then (return (i64.const 15))))
    ;; check 16: i8x16.shr_s, by a count modulo the width
    (if (call $differ (i8x16.shr_s (local.get $a) (i32.add (local.get $zero) (i32.const 9))) (v128.const i8x16 0 0 63 -64 -1 -64 50 -50 25 -25 7 -8 32 42 -43 1)) (then (return (i64.const 16))))
    ;; check 17: i8x16.shr_u, by a count modulo the width
    (if (call $differ (i8x16.shr_u (local.get $a) (i32.add (local.get $zero) (i32.const 9))) (v128.const i8x16 0 0 63 64 127 64 50 78 25 103 7 120 32 42 85 1)) (then (return (i64.const 17))))
    ;; check 18: i8x16.eq
    (if (call $differ (i8x16.eq (local.get $a) (local.get $b)) (v128.const i8x16 0 0 0 0 0 -1 -1 -1 0 0 0 0 0 0 0 0)) (then (return (i64.const 18))))
    ;; check 19: i8x16.ne
    (if (call $differ (i8x16.ne (local.get $a) (local.get $b)) (v128.const i8x16 -1 -1 -1 -1 -1 0 0 0 -1 -1 -1 -1 -1 -1 -1 -1)) (then (return (i64.const 19))))
    ;; check 20: i8x16.lt_s
    (if (call $differ (i8x16.lt_s (local.get $a) (local.get $b)) (v128.const i8x16 -1 0 0 -1 0 0 0 0 0 -1 0 -1 0 0 -1 -1)) (then (return (i64.const 20))))
    ;; check 21: i8x16.lt_u
    (if (call $differ (i8x16.lt_u (local.get $a) (local.get $b)) (v128.const i8x16 -1 -1 0 -1 0 0 0 0 -1 0 -1 0 0 -1 0 -1)) (then (return (i64.const 21))))
    ;; check 22: i8x16.gt_s
    (if (call $differ (i8x16.gt_s (local.get $a) (local.get $b)) (v128.const i8x16 0 -1 -1 0 -1 0 0 0 -1 0 -1 0 -1 -1 0 0)) (then (return (i64.const 22))))
    ;; check 23: i8x16.gt_u
    (if (call $differ (i8x16.gt_u (local.get $a) (local.get $b)) (v128.const i8x16 0 0 -1 0 -1 0 0 0 0 -1 0 -1 -1 0 -1 0)) (then (return (i64.const 23))))
    ;; check 24: i8x16.le_s
    (if (call $differ (i8x16.le_s (local.get $a) (local.get $b)) (v128.const i8x16 -1 0 0 -1 0 -1 -1 -1 0 -1 0 -1 0 0 -1 -1)) (then (return (i64.const 24))))
    ;; check 25: i8x16.le_u
    (if (call $differ (i8x16.le_u (local.get $a) (local.get $b)) (v128.const i8x16 -1 -1 0 -1 0 -1 -1 -1 -1 0 -1 0 0 -1 0 -1)) (then (return (i64.const 25))))
    ;; check 26: i8x16.ge_s
    (if (call $differ (i8x16.ge_s (local.get $a) (local.get $b)) (v128.const i8x16 0 -1 -1 0 -1 -1 -1 -1 -1 0 -1 0 -1 -1 0 0)) (then (return (i64.const 26))))
    ;; check 27: i8x16.ge_u
    (if (call $differ (i8x16.ge_u (local.get $a) (local.get $b)) (v128.const i8x16 0 0 -1 0 -1 -1 -1 -1 0 -1 0 -1 -1 0 -1 0)) (then (return (i64.const 27))))
    ;; check 28: i8x16.bitmask
    (if (i32.ne (i8x16.bitmask (local.get $a)) (i32.const 19128)) (then (return (i64.const 28))))
    ;; check 29: i8x16.all_true
    (if (i32.ne (i8x16.all_true (local.get $a)) (i32.const 0)) (then (return (i64.const 29))))
    ;; check 30: i8x16.all_true
    (if (i32.ne (i8x16.all_true (local.get $b)) (i32.const 1)) (then (return (i64.const 30))))
    (i64.const 0))

  (func (export "arithmetic and comparisons of numbers of 16 bits") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const i16x8 0 32767 -32768 -1 12345 -12345 256 -32768) (local.get $zero)))
    (local.set $b (call $v (v128.const i16x8 1 1 -1 -32768 3 30000 -256 -32768) (local.get $zero)))
    ;; check 1: i16x8.add
    (if (call $differ (i16x8.add (local.get $a) (local.get $b)) (v128.const i16x8 1 -32768 32767 32767 12348 17655 0 0)) (then (return (i64.const 1))))
    ;; check 2: i16x8.sub
    (if (call $differ (i16x8.sub (local.get $a) (local.get $b)) (v128.const i16x8 -1 32766 -32767 32767 12342 23191 512 0)) (then (return (i64.const 2))))
    ;; check 3: i16x8.mul
    (if (call $differ (i16x8.mul (local.get $a) (local.get $b)) (v128.const i16x8 0 32767 -32768 -32768 -28501 -6064 0 0)) (then (return (i64.const 3))))
    ;; check 4: i16x8.add_sat_s
    (if (call $differ (i16x8.add_sat_s (local.get $a) (local.get $b)) (v128.const i16x8 1 32767 -32768 -32768 12348 17655 0 -32768)) (then (return (i64.const 4))))
    ;; check 5: i16x8.add_sat_u
    (if (call $differ (i16x8.add_sat_u (local.get $a) (local.get $b)) (v128.const i16x8 1 -32768 -1 -1 12348 -1 -1 -1)) (then (return (i64.const 5))))
    ;; check 6: i16x8.sub_sat_s
    (if (call $differ (i16x8.sub_sat_s (local.get $a) (local.get $b)) (v128.const i16x8 -1 32766 -32767 32767 12342 -32768 512 0)) (then (return (i64.const 6))))
    ;; check 7: i16x8.sub_sat_u
    (if (call $differ (i16x8.sub_sat_u (local.get $a) (local.get $b)) (v128.const i16x8 0 32766 0 32767 12342 23191 0 0)) (then (return (i64.const 7))))
    ;; check 8: i16x8.avgr_u
    (if (call $differ (i16x8.avgr_u (local.get $a) (local.get $b)) (v128.const i16x8 1 16384 -16384 -16384 6174 -23940 -32768 -32768)) (then (return (i64.const 8))))
    ;; check 9: i16x8.min_s
    (if (call $differ (i16x8.min_s (local.get $a) (local.get $b)) (v128.const i16x8 0 1 -32768 -32768 3 -12345 -256 -32768)) (then (return (i64.const 9))))
    ;; check 10: i16x8.min_u
    (if (call $differ (i16x8.min_u (local.get $a) (local.get $b)) (v128.const i16x8 0 1 -32768 -32768 3 30000 256 -32768)) (then (return (i64.const 10))))
    ;; check 11: i16x8.max_s
    (if (call $differ (i16x8.max_s (local.get $a) (local.get $b)) (v128.const i16x8 1 32767 -1 -1 12345 30000 256 -32768)) (then (return (i64.const 11))))
    ;; check 12: i16x8.max_u
    (if (call $differ (i16x8.max_u (local.get $a) (local.get $b)) (v128.const i16x8 1 32767 -1 -1 12345 -12345 -256 -32768)) (then (return (i64.const 12))))
    ;; check 13: i16x8.neg
    (if (call $differ (i16x8.neg (local.get $a)) (v128.const i16x8 0 -32767 -32768 1 -12345 12345 -256 -32768)) (then (return (i64.const 13))))
    ;; check 14: i16x8.abs
    (if (call $differ (i16x8.abs (local.get $a)) (v128.const i16x8 0 32767 -32768 1 12345 12345 256 -32768)) (then (return (i64.const 14))))
    ;; check 15: i16x8.shl, by a count modulo the width
    (if (call $differ (i16x8.shl (local.get $a) (i32.add (local.get $zero) (i32.const 17))) (v128.const i16x8 0 -2 0 -2 24690 -24690 512 0)) (then (return (i64.const 15))))
    ;; check 16: i16x8.shr_s, by a count modulo the width
    (if (call $differ (i16x8.shr_s (local.get $a) (i32.add (local.get $zero) (i32.const 17))) (v128.const i16x8 0 16383 -16384 -1 6172 -6173 128 -16384)) (then (return (i64.const 16))))
    ;; check 17: i16x8.shr_u, by a count modulo the width
    (if (call $differ (i16x8.shr_u (local.get $a) (i32.add (local.get $zero) (i32.const 17))) (v128.const i16x8 0 16383 16384 32767 6172 26595 128 16384)) (then (return (i64.const 17))))
    ;; check 18: i16x8.eq
    (if (call $differ (i16x8.eq (local.get $a) (local.get $b)) (v128.const i16x8 0 0 0 0 0 0 0 -1)) (then (return (i64.const 18))))
    ;; check 19: i16x8.ne
    (if (call $differ (i16x8.ne (local.get $a) (local.get $b)) (v128.const i16x8 -1 -1 -1 -1 -1 -1 -1 0)) (then (return (i64.const 19))))
    ;; check 20: i16x8.lt_s
    (if (call $differ (i16x8.lt_s (local.get $a) (local.get $b)) (v128.const i16x8 -1 0 -1 0 0 -1 0 0)) (then (return (i64.const 20))))
    ;; check 21: i16x8.lt_u
    (if (call $differ (i16x8.lt_u (local.get $a) (local.get $b)) (v128.const i16x8 -1 0 -1 0 0 0 -1 0)) (then (return (i64.const 21))))
    ;; check 22: i16x8.gt_s
    (if (call $differ (i16x8.gt_s (local.get $a) (local.get $b)) (v128.const i16x8 0 -1 0 -1 -1 0 -1 0)) (then (return (i64.const 22))))
    ;; check 23: i16x8.gt_u
    (if (call $differ (i16x8.gt_u (local.get $a) (local.get $b)) (v128.const i16x8 0 -1 0 -1 -1 -1 0 0)) (then (return (i64.const 23))))
    ;; check 24: i16x8.le_s
    (if (call $differ (i16x8.le_s (local.get $a) (local.get $b)) (v128.const i16x8 -1 0 -1 0 0 -1 0 -1)) (then (return (i64.const 24))))
    ;; check 25: i16x8.le_u
    (if (call $differ (i16x8.le_u (local.get $a) (local.get $b)) (v128.const i16x8 -1 0 -1 0 0 0 -1 -1)) (then (return (i64.const 25))))
    ;; check 26: i16x8.ge_s
    (if (call $differ (i16x8.ge_s (local.get $a) (local.get $b)) (v128.const i16x8 0 -1 0 -1 -1 0 -1 -1)) (then (return (i64.const 26))))
    ;; check 27: i16x8.ge_u
    (if (call $differ (i16x8.ge_u (local.get $a) (local.get $b)) (v128.const i16x8 0 -1 0 -1 -1 -1 0 -1)) (then (return (i64.const 27))))
    ;; check 28: i16x8.bitmask
    (if (i32.ne (i16x8.bitmask (local.get $a)) (i32.const 172)) (then (return (i64.const 28))))
    ;; check 29: i16x8.all_true
    (if (i32.ne (i16x8.all_true (local.get $a)) (i32.const 0)) (then (return (i64.const 29))))
    ;; check 30: i16x8.all_true
    (if (i32.ne (i16x8.all_true (local.get $b)) (i32.const 1)) (then (return (i64.const 30))))
    ;; check 31: i16x8.q15mulr_sat_s
    (if (call $differ (i16x8.q15mulr_sat_s (local.get $a) (local.get $b)) (v128.const i16x8 0 1 1 1 1 -11302 -2 32767)) (then (return (i64.const 31))))
    (i64.const 0))

  (func (export "arithmetic and comparisons of numbers of 32 bits") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const i32x4 2147483647 -2147483648 -1 123456789) (local.get $zero)))
    (local.set $b (call $v (v128.const i32x4 -3 -1 -2147483648 123456789) (local.get $zero)))
    ;; check 1: i32x4.add
    (if (call $differ (i32x4.add (local.get $a) (local.get $b)) (v128.const i32x4 2147483644 2147483647 2147483647 246913578)) (then (return (i64.const 1))))
    ;; check 2: i32x4.sub
    (if (call $differ (i32x4.sub (local.get $a) (local.get $b)) (v128.const i32x4 -2147483646 -2147483647 2147483647 0)) (then (return (i64.const 2))))
    ;; check 3: i32x4.mul
    (if (call $differ (i32x4.mul (local.get $a) (local.get $b)) (v128.const i32x4 -2147483645 -2147483648 -2147483648 -1757895751)) (then (return (i64.const 3))))
    ;; check 4: i32x4.min_s
    (if (call $differ (i32x4.min_s (local.get $a) (local.get $b)) (v128.const i32x4 -3 -2147483648 -2147483648 123456789)) (then (return (i64.const 4))))
    ;; check 5: i32x4.min_u
    (if (call $differ (i32x4.min_u (local.get $a) (local.get $b)) (v128.const i32x4 2147483647 -2147483648 -2147483648 123456789)) (then (return (i64.const 5))))
    ;; check 6: i32x4.max_s
    (if (call $differ (i32x4.max_s (local.get $a) (local.get $b)) (v128.const i32x4 2147483647 -1 -1 123456789)) (then (return (i64.const 6))))
    ;; check 7: i32x4.max_u
    (if (call $differ (i32x4.max_u (local.get $a) (local.get $b)) (v128.const i32x4 -3 -1 -1 123456789)) (then (return (i64.const 7))))
    ;; check 8: i32x4.neg
    (if (call $differ (i32x4.neg (local.get $a)) (v128.const i32x4 -2147483647 -2147483648 1 -123456789)) (then (return (i64.const 8))))
    ;; check 9: i32x4.abs
    (if (call $differ (i32x4.abs (local.get $a)) (v128.const i32x4 2147483647 -2147483648 1 123456789)) (then (return (i64.const 9))))
    ;; check 10: i32x4.shl, by a count modulo the width
    (if (call $differ (i32x4.shl (local.get $a) (i32.add (local.get $zero) (i32.const 33))) (v128.const i32x4 -2 0 -2 246913578)) (then (return (i64.const 10))))
    ;; check 11: i32x4.shr_s, by a count modulo the width
    (if (call $differ (i32x4.shr_s (local.get $a) (i32.add (local.get $zero) (i32.const 33))) (v128.const i32x4 1073741823 -1073741824 -1 61728394)) (then (return (i64.const 11))))
    ;; check 12: i32x4.shr_u, by a count modulo the width
    (if (call $differ (i32x4.shr_u (local.get $a) (i32.add (local.get $zero) (i32.const 33))) (v128.const i32x4 1073741823 1073741824 2147483647 61728394)) (then (return (i64.const 12))))
    ;; check 13: i32x4.eq
    (if (call $differ (i32x4.eq (local.get $a) (local.get $b)) (v128.const i32x4 0 0 0 -1)) (then (return (i64.const 13))))
    ;; check 14: i32x4.ne
    (if (call $differ (i32x4.ne (local.get $a) (local.get $b)) (v128.const i32x4 -1 -1 -1 0)) (then (return (i64.const 14))))
    ;; check 15: i32x4.lt_s
    (if (call $differ (i32x4.lt_s (local.get $a) (local.get $b)) (v128.const i32x4 0 -1 0 0)) (then (return (i64.const 15))))
    ;; check 16: i32x4.lt_u
    (if (call $differ (i32x4.lt_u (local.get $a) (local.get $b)) (v128.const i32x4 -1 -1 0 0)) (then (return (i64.const 16))))
    ;; check 17: i32x4.gt_s
    (if (call $differ (i32x4.gt_s (local.get $a) (local.get $b)) (v128.const i32x4 -1 0 -1 0)) (then (return (i64.const 17))))
    ;; check 18: i32x4.gt_u
    (if (call $differ (i32x4.gt_u (local.get $a) (local.get $b)) (v128.const i32x4 0 0 -1 0)) (then (return (i64.const 18))))
    ;; check 19: i32x4.le_s
    (if (call $differ (i32x4.le_s (local.get $a) (local.get $b)) (v128.const i32x4 0 -1 0 -1)) (then (return (i64.const 19))))
    ;; check 20: i32x4.le_u
    (if (call $differ (i32x4.le_u (local.get $a) (local.get $b)) (v128.const i32x4 -1 -1 0 -1)) (then (return (i64.const 20))))
    ;; check 21: i32x4.ge_s
    (if (call $differ (i32x4.ge_s (local.get $a) (local.get $b)) (v128.const i32x4 -1 0 -1 -1)) (then (return (i64.const 21))))
    ;; check 22: i32x4.ge_u
    (if (call $differ (i32x4.ge_u (local.get $a) (local.get $b)) (v128.const i32x4 0 0 -1 -1)) (then (return (i64.const 22))))
    ;; check 23: i32x4.bitmask
    (if (i32.ne (i32x4.bitmask (local.get $a)) (i32.const 6)) (then (return (i64.const 23))))
    ;; check 24: i32x4.all_true
    (if (i32.ne (i32x4.all_true (local.get $a)) (i32.const 1)) (then (return (i64.const 24))))
    ;; check 25: i32x4.all_true
    (if (i32.ne (i32x4.all_true (local.get $b)) (i32.const 1)) (then (return (i64.const 25))))
    (i64.const 0))

  (func (export "arithmetic and comparisons of numbers of 64 bits") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const i64x2 9223372036854775807 -9223372036854775808) (local.get $zero)))
    (local.set $b (call $v (v128.const i64x2 9223372036854775807 -1) (local.get $zero)))
    ;; check 1: i64x2.add
    (if (call $differ (i64x2.add (local.get $a) (local.get $b)) (v128.const i64x2 -2 9223372036854775807)) (then (return (i64.const 1))))
    ;; check 2: i64x2.sub
    (if (call $differ (i64x2.sub (local.get $a) (local.get $b)) (v128.const i64x2 0 -9223372036854775807)) (then (return (i64.const 2))))
    ;; check 3: i64x2.mul
    (if (call $differ (i64x2.mul (local.get $a) (local.get $b)) (v128.const i64x2 1 -9223372036854775808)) (then (return (i64.const 3))))
    ;; check 4: i64x2.neg
    (if (call $differ (i64x2.neg (local.get $a)) (v128.const i64x2 -9223372036854775807 -9223372036854775808)) (then (return (i64.const 4))))
    ;; check 5: i64x2.abs
    (if (call $differ (i64x2.abs (local.get $a)) (v128.const i64x2 9223372036854775807 -9223372036854775808)) (then (return (i64.const 5))))
    ;; check 6: i64x2.shl, by a count modulo the width
    (if (call $differ (i64x2.shl (local.get $a) (i32.add (local.get $zero) (i32.const 65))) (v128.const i64x2 -2 0)) (then (return (i64.const 6))))
    ;; check 7: i64x2.shr_s, by a count modulo the width
    (if (call $differ (i64x2.shr_s (local.get $a) (i32.add (local.get $zero) (i32.const 65))) (v128.const i64x2 4611686018427387903 -4611686018427387904)) (then (return (i64.const 7))))
    ;; check 8: i64x2.shr_u, by a count modulo the width
    (if (call $differ (i64x2.shr_u (local.get $a) (i32.add (local.get $zero) (i32.const 65))) (v128.const i64x2 4611686018427387903 4611686018427387904)) (then (return (i64.const 8))))
    ;; check 9: i64x2.eq
    (if (call $differ (i64x2.eq (local.get $a) (local.get $b)) (v128.const i64x2 -1 0)) (then (return (i64.const 9))))
    ;; check 10: i64x2.ne
    (if (call $differ (i64x2.ne (local.get $a) (local.get $b)) (v128.const i64x2 0 -1)) (then (return (i64.const 10))))
    ;; check 11: i64x2.lt_s
    (if (call $differ (i64x2.lt_s (local.get $a) (local.get $b)) (v128.const i64x2 0 -1)) (then (return (i64.const 11))))
    ;; check 12: i64x2.lt_s
    (if (call $differ (i64x2.lt_s (local.get $b) (local.get $a)) (v128.const i64x2 0 0)) (then (return (i64.const 12))))
    ;; check 13: i64x2.gt_s
    (if (call $differ (i64x2.gt_s (local.get $a) (local.get $b)) (v128.const i64x2 0 0)) (then (return (i64.const 13))))
    ;; check 14: i64x2.gt_s
    (if (call $differ (i64x2.gt_s (local.get $b) (local.get $a)) (v128.const i64x2 0 -1)) (then (return (i64.const 14))))
    ;; check 15: i64x2.le_s
    (if (call $differ (i64x2.le_s (local.get $a) (local.get $b)) (v128.const i64x2 -1 -1)) (then (return (i64.const 15))))
    ;; check 16: i64x2.le_s
    (if (call $differ (i64x2.le_s (local.get $b) (local.get $a)) (v128.const i64x2 -1 0)) (then (return (i64.const 16))))
    ;; check 17: i64x2.ge_s
    (if (call $differ (i64x2.ge_s (local.get $a) (local.get $b)) (v128.const i64x2 -1 0)) (then (return (i64.const 17))))
    ;; check 18: i64x2.ge_s
    (if (call $differ (i64x2.ge_s (local.get $b) (local.get $a)) (v128.const i64x2 -1 -1)) (then (return (i64.const 18))))
    ;; check 19: i64x2.bitmask
    (if (i32.ne (i64x2.bitmask (local.get $a)) (i32.const 2)) (then (return (i64.const 19))))
    ;; check 20: i64x2.all_true
    (if (i32.ne (i64x2.all_true (local.get $a)) (i32.const 1)) (then (return (i64.const 20))))
    ;; check 21: i64x2.all_true
    (if (i32.ne (i64x2.all_true (local.get $b)) (i32.const 1)) (then (return (i64.const 21))))
    (i64.const 0)))
