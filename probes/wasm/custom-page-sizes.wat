;; A memory whose pages have one byte.
(module
  (memory (export "memory") 20 100000 (pagesize 1))
  (data (i32.const 12) "\01\02\03\04\05\06\07\08") ;; up to the end

  (func (export "sizes are counted in bytes") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.ne (memory.size) (i32.const 20)) (then (return (i64.const 1))))
    ;; check 2: by one byte
    (if (i32.ne (memory.grow (i32.add (local.get $zero) (i32.const 1))) (i32.const 20)) (then (return (i64.const 2))))
    (if (i32.ne (memory.size) (i32.const 21)) (then (return (i64.const 2))))
    ;; check 3: past 64 KiB, up to the maximum, and not beyond
    (if (i32.ne (memory.grow (i32.add (local.get $zero) (i32.const 99979))) (i32.const 21)) (then (return (i64.const 3))))
    (if (i32.ne (memory.grow (i32.add (local.get $zero) (i32.const 1))) (i32.const -1)) (then (return (i64.const 3))))
    (if (i32.ne (memory.size) (i32.const 100000)) (then (return (i64.const 3))))
    ;; check 4: the last byte can be used, and the first bytes are what they were
    (i32.store8 (i32.add (local.get $zero) (i32.const 99999)) (i32.const 9))
    (if (i32.ne (i32.load8_u (i32.const 99999)) (i32.const 9)) (then (return (i64.const 4))))
    (if (i64.ne (i64.load (i32.const 12)) (i64.const 0x0807060504030201)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "all bytes up to the end can be used") (param $zero i32) (result i64)
    (local $end i32)
    (local.set $end (i32.add (memory.size) (local.get $zero)))
    ;; check 1: what a segment wrote
    (if (i64.ne (i64.load (i32.const 12)) (i64.const 0x0807060504030201)) (then (return (i64.const 1))))
    ;; check 2: a store to the last bytes
    (i32.store (i32.sub (local.get $end) (i32.const 4)) (i32.const 77))
    (if (i32.ne (i32.load (i32.sub (local.get $end) (i32.const 4))) (i32.const 77)) (then (return (i64.const 2))))
    ;; check 3: ranges
    (memory.fill (i32.sub (local.get $end) (i32.const 3)) (i32.const 5) (i32.const 3))
    (memory.copy (local.get $zero) (i32.sub (local.get $end) (i32.const 4)) (i32.const 4))
    (if (i32.ne (i32.load (local.get $zero)) (i32.const 0x0505054d)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "traps: a load of the byte after the end") (param $zero i32) (result i64)
    (i64.load8_u (i32.add (memory.size) (local.get $zero))))
  (func (export "traps: a load of which one byte lies beyond the end") (param $zero i32) (result i64)
    (i64.load (i32.sub (memory.size) (i32.add (local.get $zero) (i32.const 7)))))
  (func (export "traps: a store of which one byte lies beyond the end") (param $zero i32) (result i64)
    (i32.store (i32.sub (memory.size) (i32.add (local.get $zero) (i32.const 3))) (i32.const 1))
    (i64.const 1))
  (func (export "traps: a fill beyond the end") (param $zero i32) (result i64)
    (memory.fill (i32.add (local.get $zero) (i32.const 10)) (i32.const 1) (memory.size))
    (i64.const 1)))
