;; Copying and filling ranges of memory.
(module
  (memory (export "memory") 3)

  ;; Writes 0, 1, … n - 1 to `at` and after.
  (func $count (param $at i32) (param $n i32)
    (local $i i32)
    (loop $next
      (i32.store8 (i32.add (local.get $at) (local.get $i)) (local.get $i))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n)))))
  ;; Are there `first`, first + 1, … at `at` and after?
  (func $counts (param $at i32) (param $n i32) (param $first i32) (result i32)
    (local $i i32)
    (loop $next
      (if (i32.ne
            (i32.load8_u (i32.add (local.get $at) (local.get $i)))
            (i32.and (i32.add (local.get $first) (local.get $i)) (i32.const 255)))
        (then (return (i32.const 0))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (i32.const 1))

  (func (export "ranges that overlap are copied as if by way of another place") (param $zero i32) (result i64)
    ;; check 1: forwards by one
    (call $count (i32.const 100) (i32.const 200))
    (memory.copy (i32.add (local.get $zero) (i32.const 101)) (i32.const 100) (i32.const 200))
    (if (i32.eqz (call $counts (i32.const 101) (i32.const 200) (i32.const 0))) (then (return (i64.const 1))))
    (if (i32.load8_u (i32.const 100)) (then (return (i64.const 1))))
    ;; check 2: backwards by seven
    (call $count (i32.const 100) (i32.const 200))
    (memory.copy (i32.add (local.get $zero) (i32.const 93)) (i32.const 100) (i32.const 200))
    (if (i32.eqz (call $counts (i32.const 93) (i32.const 200) (i32.const 0))) (then (return (i64.const 2))))
    ;; check 3: forwards by 33, more than a vector
    (call $count (i32.const 100) (i32.const 200))
    (memory.copy (i32.const 133) (i32.add (local.get $zero) (i32.const 100)) (i32.const 200))
    (if (i32.eqz (call $counts (i32.const 133) (i32.const 200) (i32.const 0))) (then (return (i64.const 3))))
    ;; check 4: onto itself
    (memory.copy (i32.const 133) (i32.add (local.get $zero) (i32.const 133)) (i32.const 200))
    (if (i32.eqz (call $counts (i32.const 133) (i32.const 200) (i32.const 0))) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "every small length and a large one") (param $zero i32) (result i64)
    (local $n i32)
    (call $count (i32.const 1000) (i32.const 256))
    (local.set $n (i32.add (local.get $zero) (i32.const 1)))
    (loop $next
      (memory.fill (i32.const 2000) (i32.const 0xee) (i32.const 100))
      (memory.copy (i32.const 2001) (i32.const 1003) (local.get $n))
      ;; check 1: the copied bytes, and that no other was written
      (if (i32.eqz (call $counts (i32.const 2001) (local.get $n) (i32.const 3))) (then (return (i64.const 1))))
      (if (i32.ne (i32.load8_u (i32.const 2000)) (i32.const 0xee)) (then (return (i64.const 1))))
      (if (i32.ne (i32.load8_u offset=2001 (local.get $n)) (i32.const 0xee)) (then (return (i64.const 1))))
      (br_if $next (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 70))))
    ;; check 2: more than a page, overlapping
    (call $count (i32.const 5000) (i32.const 100000))
    (memory.copy (i32.add (local.get $zero) (i32.const 6001)) (i32.const 5000) (i32.const 100000))
    (if (i32.eqz (call $counts (i32.const 6001) (i32.const 100000) (i32.const 0))) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "fill writes one byte, as often as told") (param $zero i32) (result i64)
    (i64.store (i32.const 40) (i64.const 0))
    (i64.store (i32.const 48) (i64.const 0))
    ;; check 1: only the value's low byte counts
    (memory.fill (i32.add (local.get $zero) (i32.const 41)) (i32.const 0x12345687) (i32.const 9))
    (if (i64.ne (i64.load (i32.const 40)) (i64.const 0x8787878787878700)) (then (return (i64.const 1))))
    (if (i64.ne (i64.load (i32.const 48)) (i64.const 0x8787)) (then (return (i64.const 1))))
    ;; check 2: none
    (memory.fill (i32.const 40) (i32.const 1) (local.get $zero))
    (if (i64.ne (i64.load (i32.const 40)) (i64.const 0x8787878787878700)) (then (return (i64.const 2))))
    ;; check 3: to the very end
    (memory.fill (i32.add (local.get $zero) (i32.const 0x2fffd)) (i32.const 0x99) (i32.const 3))
    (if (i32.ne (i32.load (i32.const 0x2fffc)) (i32.const 0x99999900)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "a range without bytes may begin at the very end") (param $zero i32) (result i64)
    (memory.fill (i32.add (local.get $zero) (i32.const 0x30000)) (i32.const 1) (i32.const 0))
    (memory.copy (i32.const 0x30000) (i32.const 7) (local.get $zero))
    (memory.copy (i32.const 7) (i32.const 0x30000) (local.get $zero))
    (i64.const 0))

  (func (export "traps: a range without bytes beyond the end") (param $zero i32) (result i64)
    (memory.fill (i32.add (local.get $zero) (i32.const 0x30001)) (i32.const 1) (i32.const 0))
    (i64.const 1))
  (func (export "traps: a copy from beyond the end") (param $zero i32) (result i64)
    (memory.copy (local.get $zero) (i32.const 0x2fff0) (i32.const 17))
    (i64.const 1))
  (func (export "traps: a copy whose end wraps around") (param $zero i32) (result i64)
    (memory.copy (local.get $zero) (i32.const 0x100) (i32.sub (local.get $zero) (i32.const 0x80)))
    (i64.const 1))
  (func (export "traps: a fill beyond the end") (param $zero i32) (result i64)
    (memory.fill (i32.const 0x2ffff) (i32.const 1) (i32.add (local.get $zero) (i32.const 2)))
    (i64.const 1)))
