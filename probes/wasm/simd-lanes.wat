;; Vectors as bits: lanes, shuffles, logic, and memory.
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "\00\81\02\83\04\85\06\87\08\89\0a\8b\0c\8d\0e\8f\10\91")
  (type $many (func (param v128 i32 v128 f64 v128 v128 v128 v128 v128 v128 v128) (result v128)))
  (table funcref (elem $last))
  (global $held (mut v128) (v128.const i64x2 1 2))
  (func $last (type $many) (i32x4.add (local.get 2) (local.get 10)))
  ;; A vector of which no compiler knows the value.
  (func $v (param v128) (param $zero i32) (result v128) (v128.xor (local.get 0) (i32x4.splat (local.get $zero))))
  ;; Whether any bit of the two differs.
  (func $differ (param v128 v128) (result i32)
    (i64.ne
      (i64.or
        (i64.xor (i64x2.extract_lane 0 (local.get 0)) (i64x2.extract_lane 0 (local.get 1)))
        (i64.xor (i64x2.extract_lane 1 (local.get 0)) (i64x2.extract_lane 1 (local.get 1))))
      (i64.const 0)))

  (func (export "lanes are filled, replaced and read") (param $zero i32) (result i64)
    (local $a v128)
    ;; check 1: splat
    (if (call $differ (i8x16.splat (i32.add (local.get $zero) (i32.const 0x1fe))) (v128.const i64x2 0xfefefefefefefefe 0xfefefefefefefefe)) (then (return (i64.const 1))))
    (if (call $differ (i16x8.splat (i32.add (local.get $zero) (i32.const 0x1fedc))) (v128.const i64x2 0xfedcfedcfedcfedc 0xfedcfedcfedcfedc)) (then (return (i64.const 1))))
    (if (call $differ (i64x2.splat (i64.extend_i32_u (i32.sub (local.get $zero) (i32.const 2)))) (v128.const i64x2 0xfffffffe 0xfffffffe)) (then (return (i64.const 1))))
    (if (call $differ (f32x4.splat (f32.convert_i32_s (i32.add (local.get $zero) (i32.const 3)))) (v128.const f32x4 3 3 3 3)) (then (return (i64.const 1))))
    (if (call $differ (f64x2.splat (f64.convert_i32_s (i32.sub (local.get $zero) (i32.const 3)))) (v128.const f64x2 -3 -3)) (then (return (i64.const 1))))
    (local.set $a (call $v (v128.const i8x16 0 -127 2 -125 4 -123 6 -121 8 -119 10 -117 12 -115 14 -113) (local.get $zero)))
    ;; check 2: extract_lane, with a sign and without
    (if (i32.ne (i8x16.extract_lane_s 15 (local.get $a)) (i32.const -113)) (then (return (i64.const 2))))
    (if (i32.ne (i8x16.extract_lane_u 1 (local.get $a)) (i32.const 0x81)) (then (return (i64.const 2))))
    (if (i32.ne (i16x8.extract_lane_s 7 (local.get $a)) (i32.const 0xffff8f0e)) (then (return (i64.const 2))))
    (if (i32.ne (i16x8.extract_lane_u 2 (local.get $a)) (i32.const 0x8504)) (then (return (i64.const 2))))
    (if (i32.ne (i32x4.extract_lane 3 (local.get $a)) (i32.const 0x8f0e8d0c)) (then (return (i64.const 2))))
    (if (f32.ne (f32x4.extract_lane 2 (v128.const f32x4 1 2 3 4)) (f32.const 3)) (then (return (i64.const 2))))
    (if (f64.ne (f64x2.extract_lane 1 (call $v (v128.const f64x2 5 6) (local.get $zero))) (f64.const 6)) (then (return (i64.const 2))))
    ;; check 3: replace_lane writes that lane alone
    (if (call $differ (i8x16.replace_lane 9 (local.get $a) (i32.const 0x1ff)) (v128.const i64x2 0x8706850483028100 0x8f0e8d0c8b0aff08)) (then (return (i64.const 3))))
    (if (call $differ (i16x8.replace_lane 3 (local.get $a) (i32.const 0x1ffee)) (v128.const i64x2 0xffee850483028100 0x8f0e8d0c8b0a8908)) (then (return (i64.const 3))))
    (if (call $differ (i32x4.replace_lane 2 (local.get $a) (local.get $zero)) (v128.const i64x2 0x8706850483028100 0x8f0e8d0c00000000)) (then (return (i64.const 3))))
    (if (call $differ (i64x2.replace_lane 0 (local.get $a) (i64.const -1)) (v128.const i64x2 -1 0x8f0e8d0c8b0a8908)) (then (return (i64.const 3))))
    (if (call $differ (f32x4.replace_lane 1 (local.get $a) (f32.const 1)) (v128.const i64x2 0x3f80000083028100 0x8f0e8d0c8b0a8908)) (then (return (i64.const 3))))
    (if (call $differ (f64x2.replace_lane 1 (local.get $a) (f64.const -0)) (v128.const i64x2 0x8706850483028100 0x8000000000000000)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "bytes are shuffled and swizzled") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15) (local.get $zero)))
    (local.set $b (call $v (v128.const i8x16 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31) (local.get $zero)))
    ;; check 1: from both, without a pattern
    (if (call $differ
          (i8x16.shuffle 31 0 7 16 3 29 3 12 15 22 8 1 30 17 24 5 (local.get $a) (local.get $b))
          (v128.const i8x16 31 0 7 16 3 29 3 12 15 22 8 1 30 17 24 5))
      (then (return (i64.const 1))))
    ;; check 2: patterns for which machines have instructions: one byte everywhere, interleaved, moved along, reversed
    (if (call $differ (i8x16.shuffle 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 (local.get $a) (local.get $b)) (v128.const i64x2 0x0505050505050505 0x0505050505050505))
      (then (return (i64.const 2))))
    (if (call $differ
          (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $a) (local.get $b))
          (v128.const i8x16 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31))
      (then (return (i64.const 2))))
    (if (call $differ
          (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $a) (local.get $b))
          (v128.const i8x16 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23))
      (then (return (i64.const 2))))
    (if (call $differ
          (i8x16.shuffle 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 (local.get $a) (local.get $b))
          (v128.const i8x16 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20))
      (then (return (i64.const 2))))
    (if (call $differ
          (i8x16.shuffle 28 29 30 31 8 9 10 11 4 5 6 7 16 17 18 19 (local.get $a) (local.get $b))
          (v128.const i8x16 28 29 30 31 8 9 10 11 4 5 6 7 16 17 18 19))
      (then (return (i64.const 2))))
    (if (call $differ
          (i8x16.shuffle 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0 (local.get $a) (local.get $a))
          (v128.const i8x16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0))
      (then (return (i64.const 2))))
    ;; check 3: swizzle, where an index from 16 on gives 0
    (if (call $differ
          (i8x16.swizzle (local.get $b) (call $v (v128.const i8x16 15 0 16 127 128 -1 -16 7 31 3 3 32 64 1 112 8) (local.get $zero)))
          (v128.const i8x16 31 16 0 0 0 0 0 23 0 19 19 0 0 17 0 24))
      (then (return (i64.const 3))))
    ;; check 4: … with indices that are known
    (if (call $differ
          (i8x16.swizzle (local.get $b) (v128.const i8x16 15 0 16 127 128 -1 -16 7 31 3 3 32 64 1 112 8))
          (v128.const i8x16 31 16 0 0 0 0 0 23 0 19 19 0 0 17 0 24))
      (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "logic of all bits") (param $zero i32) (result i64)
    (local $a v128) (local $b v128)
    (local.set $a (call $v (v128.const i64x2 0xff00ff00f0f0f0f0 0xffffffff00000000) (local.get $zero)))
    (local.set $b (call $v (v128.const i64x2 0x0ff00ff00ff00ff0 0x0123456789abcdef) (local.get $zero)))
    ;; check 1: not
    (if (call $differ (v128.not (local.get $a)) (v128.const i64x2 0x00ff00ff0f0f0f0f 0x00000000ffffffff)) (then (return (i64.const 1))))
    ;; check 2: and; the first and not the second
    (if (call $differ (v128.and (local.get $a) (local.get $b)) (v128.const i64x2 0x0f000f0000f000f0 0x0123456700000000)) (then (return (i64.const 2))))
    (if (call $differ (v128.andnot (local.get $a) (local.get $b)) (v128.const i64x2 0xf000f000f000f000 0xfedcba9800000000)) (then (return (i64.const 2))))
    ;; check 3: or
    (if (call $differ (v128.or (local.get $a) (local.get $b)) (v128.const i64x2 0xfff0fff0fff0fff0 0xffffffff89abcdef)) (then (return (i64.const 3))))
    ;; check 4: xor
    (if (call $differ (v128.xor (local.get $a) (local.get $b)) (v128.const i64x2 0xf0f0f0f0ff00ff00 0xfedcba9889abcdef)) (then (return (i64.const 4))))
    ;; check 5: bit by bit the first or the second
    (if (call $differ
          (v128.bitselect (local.get $a) (local.get $b) (call $v (v128.const i64x2 0xffffffff00000000 0x00ff00ff00ff00ff) (local.get $zero)))
          (v128.const i64x2 0xff00ff000ff00ff0 0x01ff45ff8900cd00))
      (then (return (i64.const 5))))
    ;; check 6: whether any bit is set
    (if (v128.any_true (v128.xor (local.get $a) (local.get $a))) (then (return (i64.const 6))))
    (if (i32.ne (v128.any_true (call $v (v128.const i64x2 0 0x0000010000000000) (local.get $zero))) (i32.const 1)) (then (return (i64.const 6))))
    (i64.const 0))

  (func (export "loads fill, widen, and write one lane") (param $zero i32) (result i64)
    (local $a v128)
    ;; check 1: whole, not aligned
    (if (call $differ (v128.load offset=1 align=1 (local.get $zero)) (v128.const i64x2 0x0887068504830281 0x108f0e8d0c8b0a89)) (then (return (i64.const 1))))
    ;; check 2: one value in all lanes
    (if (call $differ (v128.load8_splat offset=3 (local.get $zero)) (v128.const i64x2 0x8383838383838383 0x8383838383838383)) (then (return (i64.const 2))))
    (if (call $differ (v128.load16_splat offset=3 (local.get $zero)) (v128.const i64x2 0x0483048304830483 0x0483048304830483)) (then (return (i64.const 2))))
    (if (call $differ (v128.load32_splat offset=2 (local.get $zero)) (v128.const i64x2 0x8504830285048302 0x8504830285048302)) (then (return (i64.const 2))))
    (if (call $differ (v128.load64_splat (local.get $zero)) (v128.const i64x2 0x8706850483028100 0x8706850483028100)) (then (return (i64.const 2))))
    ;; check 3: wider lanes
    (if (call $differ (v128.load8x8_s (local.get $zero)) (v128.const i16x8 0 -127 2 -125 4 -123 6 -121)) (then (return (i64.const 3))))
    (if (call $differ (v128.load8x8_u (local.get $zero)) (v128.const i16x8 0 129 2 131 4 133 6 135)) (then (return (i64.const 3))))
    (if (call $differ (v128.load16x4_s (local.get $zero)) (v128.const i32x4 0xffff8100 0xffff8302 0xffff8504 0xffff8706)) (then (return (i64.const 3))))
    (if (call $differ (v128.load16x4_u (local.get $zero)) (v128.const i32x4 0x8100 0x8302 0x8504 0x8706)) (then (return (i64.const 3))))
    (if (call $differ (v128.load32x2_s (local.get $zero)) (v128.const i64x2 0xffffffff83028100 0xffffffff87068504)) (then (return (i64.const 3))))
    (if (call $differ (v128.load32x2_u (local.get $zero)) (v128.const i64x2 0x83028100 0x87068504)) (then (return (i64.const 3))))
    ;; check 4: the first lane, and zero
    (if (call $differ (v128.load32_zero offset=4 (local.get $zero)) (v128.const i64x2 0x87068504 0)) (then (return (i64.const 4))))
    (if (call $differ (v128.load64_zero offset=8 (local.get $zero)) (v128.const i64x2 0x8f0e8d0c8b0a8908 0)) (then (return (i64.const 4))))
    ;; check 5: one lane of many
    (local.set $a (call $v (v128.const i64x2 -1 -1) (local.get $zero)))
    (local.set $a (v128.load8_lane 15 (i32.add (local.get $zero) (i32.const 2)) (local.get $a)))
    (local.set $a (v128.load16_lane offset=2 5 (local.get $zero) (local.get $a)))
    (if (call $differ (local.get $a) (v128.const i64x2 -1 0x02ffffff8302ffff)) (then (return (i64.const 5))))
    (if (call $differ (v128.load32_lane 1 (local.get $zero) (local.get $a)) (v128.const i64x2 0x83028100ffffffff 0x02ffffff8302ffff)) (then (return (i64.const 5))))
    (if (call $differ (v128.load64_lane 0 (local.get $zero) (local.get $a)) (v128.const i64x2 0x8706850483028100 0x02ffffff8302ffff)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "stores write a vector or one lane of it, and nothing beside") (param $zero i32) (result i64)
    (local $a v128)
    (local.set $a (call $v (v128.const i64x2 0x1716151413121110 0x1f1e1d1c1b1a1918) (local.get $zero)))
    ;; check 1: whole, not aligned
    (v128.store offset=101 align=1 (local.get $zero) (local.get $a))
    (if (i64.ne (i64.load offset=100 (local.get $zero)) (i64.const 0x1615141312111000)) (then (return (i64.const 1))))
    (if (i64.ne (i64.load offset=110 (local.get $zero)) (i64.const 0x001f1e1d1c1b1a19)) (then (return (i64.const 1))))
    ;; check 2: a lane
    (v128.store8_lane 9 (i32.add (local.get $zero) (i32.const 201)) (local.get $a))
    (v128.store16_lane offset=203 6 (local.get $zero) (local.get $a))
    (if (i64.ne (i64.load offset=200 (local.get $zero)) (i64.const 0x1d1c001900)) (then (return (i64.const 2))))
    (v128.store32_lane offset=209 1 (local.get $zero) (local.get $a))
    (if (i64.ne (i64.load offset=208 (local.get $zero)) (i64.const 0x1716151400)) (then (return (i64.const 2))))
    (v128.store64_lane offset=217 1 (local.get $zero) (local.get $a))
    (if (i64.ne (i64.load offset=216 (local.get $zero)) (i64.const 0x1e1d1c1b1a191800)) (then (return (i64.const 2))))
    (if (i64.ne (i64.load offset=224 (local.get $zero)) (i64.const 0x1f)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "vectors pass through locals, globals, calls, blocks and select") (param $zero i32) (result i64)
    (local $a v128)
    ;; check 1: a local begins as zero, a global with its value
    (if (v128.any_true (local.get $a)) (then (return (i64.const 1))))
    (if (call $differ (global.get $held) (v128.const i64x2 1 2)) (then (return (i64.const 1))))
    ;; check 2: written
    (local.set $a (call $v (v128.const i64x2 3 4) (local.get $zero)))
    (global.set $held (local.get $a))
    (if (call $differ (global.get $held) (v128.const i64x2 3 4)) (then (return (i64.const 2))))
    ;; check 3: more parameters than fit into registers, by an indirect call
    (if (call $differ
          (call_indirect (type $many)
            (local.get $a) (i32.const 1) (v128.const i32x4 1 2 3 4) (f64.const 2) (local.get $a) (local.get $a) (local.get $a)
            (local.get $a) (local.get $a) (local.get $a) (call $v (v128.const i32x4 10 20 30 40) (local.get $zero)) (local.get $zero))
          (v128.const i32x4 11 22 33 44))
      (then (return (i64.const 3))))
    ;; check 4: select, and a branch that carries a vector
    (if (call $differ (select (v128.const i64x2 0 0) (local.get $a) (local.get $zero)) (v128.const i64x2 3 4)) (then (return (i64.const 4))))
    (if (call $differ
          (block $out (result v128)
            (drop (br_if $out (local.get $a) (i32.eqz (local.get $zero))))
            (v128.const i64x2 0 0))
          (v128.const i64x2 3 4))
      (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "traps: a load of which one byte lies beyond the end") (param $zero i32) (result i64)
    (i64.extend_i32_u (call $differ (v128.load (i32.add (local.get $zero) (i32.const 0xfff1))) (v128.const i64x2 0 0))))
  (func (export "traps: a load of which one byte lies beyond the end, and only the others are used") (param $zero i32) (result i64)
    (i64x2.extract_lane 0 (v128.load (i32.add (local.get $zero) (i32.const 0xfff1)))))
  (func (export "traps: a load of one lane beyond the end") (param $zero i32) (result i64)
    (i64x2.extract_lane 0 (v128.load32_lane 0 (i32.add (local.get $zero) (i32.const 0xfffd)) (v128.const i64x2 0 0))))
  (func (export "traps: a store of which one byte lies beyond the end") (param $zero i32) (result i64)
    (v128.store (i32.add (local.get $zero) (i32.const 0xfff1)) (v128.const i64x2 0 0))
    (i64.const 1)))
