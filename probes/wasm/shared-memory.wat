;; A memory that threads may share, seen from one thread: atomic instructions, waiting and notifying.
(module
  (memory (export "memory") 1 3 shared)
  (data (i32.const 0) "\01\02\03\04\05\06\07\08")
  (data $passive "passive")

  (func (export "atomic and other instructions see the same bytes") (param $zero i32) (result i64)
    ;; check 1: what a segment wrote
    (if (i64.ne (i64.atomic.load (local.get $zero)) (i64.const 0x0807060504030201)) (then (return (i64.const 1))))
    ;; check 2: one writes, the other reads
    (i32.store offset=16 (local.get $zero) (i32.const 7))
    (if (i32.ne (i32.atomic.rmw.add offset=16 (local.get $zero) (i32.const 5)) (i32.const 7)) (then (return (i64.const 2))))
    (if (i32.ne (i32.load offset=16 (local.get $zero)) (i32.const 12)) (then (return (i64.const 2))))
    (i64.atomic.store offset=24 (local.get $zero) (i64.const -3))
    (if (i64.ne (i64.load offset=24 (local.get $zero)) (i64.const -3)) (then (return (i64.const 2))))
    ;; check 3: exchanged
    (if (i64.ne (i64.atomic.rmw.cmpxchg offset=24 (local.get $zero) (i64.const -3) (i64.const 4)) (i64.const -3)) (then (return (i64.const 3))))
    (if (i32.ne (i32.atomic.rmw8.xchg_u offset=24 (local.get $zero) (i32.const 9)) (i32.const 4)) (then (return (i64.const 3))))
    (if (i64.ne (i64.load offset=24 (local.get $zero)) (i64.const 9)) (then (return (i64.const 3))))
    ;; check 4: ranges
    (memory.init $passive (i32.add (local.get $zero) (i32.const 40)) (i32.const 0) (i32.const 7))
    (memory.copy (i32.add (local.get $zero) (i32.const 48)) (i32.const 40) (i32.const 7))
    (memory.fill (i32.const 48) (i32.const 0x2e) (i32.add (local.get $zero) (i32.const 1)))
    (atomic.fence)
    (if (i64.ne (i64.load offset=48 (local.get $zero)) (i64.const 0x006576697373612e)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "it grows to its maximum") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.ne (memory.size) (i32.const 1)) (then (return (i64.const 1))))
    (if (i32.ne (memory.grow (i32.add (local.get $zero) (i32.const 2))) (i32.const 1)) (then (return (i64.const 1))))
    (if (i32.ne (memory.size) (i32.const 3)) (then (return (i64.const 1))))
    ;; check 2
    (if (i32.ne (memory.grow (i32.add (local.get $zero) (i32.const 1))) (i32.const -1)) (then (return (i64.const 2))))
    ;; check 3: what is new
    (i32.atomic.store offset=0x2fffc (local.get $zero) (i32.const 6))
    (if (i32.ne (i32.load offset=0x2fffc (local.get $zero)) (i32.const 6)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "waiting ends at once where another value is found, or the time is over") (param $zero i32) (result i64)
    ;; check 1: another value: 1, whatever the time
    (if (i32.ne (memory.atomic.wait32 (local.get $zero) (i32.const 0) (i64.const -1)) (i32.const 1)) (then (return (i64.const 1))))
    (if (i32.ne (memory.atomic.wait64 (local.get $zero) (i64.const 0x04030201) (i64.const -1)) (i32.const 1)) (then (return (i64.const 1))))
    ;; check 2: no time: 2
    (if (i32.ne (memory.atomic.wait32 (local.get $zero) (i32.const 0x04030201) (i64.const 0)) (i32.const 2)) (then (return (i64.const 2))))
    (if (i32.ne (memory.atomic.wait64 (local.get $zero) (i64.const 0x0807060504030201) (i64.const 0)) (i32.const 2)) (then (return (i64.const 2))))
    ;; check 3: a millisecond, in nanoseconds
    (if (i32.ne (memory.atomic.wait32 offset=4 (local.get $zero) (i32.const 0x08070605) (i64.const 1000000)) (i32.const 2)) (then (return (i64.const 3))))
    ;; check 4: nobody waits
    (if (memory.atomic.notify (local.get $zero) (i32.const -1)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "traps: waiting at an address that is not aligned") (param $zero i32) (result i64)
    (i64.extend_i32_u (memory.atomic.wait64 (i32.add (local.get $zero) (i32.const 4)) (i64.const 0) (i64.const 0))))
  (func (export "traps: waiting beyond the end") (param $zero i32) (result i64)
    (i64.extend_i32_u (memory.atomic.wait32 (i32.add (local.get $zero) (i32.const 0x10000)) (i32.const 0) (i64.const 0))))
  (func (export "traps: an atomic load that is not aligned") (param $zero i32) (result i64)
    (i64.atomic.load (i32.add (local.get $zero) (i32.const 4)))))
