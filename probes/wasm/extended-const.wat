;; Addition, subtraction and multiplication in constant expressions.
(module
  (memory (export "memory") 1)
  (global $sum i32 (i32.add (i32.const 40) (i32.const 2)))
  (global $wrapped i32 (i32.add (i32.const 0x7fffffff) (i32.const 1)))
  (global $difference i32 (i32.sub (i32.const 3) (i32.const 10)))
  (global $product i32 (i32.mul (i32.const 0x10001) (i32.const 0x10001)))
  (global $nested (mut i32)
    (i32.mul (i32.sub (i32.const 7) (i32.add (i32.const 1) (i32.const 2))) (i32.add (i32.const 5) (i32.const 6))))
  (global $wide-sum i64 (i64.add (i64.const 0x7fffffffffffffff) (i64.const 2)))
  (global $wide-difference i64 (i64.sub (i64.const 0) (i64.const 0x8000000000000000)))
  (global $wide-product (mut i64) (i64.mul (i64.const 0x100000001) (i64.const 0x100000001)))
  (data (offset (i32.add (i32.const 64) (i32.mul (i32.const 3) (i32.const 4)))) "\2a")
  (data (offset (i32.sub (i32.const 0) (i32.const 0xffff0001))) "\2b") ;; the last byte
  (table 8 funcref)
  (elem (offset (i32.sub (i32.const 8) (i32.const 3))) func $five)
  (type $number (func (result i32)))
  (func $five (result i32) (i32.const 5))

  (func (export "globals begin with i32 expressions") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.ne (global.get $sum) (i32.const 42)) (then (return (i64.const 1))))
    ;; check 2: sums wrap around
    (if (i32.ne (global.get $wrapped) (i32.const 0x80000000)) (then (return (i64.const 2))))
    ;; check 3
    (if (i32.ne (global.get $difference) (i32.const -7)) (then (return (i64.const 3))))
    ;; check 4: products wrap around
    (if (i32.ne (global.get $product) (i32.const 0x20001)) (then (return (i64.const 4))))
    ;; check 5: expressions of expressions, of a mutable global
    (if (i32.ne (global.get $nested) (i32.const 44)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "globals begin with i64 expressions") (param $zero i32) (result i64)
    ;; check 1
    (if (i64.ne (global.get $wide-sum) (i64.const 0x8000000000000001)) (then (return (i64.const 1))))
    ;; check 2
    (if (i64.ne (global.get $wide-difference) (i64.const 0x8000000000000000)) (then (return (i64.const 2))))
    ;; check 3
    (if (i64.ne (global.get $wide-product) (i64.const 0x200000001)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "segments of data and elements begin where an expression says") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.ne (i32.load8_u offset=76 (local.get $zero)) (i32.const 42)) (then (return (i64.const 1))))
    (if (i32.load8_u offset=64 (local.get $zero)) (then (return (i64.const 1))))
    ;; check 2: where the expression wraps around
    (if (i32.ne (i32.load8_u offset=0xffff (local.get $zero)) (i32.const 43)) (then (return (i64.const 2))))
    ;; check 3
    (if (i32.ne (call_indirect (type $number) (i32.add (local.get $zero) (i32.const 5))) (i32.const 5)) (then (return (i64.const 3))))
    (i64.const 0)))
