;; Sums, differences and products of 128 bits, each number as two i64: the low half, then the high one.
(module
  (memory (export "memory") 1)

  (func (export "sums carry into the high half, and wrap around") (param $zero i32) (result i64)
    (local $nil i64)
    (local.set $nil (i64.extend_i32_u (local.get $zero)))
    ;; check 1: a carry
    (i64.add128 (i64.sub (local.get $nil) (i64.const 1)) (i64.const 5) (i64.const 1) (i64.const 7))
    (if (i64.ne (i64.const 13)) (then (return (i64.const 1))))
    (if (i64.ne (i64.const 0)) (then (return (i64.const 1))))
    ;; check 2: none, where only a signed comparison would see one
    (i64.add128 (i64.add (local.get $nil) (i64.const 0x7fffffffffffffff)) (i64.const 0) (i64.const 1) (i64.const 0))
    (if (i64.ne (i64.const 0)) (then (return (i64.const 2))))
    (if (i64.ne (i64.const 0x8000000000000000)) (then (return (i64.const 2))))
    ;; check 3: around the end
    (i64.add128 (i64.sub (local.get $nil) (i64.const 1)) (i64.const -1) (i64.const 2) (local.get $nil))
    (if (i64.ne (i64.const 0)) (then (return (i64.const 3))))
    (if (i64.ne (i64.const 1)) (then (return (i64.const 3))))
    ;; check 4: an operand that is used twice
    (i64.add128 (i64.const 0x9000000000000000) (i64.add (local.get $nil) (i64.const 3)) (i64.const 0x9000000000000000) (i64.const 3))
    (if (i64.ne (i64.const 7)) (then (return (i64.const 4))))
    (if (i64.ne (i64.const 0x2000000000000000)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "differences borrow from the high half, and wrap around") (param $zero i32) (result i64)
    (local $nil i64)
    (local.set $nil (i64.extend_i32_u (local.get $zero)))
    ;; check 1: a borrow
    (i64.sub128 (local.get $nil) (i64.const 9) (i64.const 1) (i64.const 4))
    (if (i64.ne (i64.const 4)) (then (return (i64.const 1))))
    (if (i64.ne (i64.const -1)) (then (return (i64.const 1))))
    ;; check 2: none
    (i64.sub128 (i64.sub (local.get $nil) (i64.const 1)) (i64.const 0) (i64.const 1) (i64.const 0))
    (if (i64.ne (i64.const 0)) (then (return (i64.const 2))))
    (if (i64.ne (i64.const -2)) (then (return (i64.const 2))))
    ;; check 3: 0 - 1
    (i64.sub128 (local.get $nil) (local.get $nil) (i64.const 1) (local.get $nil))
    (if (i64.ne (i64.const -1)) (then (return (i64.const 3))))
    (if (i64.ne (i64.const -1)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "products of signed numbers") (param $zero i32) (result i64)
    (local $nil i64)
    (local.set $nil (i64.extend_i32_u (local.get $zero)))
    ;; check 1: -1 · -1
    (i64.mul_wide_s (i64.sub (local.get $nil) (i64.const 1)) (i64.const -1))
    (if (i64.ne (i64.const 0)) (then (return (i64.const 1))))
    (if (i64.ne (i64.const 1)) (then (return (i64.const 1))))
    ;; check 2: -1 · 3
    (i64.mul_wide_s (i64.sub (local.get $nil) (i64.const 1)) (i64.const 3))
    (if (i64.ne (i64.const -1)) (then (return (i64.const 2))))
    (if (i64.ne (i64.const -3)) (then (return (i64.const 2))))
    ;; check 3: the smallest by itself
    (i64.mul_wide_s (i64.add (local.get $nil) (i64.const 0x8000000000000000)) (i64.const 0x8000000000000000))
    (if (i64.ne (i64.const 0x4000000000000000)) (then (return (i64.const 3))))
    (if (i64.ne (i64.const 0)) (then (return (i64.const 3))))
    ;; check 4
    (i64.mul_wide_s (i64.add (local.get $nil) (i64.const 0x0123456789abcdef)) (i64.const -0x0fedcba987654321))
    (if (i64.ne (i64.const 0xffede05ff528828b)) (then (return (i64.const 4))))
    (if (i64.ne (i64.const 0xdddc927701a9e731)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "products of unsigned numbers") (param $zero i32) (result i64)
    (local $nil i64)
    (local.set $nil (i64.extend_i32_u (local.get $zero)))
    ;; check 1: the largest by itself
    (i64.mul_wide_u (i64.sub (local.get $nil) (i64.const 1)) (i64.const -1))
    (if (i64.ne (i64.const -2)) (then (return (i64.const 1))))
    (if (i64.ne (i64.const 1)) (then (return (i64.const 1))))
    ;; check 2
    (i64.mul_wide_u (i64.add (local.get $nil) (i64.const 0xfedcba9876543210)) (i64.const 0xfedcba9876543210))
    (if (i64.ne (i64.const 0xfdbac097c8dc5acc)) (then (return (i64.const 2))))
    (if (i64.ne (i64.const 0xdeec6cd7a44a4100)) (then (return (i64.const 2))))
    ;; check 3: zero
    (i64.mul_wide_u (local.get $nil) (i64.const -1))
    (if (i64.ne (i64.const 0)) (then (return (i64.const 3))))
    (if (i64.ne (i64.const 0)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "a factorial of 128 bits") (param $zero i32) (result i64)
    (local $low i64) (local $high i64) (local $n i64)
    (local.set $low (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 1))))
    (local.set $n (i64.const 2))
    (loop $next
      (i64.mul_wide_u (local.get $low) (local.get $n))
      (i64.add128 (i64.const 0) (i64.mul (local.get $high) (local.get $n)))
      (local.set $high)
      (local.set $low)
      (br_if $next (i64.le_u (local.tee $n (i64.add (local.get $n) (i64.const 1))) (i64.const 34))))
    ;; check 1: the high half of 34!
    (if (i64.ne (local.get $high) (i64.const 0xde1bc4d19efcac82)) (then (return (i64.const 1))))
    ;; check 2: the low half
    (if (i64.ne (local.get $low) (i64.const 0x445da75b00000000)) (then (return (i64.const 2))))
    (i64.const 0)))
