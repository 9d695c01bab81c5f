;; A table with 64-bit indices, which the proposal of 64-bit memories brought.
(module
  (memory (export "memory") 1)
  (type $number (func (result i32)))
  (table $wide i64 6 9 funcref)
  (table $narrow 4 funcref)
  (elem (table $wide) (i64.const 1) func $one $two)
  (elem (table $narrow) (i32.const 0) func $three)
  (elem $passive func $one $two $three)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func $three (result i32) (i32.const 3))

  (func (export "calls and elements take 64-bit indices") (param $zero i32) (result i64)
    (local $at i64)
    (local.set $at (i64.extend_i32_u (local.get $zero)))
    ;; check 1: a call
    (if (i32.ne (call_indirect $wide (type $number) (i64.add (local.get $at) (i64.const 2))) (i32.const 2)) (then (return (i64.const 1))))
    ;; check 2: read and written
    (table.set $wide (i64.add (local.get $at) (i64.const 5)) (table.get $wide (i64.add (local.get $at) (i64.const 1))))
    (if (i32.ne (call_indirect $wide (type $number) (i64.const 5)) (i32.const 1)) (then (return (i64.const 2))))
    (if (i32.eqz (ref.is_null (table.get $wide (local.get $at)))) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "sizes are 64-bit numbers") (param $zero i32) (result i64)
    (local $at i64)
    (local.set $at (i64.extend_i32_u (local.get $zero)))
    ;; check 1
    (if (i64.ne (table.size $wide) (i64.const 6)) (then (return (i64.const 1))))
    ;; check 2
    (if (i64.ne (table.grow $wide (ref.func $two) (i64.add (local.get $at) (i64.const 2))) (i64.const 6)) (then (return (i64.const 2))))
    (if (i64.ne (table.size $wide) (i64.const 8)) (then (return (i64.const 2))))
    (if (i32.ne (call_indirect $wide (type $number) (i64.const 7)) (i32.const 2)) (then (return (i64.const 2))))
    ;; check 3: a refusal is a 64-bit -1, also where the sum's lower half would do
    (if (i64.ne (table.grow $wide (ref.null func) (i64.add (local.get $at) (i64.const 2))) (i64.const -1)) (then (return (i64.const 3))))
    (if (i64.ne (table.grow $wide (ref.null func) (i64.add (local.get $at) (i64.const 0x100000001))) (i64.const -1)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "ranges are filled, initialised and copied, also to a table of 32 bits") (param $zero i32) (result i64)
    (local $at i64)
    (local.set $at (i64.extend_i32_u (local.get $zero)))
    ;; check 1: filled
    (table.fill $wide (i64.add (local.get $at) (i64.const 3)) (ref.func $three) (i64.const 2))
    (if (i32.ne (call_indirect $wide (type $number) (i64.const 4)) (i32.const 3)) (then (return (i64.const 1))))
    ;; check 2: copied within
    (table.copy $wide $wide (i64.const 2) (i64.add (local.get $at) (i64.const 1)) (i64.const 3))
    (if (i32.ne (call_indirect $wide (type $number) (i64.const 2)) (i32.const 1)) (then (return (i64.const 2))))
    (if (i32.ne (call_indirect $wide (type $number) (i64.const 3)) (i32.const 2)) (then (return (i64.const 2))))
    ;; check 3: copied to a table of 32 bits: the length has the smaller width
    (table.copy $narrow $wide (i32.const 1) (i64.add (local.get $at) (i64.const 3)) (i32.const 2))
    (if (i32.ne (call_indirect $narrow (type $number) (i32.const 1)) (i32.const 2)) (then (return (i64.const 3))))
    ;; check 4: and back
    (table.copy $wide $narrow (i64.const 5) (local.get $zero) (i32.const 1))
    (if (i32.ne (call_indirect $wide (type $number) (i64.const 5)) (i32.const 3)) (then (return (i64.const 4))))
    ;; check 5: initialised
    (table.init $wide $passive (i64.add (local.get $at) (i64.const 0)) (i32.const 1) (i32.const 2))
    (if (i32.ne (call_indirect $wide (type $number) (local.get $at)) (i32.const 2)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "traps: the index of a call is not cut to 32 bits") (param $zero i32) (result i64)
    (i64.extend_i32_u (call_indirect $wide (type $number) (i64.add (i64.extend_i32_u (local.get $zero)) (i64.const 0x100000001)))))
  (func (export "traps: the index of an element is not cut to 32 bits") (param $zero i32) (result i64)
    (drop (table.get $wide (i64.add (i64.extend_i32_u (local.get $zero)) (i64.const 0x100000001))))
    (i64.const 1))
  (func (export "traps: a fill whose end wraps around") (param $zero i32) (result i64)
    (table.fill $wide (i64.const 2) (ref.null func) (i64.sub (i64.extend_i32_u (local.get $zero)) (i64.const 1)))
    (i64.const 1)))
