;; Several memories in a module.
(module
  (memory $first (export "memory") 1 4)
  (memory $second (export "second") 2 3)
  (memory $none 0)
  (data (memory $first) (i32.const 16) "first")
  (data (memory $second) (i32.const 16) "second")
  (data $passive "passive")

  (func (export "loads and stores go to the memory that is named") (param $zero i32) (result i64)
    ;; check 1: what segments wrote
    (if (i32.ne (i32.load8_u $first offset=16 (local.get $zero)) (i32.const 0x66)) (then (return (i64.const 1))))
    (if (i32.ne (i32.load8_u $second offset=16 (local.get $zero)) (i32.const 0x73)) (then (return (i64.const 1))))
    ;; check 2: the same address in each
    (i64.store $first (i32.add (local.get $zero) (i32.const 32)) (i64.const 1))
    (i64.store $second (i32.add (local.get $zero) (i32.const 32)) (i64.const -2))
    (if (i64.ne (i64.load $first offset=32 (local.get $zero)) (i64.const 1)) (then (return (i64.const 2))))
    (if (i64.ne (i64.load $second offset=32 (local.get $zero)) (i64.const -2)) (then (return (i64.const 2))))
    ;; check 3: narrow ones, and floats
    (i32.store8 $second offset=33 (local.get $zero) (i32.const 7))
    (if (i64.ne (i64.load32_s $second offset=32 (local.get $zero)) (i64.const -63490)) (then (return (i64.const 3))))
    (f64.store $second align=1 (i32.add (local.get $zero) (i32.const 41)) (f64.const 1.5))
    (if (f64.ne (f64.load $second offset=1 align=2 (i32.add (local.get $zero) (i32.const 40))) (f64.const 1.5)) (then (return (i64.const 3))))
    (if (i64.ne (i64.load $first offset=40 (local.get $zero)) (i64.const 0)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "each memory has its own size and grows by itself") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.ne (memory.size $first) (i32.const 1)) (then (return (i64.const 1))))
    (if (i32.ne (memory.size $second) (i32.const 2)) (then (return (i64.const 1))))
    (if (memory.size $none) (then (return (i64.const 1))))
    ;; check 2: the second, to its maximum
    (if (i32.ne (memory.grow $second (i32.add (local.get $zero) (i32.const 1))) (i32.const 2)) (then (return (i64.const 2))))
    (if (i32.ne (memory.grow $second (i32.add (local.get $zero) (i32.const 1))) (i32.const -1)) (then (return (i64.const 2))))
    ;; check 3: the others did not grow
    (if (i32.ne (memory.size $first) (i32.const 1)) (then (return (i64.const 3))))
    (if (memory.size $none) (then (return (i64.const 3))))
    ;; check 4: one that was empty
    (if (memory.grow $none (i32.add (local.get $zero) (i32.const 1))) (then (return (i64.const 4))))
    (i32.store $none offset=0xfffc (local.get $zero) (i32.const 77))
    (if (i32.ne (i32.load $none offset=0xfffc (local.get $zero)) (i32.const 77)) (then (return (i64.const 4))))
    ;; check 5: what it held before it moved
    (if (i32.ne (i32.load8_u $second offset=16 (local.get $zero)) (i32.const 0x73)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "ranges are copied between memories, filled and initialised in each") (param $zero i32) (result i64)
    ;; check 1: from the second to the first
    (memory.copy $first $second (i32.add (local.get $zero) (i32.const 101)) (i32.const 16) (i32.const 6))
    (if (i64.ne (i64.load $first offset=100 (local.get $zero)) (i64.const 0x00646e6f63657300)) (then (return (i64.const 1))))
    (if (i64.ne (i64.load $second offset=100 (local.get $zero)) (i64.const 0)) (then (return (i64.const 1))))
    ;; check 2: from the first to the second, at the same address
    (memory.copy $second $first (i32.const 16) (i32.add (local.get $zero) (i32.const 16)) (i32.const 5))
    (if (i64.ne (i64.load $second offset=16 (local.get $zero)) (i64.const 0x647473726966)) (then (return (i64.const 2))))
    ;; check 3: filled
    (memory.fill $second (i32.add (local.get $zero) (i32.const 201)) (i32.const 0x5a) (i32.const 3))
    (if (i64.ne (i64.load $second offset=200 (local.get $zero)) (i64.const 0x5a5a5a00)) (then (return (i64.const 3))))
    (if (i64.ne (i64.load $first offset=200 (local.get $zero)) (i64.const 0)) (then (return (i64.const 3))))
    ;; check 4: initialised
    (memory.init $second $passive (i32.const 300) (i32.add (local.get $zero) (i32.const 1)) (i32.const 4))
    (if (i64.ne (i64.load $second offset=300 (local.get $zero)) (i64.const 0x69737361)) (then (return (i64.const 4))))
    (if (i64.ne (i64.load $first offset=300 (local.get $zero)) (i64.const 0)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "traps: an address that only the larger memory has") (param $zero i32) (result i64)
    (i64.load $first offset=0x10000 (local.get $zero)))
  (func (export "traps: a load from a memory without pages") (param $zero i32) (result i64)
    (i64.load8_u $none (local.get $zero)))
  (func (export "traps: a copy beyond the smaller memory") (param $zero i32) (result i64)
    (memory.copy $first $second (local.get $zero) (i32.const 0) (i32.const 0x10001))
    (i64.const 1)))
