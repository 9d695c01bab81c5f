;; Atomic instructions on a memory that is not shared, where they do what others do, and check alignment.
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "\f0\f1\f2\f3\f4\f5\f6\f7")

  (func (export "atomic loads and stores of each width") (param $zero i32) (result i64)
    ;; check 1: narrow loads are extended without a sign
    (if (i32.ne (i32.atomic.load8_u (i32.add (local.get $zero) (i32.const 1))) (i32.const 0xf1)) (then (return (i64.const 1))))
    (if (i32.ne (i32.atomic.load16_u offset=2 (local.get $zero)) (i32.const 0xf3f2)) (then (return (i64.const 1))))
    (if (i64.ne (i64.atomic.load8_u offset=7 (local.get $zero)) (i64.const 0xf7)) (then (return (i64.const 1))))
    (if (i64.ne (i64.atomic.load16_u offset=6 (local.get $zero)) (i64.const 0xf7f6)) (then (return (i64.const 1))))
    (if (i64.ne (i64.atomic.load32_u offset=4 (local.get $zero)) (i64.const 0xf7f6f5f4)) (then (return (i64.const 1))))
    ;; check 2: whole ones
    (if (i32.ne (i32.atomic.load offset=4 (local.get $zero)) (i32.const 0xf7f6f5f4)) (then (return (i64.const 2))))
    (if (i64.ne (i64.atomic.load (local.get $zero)) (i64.const 0xf7f6f5f4f3f2f1f0)) (then (return (i64.const 2))))
    ;; check 3: stores
    (i64.atomic.store offset=16 (local.get $zero) (i64.const 0x1111111111111111))
    (i64.atomic.store32 offset=20 (local.get $zero) (i64.const 0x9922222222))
    (i64.atomic.store16 offset=16 (local.get $zero) (i64.const 0x993333))
    (i32.atomic.store8 offset=18 (local.get $zero) (i32.const 0x9944))
    (if (i64.ne (i64.load offset=16 (local.get $zero)) (i64.const 0x2222222211443333)) (then (return (i64.const 3))))
    (i32.atomic.store offset=16 (local.get $zero) (i32.const 0x55555555))
    (i32.atomic.store16 offset=22 (local.get $zero) (i32.const 0x6666))
    (i64.atomic.store8 offset=20 (local.get $zero) (i64.const 0x77))
    (if (i64.ne (i64.load offset=16 (local.get $zero)) (i64.const 0x6666227755555555)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "read-modify-write gives what was there, and writes the result") (param $zero i32) (result i64)
    (i32.store offset=32 (local.get $zero) (i32.const 0x0ff0))
    ;; check 1: add
    (if (i32.ne (i32.atomic.rmw.add offset=32 (local.get $zero) (i32.const 0xf010)) (i32.const 0x0ff0)) (then (return (i64.const 1))))
    (if (i32.ne (i32.load offset=32 (local.get $zero)) (i32.const 0x10000)) (then (return (i64.const 1))))
    ;; check 2: sub
    (if (i32.ne (i32.atomic.rmw.sub offset=32 (local.get $zero) (i32.const 1)) (i32.const 0x10000)) (then (return (i64.const 2))))
    (if (i32.ne (i32.load offset=32 (local.get $zero)) (i32.const 0xffff)) (then (return (i64.const 2))))
    ;; check 3: and
    (if (i32.ne (i32.atomic.rmw.and offset=32 (local.get $zero) (i32.const 0xff0f0)) (i32.const 0xffff)) (then (return (i64.const 3))))
    (if (i32.ne (i32.load offset=32 (local.get $zero)) (i32.const 0xf0f0)) (then (return (i64.const 3))))
    ;; check 4: or
    (if (i32.ne (i32.atomic.rmw.or offset=32 (local.get $zero) (i32.const 0x1101)) (i32.const 0xf0f0)) (then (return (i64.const 4))))
    (if (i32.ne (i32.load offset=32 (local.get $zero)) (i32.const 0xf1f1)) (then (return (i64.const 4))))
    ;; check 5: xor
    (if (i32.ne (i32.atomic.rmw.xor offset=32 (local.get $zero) (i32.const 0xffff)) (i32.const 0xf1f1)) (then (return (i64.const 5))))
    (if (i32.ne (i32.load offset=32 (local.get $zero)) (i32.const 0x0e0e)) (then (return (i64.const 5))))
    ;; check 6: xchg
    (if (i32.ne (i32.atomic.rmw.xchg offset=32 (local.get $zero) (i32.const -1)) (i32.const 0x0e0e)) (then (return (i64.const 6))))
    (if (i32.ne (i32.load offset=32 (local.get $zero)) (i32.const -1)) (then (return (i64.const 6))))
    ;; check 7: 64 bits, where a sum carries into the upper half
    (i64.store offset=40 (local.get $zero) (i64.const 0x1ffffffff))
    (if (i64.ne (i64.atomic.rmw.add offset=40 (local.get $zero) (i64.const 1)) (i64.const 0x1ffffffff)) (then (return (i64.const 7))))
    (if (i64.ne (i64.atomic.rmw.sub offset=40 (local.get $zero) (i64.const 2)) (i64.const 0x200000000)) (then (return (i64.const 7))))
    (if (i64.ne (i64.atomic.rmw.xor offset=40 (local.get $zero) (i64.const -1)) (i64.const 0x1fffffffe)) (then (return (i64.const 7))))
    (if (i64.ne (i64.atomic.rmw.xchg offset=40 (local.get $zero) (i64.const 5)) (i64.const 0xfffffffe00000001)) (then (return (i64.const 7))))
    (if (i64.ne (i64.load offset=40 (local.get $zero)) (i64.const 5)) (then (return (i64.const 7))))
    (i64.const 0))

  (func (export "narrow read-modify-write wraps within its width") (param $zero i32) (result i64)
    (i64.store offset=48 (local.get $zero) (i64.const 0xffffffffffffffff))
    ;; check 1: a byte, and no carry into the next one
    (if (i32.ne (i32.atomic.rmw8.add_u offset=49 (local.get $zero) (i32.const 0x103)) (i32.const 0xff)) (then (return (i64.const 1))))
    (if (i64.ne (i64.load offset=48 (local.get $zero)) (i64.const 0xffffffffffff02ff)) (then (return (i64.const 1))))
    ;; check 2: two bytes
    (if (i64.ne (i64.atomic.rmw16.add_u offset=50 (local.get $zero) (i64.const 1)) (i64.const 0xffff)) (then (return (i64.const 2))))
    (if (i64.ne (i64.load offset=48 (local.get $zero)) (i64.const 0xffffffff000002ff)) (then (return (i64.const 2))))
    ;; check 3: four bytes
    (if (i64.ne (i64.atomic.rmw32.sub_u offset=48 (local.get $zero) (i64.const 0x300)) (i64.const 0x2ff)) (then (return (i64.const 3))))
    (if (i64.ne (i64.load offset=48 (local.get $zero)) (i64.const -1)) (then (return (i64.const 3))))
    ;; check 4: xchg, and, or and xor of bytes
    (if (i32.ne (i32.atomic.rmw8.xchg_u offset=55 (local.get $zero) (i32.const 0x1280)) (i32.const 0xff)) (then (return (i64.const 4))))
    (if (i64.ne (i64.atomic.rmw8.or_u offset=55 (local.get $zero) (i64.const 0xf8f)) (i64.const 0x80)) (then (return (i64.const 4))))
    (if (i32.ne (i32.atomic.rmw16.and_u offset=54 (local.get $zero) (i32.const 0xffff3ff0)) (i32.const 0x8fff)) (then (return (i64.const 4))))
    (if (i64.ne (i64.atomic.rmw32.xor_u offset=52 (local.get $zero) (i64.const -1)) (i64.const 0x0ff0ffff)) (then (return (i64.const 4))))
    (if (i64.ne (i64.load offset=48 (local.get $zero)) (i64.const 0xf00f0000ffffffff)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "compare-and-exchange writes only where it found what was expected") (param $zero i32) (result i64)
    (i64.store offset=64 (local.get $zero) (i64.const 0x8070605040302010))
    ;; check 1: found
    (if (i32.ne (i32.atomic.rmw.cmpxchg offset=64 (local.get $zero) (i32.const 0x40302010) (i32.const 1)) (i32.const 0x40302010)) (then (return (i64.const 1))))
    (if (i64.ne (i64.load offset=64 (local.get $zero)) (i64.const 0x8070605000000001)) (then (return (i64.const 1))))
    ;; check 2: not found
    (if (i32.ne (i32.atomic.rmw.cmpxchg offset=64 (local.get $zero) (i32.const 2) (i32.const 3)) (i32.const 1)) (then (return (i64.const 2))))
    (if (i64.ne (i64.load offset=64 (local.get $zero)) (i64.const 0x8070605000000001)) (then (return (i64.const 2))))
    ;; check 3: 64 bits
    (if (i64.ne
          (i64.atomic.rmw.cmpxchg offset=64 (local.get $zero) (i64.const 0x8070605000000001) (i64.const -2))
          (i64.const 0x8070605000000001))
      (then (return (i64.const 3))))
    (if (i64.ne (i64.atomic.rmw.cmpxchg offset=64 (local.get $zero) (i64.const 0xfffffffe) (i64.const 9)) (i64.const -2)) (then (return (i64.const 3))))
    (if (i64.ne (i64.load offset=64 (local.get $zero)) (i64.const -2)) (then (return (i64.const 3))))
    ;; check 4: narrow, found: of what is expected and what is written only the width counts
    (if (i32.ne (i32.atomic.rmw8.cmpxchg_u offset=64 (local.get $zero) (i32.const 0x1fe) (i32.const 0x107)) (i32.const 0xfe)) (then (return (i64.const 4))))
    (if (i64.ne (i64.atomic.rmw32.cmpxchg_u offset=68 (local.get $zero) (i64.const -1) (i64.const 8)) (i64.const 0xffffffff)) (then (return (i64.const 4))))
    (if (i64.ne (i64.load offset=64 (local.get $zero)) (i64.const 0x00000008ffffff07)) (then (return (i64.const 4))))
    ;; check 5: narrow, not found
    (if (i64.ne (i64.atomic.rmw16.cmpxchg_u offset=64 (local.get $zero) (i64.const 0xff08) (i64.const 1)) (i64.const 0xff07)) (then (return (i64.const 5))))
    (if (i64.ne (i64.load offset=64 (local.get $zero)) (i64.const 0x00000008ffffff07)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "a fence is passed, and nobody is notified") (param $zero i32) (result i64)
    (atomic.fence)
    ;; check 1: nobody can wait
    (if (memory.atomic.notify (i32.add (local.get $zero) (i32.const 8)) (i32.const 5)) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "traps: an atomic load that is not aligned") (param $zero i32) (result i64)
    (i64.atomic.load32_u (i32.add (local.get $zero) (i32.const 2))))
  (func (export "traps: an atomic sum that is not aligned, by its offset") (param $zero i32) (result i64)
    (i64.atomic.rmw.add offset=4 (local.get $zero) (i64.const 0)))
  (func (export "traps: an atomic store beyond the end") (param $zero i32) (result i64)
    (i32.atomic.store (i32.add (local.get $zero) (i32.const 0x10000)) (i32.const 0))
    (i64.const 1))
  (func (export "traps: waiting on a memory that is not shared") (param $zero i32) (result i64)
    (i64.extend_i32_u (memory.atomic.wait32 (i32.add (local.get $zero) (i32.const 8)) (i32.const 0) (i64.const 0))))
  (func (export "traps: notifying at an address that is not aligned") (param $zero i32) (result i64)
    (i64.extend_i32_u (memory.atomic.notify (i32.add (local.get $zero) (i32.const 2)) (i32.const 1)))))
