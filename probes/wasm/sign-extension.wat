;; Integers extended from a smaller signed width within a register.
(module
  (func (export "the narrow part decides, whatever is above it") (param $zero i32) (result i64)
    (local $wide i64)
    (local.set $wide (i64.extend_i32_u (local.get $zero)))
    ;; check 1: i32.extend8_s
    (if (i32.ne (i32.extend8_s (i32.add (local.get $zero) (i32.const 0x12345680))) (i32.const -128)) (then (return (i64.const 1))))
    (if (i32.ne (i32.extend8_s (i32.add (local.get $zero) (i32.const 0xffffff7f))) (i32.const 127)) (then (return (i64.const 1))))
    ;; check 2: i32.extend16_s
    (if (i32.ne (i32.extend16_s (i32.add (local.get $zero) (i32.const 0x12348000))) (i32.const -32768)) (then (return (i64.const 2))))
    (if (i32.ne (i32.extend16_s (i32.add (local.get $zero) (i32.const 0xffff7fff))) (i32.const 32767)) (then (return (i64.const 2))))
    ;; check 3: i64.extend8_s
    (if (i64.ne (i64.extend8_s (i64.add (local.get $wide) (i64.const 0x0123456789abcd80))) (i64.const -128)) (then (return (i64.const 3))))
    (if (i64.ne (i64.extend8_s (i64.add (local.get $wide) (i64.const 0xffffffffffffff7f))) (i64.const 127)) (then (return (i64.const 3))))
    ;; check 4: i64.extend16_s
    (if (i64.ne (i64.extend16_s (i64.add (local.get $wide) (i64.const 0x0123456789ab8000))) (i64.const -32768)) (then (return (i64.const 4))))
    (if (i64.ne (i64.extend16_s (i64.add (local.get $wide) (i64.const 0xffffffffffff7fff))) (i64.const 32767)) (then (return (i64.const 4))))
    ;; check 5: i64.extend32_s
    (if (i64.ne (i64.extend32_s (i64.add (local.get $wide) (i64.const 0x0123456780000000))) (i64.const -2147483648)) (then (return (i64.const 5))))
    (if (i64.ne (i64.extend32_s (i64.add (local.get $wide) (i64.const 0xffffffff7fffffff))) (i64.const 2147483647)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "every byte is extended as two shifts would") (param $zero i32) (result i64)
    (local $i i32) (local $x i32) (local $wide i64)
    (local.set $i (local.get $zero))
    (loop $next
      ;; the byte at three places
      (local.set $x (i32.or (i32.mul (local.get $i) (i32.const 0x01010101)) (i32.const 0x400)))
      (local.set $wide (i64.mul (i64.extend_i32_u (local.get $i)) (i64.const 0x0101010101010101)))
      ;; check 1
      (if (i32.ne (i32.extend8_s (local.get $x)) (i32.shr_s (i32.shl (local.get $x) (i32.const 24)) (i32.const 24))) (then (return (i64.const 1))))
      ;; check 2
      (if (i32.ne (i32.extend16_s (local.get $x)) (i32.shr_s (i32.shl (local.get $x) (i32.const 16)) (i32.const 16))) (then (return (i64.const 2))))
      ;; check 3
      (if (i64.ne (i64.extend8_s (local.get $wide)) (i64.shr_s (i64.shl (local.get $wide) (i64.const 56)) (i64.const 56))) (then (return (i64.const 3))))
      ;; check 4
      (if (i64.ne (i64.extend16_s (local.get $wide)) (i64.shr_s (i64.shl (local.get $wide) (i64.const 48)) (i64.const 48))) (then (return (i64.const 4))))
      ;; check 5
      (if (i64.ne (i64.extend32_s (local.get $wide)) (i64.shr_s (i64.shl (local.get $wide) (i64.const 32)) (i64.const 32))) (then (return (i64.const 5))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 256))))
    (i64.const 0))

  (memory (export "memory") 1)
  (func (export "an extension joined with a load keeps its width") (param $zero i32) (result i64)
    (i64.store (local.get $zero) (i64.const 0x89abcdef01238285))
    ;; check 1: the byte was loaded without a sign, and gets one
    (if (i32.ne (i32.extend8_s (i32.load8_u (local.get $zero))) (i32.const -123)) (then (return (i64.const 1))))
    ;; check 2: the sign of a byte in a wider load
    (if (i64.ne (i64.extend8_s (i64.load16_u offset=6 (local.get $zero))) (i64.const -85)) (then (return (i64.const 2))))
    ;; check 3: a loaded sign is not what counts
    (if (i32.ne (i32.extend8_s (i32.load16_s offset=2 (local.get $zero))) (i32.const 0x23)) (then (return (i64.const 3))))
    ;; check 4
    (if (i64.ne (i64.extend32_s (i64.load (local.get $zero))) (i64.const 0x01238285)) (then (return (i64.const 4))))
    ;; check 5: an i32 in a 64-bit register has nothing above it
    (if (i64.ne (i64.extend_i32_u (i32.extend8_s (i32.load8_u (local.get $zero)))) (i64.const 0xffffff85)) (then (return (i64.const 5))))
    (i64.const 0)))
