;; WebAssembly 1.0: edges of what every runtime has.
(module
  (memory (export "memory") 1 3)
  (data (i32.const 8) "\01\00\a0\7f\01\00\00\00\00\00\f4\ff") ;; two NaNs that signal: an f32, an f64
  (table 4 4 funcref)
  (elem (i32.const 0) $first $second $other)
  (type $unary (func (param i32) (result i32)))
  (func $first (type $unary) (i32.add (local.get 0) (i32.const 1)))
  (func $second (type $unary) (i32.add (local.get 0) (i32.const 2)))
  (func $other (param i64) (result i32) (i32.const 3))
  (func $same (param f32) (result f32) (local.get 0))

  (func (export "a NaN keeps its bits where it is only moved") (param $zero i32) (result i64)
    (local $f f32) (local $d f64)
    (local.set $f (f32.load offset=8 (local.get $zero)))
    (local.set $d (f64.load offset=12 (local.get $zero)))
    ;; check 1: loaded, and through a function
    (if (i32.ne (i32.reinterpret_f32 (call $same (local.get $f))) (i32.const 0x7fa00001)) (then (return (i64.const 1))))
    ;; check 2: loaded and stored
    (f32.store offset=32 (local.get $zero) (local.get $f))
    (if (i32.ne (i32.load offset=32 (local.get $zero)) (i32.const 0x7fa00001)) (then (return (i64.const 2))))
    ;; check 3: an f64
    (f64.store offset=40 (local.get $zero) (local.get $d))
    (if (i64.ne (i64.load offset=40 (local.get $zero)) (i64.const 0xfff4000000000001)) (then (return (i64.const 3))))
    ;; check 4: neg, abs and copysign change the sign only
    (if (i32.ne (i32.reinterpret_f32 (f32.neg (local.get $f))) (i32.const 0xffa00001)) (then (return (i64.const 4))))
    (if (i64.ne (i64.reinterpret_f64 (f64.abs (local.get $d))) (i64.const 0x7ff4000000000001)) (then (return (i64.const 4))))
    (if (i64.ne (i64.reinterpret_f64 (f64.copysign (local.get $d) (f64.const 1))) (i64.const 0x7ff4000000000001))
      (then (return (i64.const 4))))
    ;; check 5: select passes it on
    (if (i64.ne (i64.reinterpret_f64 (select (f64.const 0) (local.get $d) (local.get $zero))) (i64.const 0xfff4000000000001))
      (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "min and max know NaNs and the sign of zero") (param $zero i32) (result i64)
    (local $nil f64)
    (local.set $nil (f64.convert_i32_s (local.get $zero)))
    ;; check 1: -0 is below 0
    (if (i64.ne (i64.reinterpret_f64 (f64.min (local.get $nil) (f64.const -0))) (i64.const 0x8000000000000000))
      (then (return (i64.const 1))))
    ;; check 2
    (if (i64.ne (i64.reinterpret_f64 (f64.max (f64.const -0) (local.get $nil))) (i64.const 0)) (then (return (i64.const 2))))
    ;; check 3: a NaN on either side is the result
    (if (f64.eq (f64.min (f64.div (local.get $nil) (local.get $nil)) (f64.const 1)) (f64.const 1)) (then (return (i64.const 3))))
    (if (f64.eq (f64.max (f64.const 1) (f64.div (local.get $nil) (local.get $nil))) (f64.const 1)) (then (return (i64.const 3))))
    ;; check 4: the NaN of arithmetic is quiet
    (if (i64.ne
          (i64.and (i64.reinterpret_f64 (f64.add (f64.load offset=12 (local.get $zero)) (f64.const 1))) (i64.const 0x7ff8000000000000))
          (i64.const 0x7ff8000000000000))
      (then (return (i64.const 4))))
    ;; check 5: nothing is equal to a NaN, and it differs from itself
    (if (f64.eq (f64.load offset=12 (local.get $zero)) (f64.load offset=12 (local.get $zero))) (then (return (i64.const 5))))
    (if (f64.ge (f64.load offset=12 (local.get $zero)) (local.get $nil)) (then (return (i64.const 5))))
    (if (i32.eqz (f64.ne (f64.load offset=12 (local.get $zero)) (f64.load offset=12 (local.get $zero)))) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "floats are rounded to nearest, ties to even") (param $zero i32) (result i64)
    (local $wide i64)
    (local.set $wide (i64.extend_i32_u (local.get $zero)))
    ;; check 1: nearest
    (if (f64.ne (f64.nearest (f64.sub (f64.convert_i32_s (local.get $zero)) (f64.const 2.5))) (f64.const -2)) (then (return (i64.const 1))))
    (if (f32.ne (f32.nearest (f32.add (f32.convert_i32_s (local.get $zero)) (f32.const 3.5))) (f32.const 4)) (then (return (i64.const 1))))
    ;; check 2: -0.5 becomes -0
    (if (i32.ne (i32.reinterpret_f32 (f32.nearest (f32.sub (f32.convert_i32_s (local.get $zero)) (f32.const 0.5)))) (i32.const 0x80000000))
      (then (return (i64.const 2))))
    ;; check 3: an unsigned i64 to f32 in one step, not by way of f64
    (if (i32.ne (i32.reinterpret_f32 (f32.convert_i64_u (i64.add (local.get $wide) (i64.const 0x8000008000000001)))) (i32.const 0x5f000001))
      (then (return (i64.const 3))))
    ;; check 4: an unsigned i64 to f64, where halving must not lose the last bit
    (if (i64.ne (i64.reinterpret_f64 (f64.convert_i64_u (i64.add (local.get $wide) (i64.const 0x8000000000000401)))) (i64.const 0x43e0000000000001))
      (then (return (i64.const 4))))
    ;; check 5: demotion of a tie
    (if (i32.ne
          (i32.reinterpret_f32 (f32.demote_f64 (f64.reinterpret_i64 (i64.add (local.get $wide) (i64.const 0x3ff0000010000000)))))
          (i32.const 0x3f800000))
      (then (return (i64.const 5))))
    ;; check 6: no number is flushed to zero
    (if (i32.ne (i32.reinterpret_f32 (f32.mul (f32.reinterpret_i32 (i32.add (local.get $zero) (i32.const 3))) (f32.const 0.5))) (i32.const 2))
      (then (return (i64.const 6))))
    (i64.const 0))

  (func (export "integers wrap, shift and count at their edges") (param $zero i32) (result i64)
    (local $wide i64)
    (local.set $wide (i64.extend_i32_u (local.get $zero)))
    ;; check 1: the remainder of the smallest by -1 is 0, and no trap
    (if (i32.rem_s (i32.add (local.get $zero) (i32.const 0x80000000)) (i32.sub (local.get $zero) (i32.const 1))) (then (return (i64.const 1))))
    (if (i64.ne (i64.rem_s (i64.add (local.get $wide) (i64.const 0x8000000000000000)) (i64.sub (local.get $wide) (i64.const 1))) (i64.const 0))
      (then (return (i64.const 1))))
    ;; check 2: the count of a shift is taken modulo the width
    (if (i32.ne (i32.shl (i32.const 1) (i32.add (local.get $zero) (i32.const 33))) (i32.const 2)) (then (return (i64.const 2))))
    (if (i64.ne (i64.shr_s (i64.const -8) (i64.add (local.get $wide) (i64.const 65))) (i64.const -4)) (then (return (i64.const 2))))
    ;; check 3: rotation
    (if (i32.ne (i32.rotl (i32.const 0x80000001) (i32.add (local.get $zero) (i32.const 36))) (i32.const 0x18)) (then (return (i64.const 3))))
    (if (i64.ne (i64.rotr (i64.const 1) (i64.add (local.get $wide) (i64.const 1))) (i64.const 0x8000000000000000)) (then (return (i64.const 3))))
    ;; check 4: counting in zero
    (if (i32.ne (i32.clz (local.get $zero)) (i32.const 32)) (then (return (i64.const 4))))
    (if (i64.ne (i64.ctz (local.get $wide)) (i64.const 64)) (then (return (i64.const 4))))
    ;; check 5: division rounds to zero
    (if (i32.ne (i32.div_s (i32.sub (local.get $zero) (i32.const 7)) (i32.const 2)) (i32.const -3)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "memory grows, is zero, and keeps what it holds") (param $zero i32) (result i64)
    ;; check 1: the size before
    (if (i32.ne (memory.grow (i32.add (local.get $zero) (i32.const 1))) (i32.const 1)) (then (return (i64.const 1))))
    ;; check 2: beyond the maximum it does not grow
    (if (i32.ne (memory.grow (i32.add (local.get $zero) (i32.const 2))) (i32.const -1)) (then (return (i64.const 2))))
    (if (i32.ne (memory.size) (i32.const 2)) (then (return (i64.const 2))))
    ;; check 3: what is new is zero, to its last byte, and can be written
    (if (i64.ne (i64.load offset=0x1fff8 (local.get $zero)) (i64.const 0)) (then (return (i64.const 3))))
    (i64.store offset=0x1fff8 (local.get $zero) (i64.const -2))
    (if (i64.ne (i64.load offset=0x1fff8 (local.get $zero)) (i64.const -2)) (then (return (i64.const 3))))
    ;; check 4: what was there is there, and across the old end one can read
    (if (i32.ne (i32.load offset=8 (local.get $zero)) (i32.const 0x7fa00001)) (then (return (i64.const 4))))
    (i32.store offset=0xfffe (local.get $zero) (i32.const 0x04030201))
    (if (i32.ne (i32.load16_u offset=0x10000 (local.get $zero)) (i32.const 0x0403)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "indirect calls and tables of branches choose right") (param $zero i32) (result i64)
    ;; check 1: the second function
    (if (i32.ne (call_indirect (type $unary) (i32.const 40) (i32.add (local.get $zero) (i32.const 1))) (i32.const 42)) (then (return (i64.const 1))))
    ;; check 2: an index that is large as an unsigned number takes the default
    (block $default
      (block $one
        (block $none
          (br_table $none $one $default (i32.sub (local.get $zero) (i32.const 1))))
        (return (i64.const 2)))
      (return (i64.const 2)))
    (i64.const 0))

  (func (export "traps: division by zero") (param $zero i32) (result i64)
    (i64.div_u (i64.const 1) (i64.extend_i32_u (local.get $zero))))
  (func (export "traps: the smallest integer divided by -1") (param $zero i32) (result i64)
    (i64.extend_i32_s (i32.div_s (i32.const 0x80000000) (i32.sub (local.get $zero) (i32.const 1)))))
  (func (export "traps: a NaN converted to an integer") (param $zero i32) (result i64)
    (i64.trunc_f64_s (f64.load offset=12 (local.get $zero))))
  (func (export "traps: a load of which one byte lies beyond the end") (param $zero i32) (result i64)
    (i64.load (i32.sub (i32.mul (memory.size) (i32.const 0x10000)) (i32.add (local.get $zero) (i32.const 7)))))
  (func (export "traps: address and offset do not wrap around") (param $zero i32) (result i64)
    (i64.load offset=16 (i32.sub (local.get $zero) (i32.const 8))))
  (func (export "traps: an indirect call with another type") (param $zero i32) (result i64)
    (i64.extend_i32_u (call_indirect (type $unary) (i32.const 1) (i32.add (local.get $zero) (i32.const 2)))))
  (func (export "traps: an indirect call of an element that is not set") (param $zero i32) (result i64)
    (i64.extend_i32_u (call_indirect (type $unary) (i32.const 1) (i32.add (local.get $zero) (i32.const 3)))))
  (func (export "traps: unreachable") (param $zero i32) (result i64)
    (if (i32.eqz (local.get $zero)) (then (unreachable)))
    (i64.const 1)))
