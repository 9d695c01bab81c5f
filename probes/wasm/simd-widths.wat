;; Vectors of integers: changes of the lanes' width, and products of twice the width.
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

  (func (export "lanes are made wider and narrower") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const i8x16 0 1 127 -128 -1 -128 100 -100 50 -50 15 -16 64 85 -86 3) (local.get $zero)))
    (local.set $b (call $v (v128.const i8x16 1 -1 1 -1 -128 -128 100 -100 -3 7 -16 15 2 -86 85 127) (local.get $zero)))
    ;; check 1: i16x8.extend_low_i8x16_s
    (if (call $differ (i16x8.extend_low_i8x16_s (local.get $a)) (v128.const i16x8 0 1 127 -128 -1 -128 100 -100)) (then (return (i64.const 1))))
    ;; check 2: i16x8.extend_low_i8x16_u
    (if (call $differ (i16x8.extend_low_i8x16_u (local.get $a)) (v128.const i16x8 0 1 127 128 255 128 100 156)) (then (return (i64.const 2))))
    ;; check 3: i16x8.extend_high_i8x16_s
    (if (call $differ (i16x8.extend_high_i8x16_s (local.get $a)) (v128.const i16x8 50 -50 15 -16 64 85 -86 3)) (then (return (i64.const 3))))
    ;; check 4: i16x8.extend_high_i8x16_u
    (if (call $differ (i16x8.extend_high_i8x16_u (local.get $a)) (v128.const i16x8 50 206 15 240 64 85 170 3)) (then (return (i64.const 4))))
    ;; check 5: i32x4.extend_low_i16x8_s
    (if (call $differ (i32x4.extend_low_i16x8_s (local.get $a)) (v128.const i32x4 256 -32641 -32513 -25500)) (then (return (i64.const 5))))
    ;; check 6: i32x4.extend_low_i16x8_u
    (if (call $differ (i32x4.extend_low_i16x8_u (local.get $a)) (v128.const i32x4 256 32895 33023 40036)) (then (return (i64.const 6))))
    ;; check 7: i32x4.extend_high_i16x8_s
    (if (call $differ (i32x4.extend_high_i16x8_s (local.get $a)) (v128.const i32x4 -12750 -4081 21824 938)) (then (return (i64.const 7))))
    ;; check 8: i32x4.extend_high_i16x8_u
    (if (call $differ (i32x4.extend_high_i16x8_u (local.get $a)) (v128.const i32x4 52786 61455 21824 938)) (then (return (i64.const 8))))
    ;; check 9: i64x2.extend_low_i32x4_s
    (if (call $differ (i64x2.extend_low_i32x4_s (local.get $a)) (v128.const i64x2 -2139160320 -1671134977)) (then (return (i64.const 9))))
    ;; check 10: i64x2.extend_low_i32x4_u
    (if (call $differ (i64x2.extend_low_i32x4_u (local.get $a)) (v128.const i64x2 2155806976 2623832319)) (then (return (i64.const 10))))
    ;; check 11: i64x2.extend_high_i32x4_s
    (if (call $differ (i64x2.extend_high_i32x4_s (local.get $a)) (v128.const i64x2 -267399630 61494592)) (then (return (i64.const 11))))
    ;; check 12: i64x2.extend_high_i32x4_u
    (if (call $differ (i64x2.extend_high_i32x4_u (local.get $a)) (v128.const i64x2 4027567666 61494592)) (then (return (i64.const 12))))
    ;; check 13: i8x16.narrow_i16x8_s
    (if (call $differ (i8x16.narrow_i16x8_s (local.get $a) (local.get $b)) (v128.const i8x16 127 -128 -128 -128 -128 -128 127 127 -128 -128 -128 -128 127 127 -128 127)) (then (return (i64.const 13))))
    ;; check 14: i8x16.narrow_i16x8_u
    (if (call $differ (i8x16.narrow_i16x8_u (local.get $a) (local.get $b)) (v128.const i8x16 -1 0 0 0 0 0 -1 -1 0 0 0 0 -1 -1 0 -1)) (then (return (i64.const 14))))
    ;; check 15: i16x8.narrow_i32x4_s
    (if (call $differ (i16x8.narrow_i32x4_s (local.get $a) (local.get $b)) (v128.const i16x8 -32768 -32768 -32768 32767 -32768 -32768 32767 32767)) (then (return (i64.const 15))))
    ;; check 16: i16x8.narrow_i32x4_u
    (if (call $differ (i16x8.narrow_i32x4_u (local.get $a) (local.get $b)) (v128.const i16x8 0 0 0 -1 0 0 -1 -1)) (then (return (i64.const 16))))
    (i64.const 0))

  (func (export "products and sums of twice the width") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const i8x16 0 1 127 -128 -1 -128 100 -100 50 -50 15 -16 64 85 -86 3) (local.get $zero)))
    (local.set $b (call $v (v128.const i8x16 1 -1 1 -1 -128 -128 100 -100 -3 7 -16 15 2 -86 85 127) (local.get $zero)))
    ;; check 1: i16x8.extmul_low_i8x16_s
    (if (call $differ (i16x8.extmul_low_i8x16_s (local.get $a) (local.get $b)) (v128.const i16x8 0 -1 127 128 128 16384 10000 10000)) (then (return (i64.const 1))))
    ;; check 2: i16x8.extmul_low_i8x16_u
    (if (call $differ (i16x8.extmul_low_i8x16_u (local.get $a) (local.get $b)) (v128.const i16x8 0 255 127 32640 32640 16384 10000 24336)) (then (return (i64.const 2))))
    ;; check 3: i16x8.extmul_high_i8x16_s
    (if (call $differ (i16x8.extmul_high_i8x16_s (local.get $a) (local.get $b)) (v128.const i16x8 -150 -350 -240 -240 128 -7310 -7310 381)) (then (return (i64.const 3))))
    ;; check 4: i16x8.extmul_high_i8x16_u
    (if (call $differ (i16x8.extmul_high_i8x16_u (local.get $a) (local.get $b)) (v128.const i16x8 12650 1442 3600 3600 128 14450 14450 381)) (then (return (i64.const 4))))
    ;; check 5: i32x4.extmul_low_i16x8_s
    (if (call $differ (i32x4.extmul_low_i16x8_s (local.get $a) (local.get $b)) (v128.const i32x4 -65280 8323455 1061224320 650250000)) (then (return (i64.const 5))))
    ;; check 6: i32x4.extmul_low_i16x8_u
    (if (call $differ (i32x4.extmul_low_i16x8_u (local.get $a) (local.get $b)) (v128.const i32x4 16711936 2147418495 1086324608 1602881296)) (then (return (i64.const 6))))
    ;; check 7: i32x4.extmul_high_i16x8_s
    (if (call $differ (i32x4.extmul_high_i16x8_s (local.get $a) (local.get $b)) (v128.const i32x4 -26073750 -16650480 -480433536 30575986)) (then (return (i64.const 7))))
    ;; check 8: i32x4.extmul_high_i16x8_u
    (if (call $differ (i32x4.extmul_high_i16x8_u (local.get $a) (local.get $b)) (v128.const i32x4 107947370 250736400 949824128 30575986)) (then (return (i64.const 8))))
    ;; check 9: i64x2.extmul_low_i32x4_s
    (if (call $differ (i64x2.extmul_low_i32x4_s (local.get $a) (local.get $b)) (v128.const i64x2 35609316211687680 2792692323586932608)) (then (return (i64.const 9))))
    ;; check 10: i64x2.extmul_low_i32x4_u
    (if (call $differ (i64x2.extmul_low_i32x4_u (local.get $a) (local.get $b)) (v128.const i64x2 9223234035319177472 6884495705002213248)) (then (return (i64.const 10))))
    ;; check 11: i64x2.extmul_high_i32x4_s
    (if (call $differ (i64x2.extmul_high_i32x4_s (local.get $a) (local.get $b)) (v128.const i64x2 -71499699611097750 131372158389660288)) (then (return (i64.const 11))))
    ;; check 12: i64x2.extmul_high_i32x4_u
    (if (call $differ (i64x2.extmul_high_i32x4_u (local.get $a) (local.get $b)) (v128.const i64x2 1076926988576499050 131372158389660288)) (then (return (i64.const 12))))
    ;; check 13: i16x8.extadd_pairwise_i8x16_s
    (if (call $differ (i16x8.extadd_pairwise_i8x16_s (local.get $a)) (v128.const i16x8 1 -1 -129 0 0 -1 149 -83)) (then (return (i64.const 13))))
    ;; check 14: i16x8.extadd_pairwise_i8x16_u
    (if (call $differ (i16x8.extadd_pairwise_i8x16_u (local.get $a)) (v128.const i16x8 1 255 383 256 256 255 149 173)) (then (return (i64.const 14))))
    ;; check 15: i32x4.extadd_pairwise_i16x8_s
    (if (call $differ (i32x4.extadd_pairwise_i16x8_s (local.get $a)) (v128.const i32x4 -32385 -58013 -16831 22762)) (then (return (i64.const 15))))
    ;; check 16: i32x4.extadd_pairwise_i16x8_u
    (if (call $differ (i32x4.extadd_pairwise_i16x8_u (local.get $a)) (v128.const i32x4 33151 73059 114241 22762)) (then (return (i64.const 16))))
    ;; check 17: i32x4.dot_i16x8_s
    (if (call $differ (i32x4.dot_i16x8_s (local.get $a) (local.get $b)) (v128.const i32x4 8258175 1711474320 -42724230 -449857550)) (then (return (i64.const 17))))
    ;; check 18: i32x4.dot_i16x8_s, where a sum wraps around
    (if (call $differ (i32x4.dot_i16x8_s (call $v (v128.const i16x8 -32768 -32768 1 2 3 4 5 6) (local.get $zero)) (v128.const i16x8 -32768 -32768 1 1 1 1 1 -1)) (v128.const i32x4 -2147483648 3 7 -1)) (then (return (i64.const 18))))
    (i64.const 0)))
