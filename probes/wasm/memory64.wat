;; A memory with 64-bit addresses.
(module
  (memory (export "memory") i64 2 5)
  (data (i64.const 8) "\01\02\03\04\05\06\07\08")
  (data $passive "abcdef")

  (func (export "loads and stores take 64-bit addresses") (param $zero i32) (result i64)
    (local $at i64)
    (local.set $at (i64.extend_i32_u (local.get $zero)))
    ;; check 1: what a segment wrote
    (if (i64.ne (i64.load offset=8 (local.get $at)) (i64.const 0x0807060504030201)) (then (return (i64.const 1))))
    ;; check 2: of each width
    (i32.store (i64.add (local.get $at) (i64.const 100)) (i32.const 0x80c0e0f0))
    (if (i64.ne (i64.load8_s (i64.add (local.get $at) (i64.const 103))) (i64.const -128)) (then (return (i64.const 2))))
    (if (i32.ne (i32.load16_u offset=4 (i64.add (local.get $at) (i64.const 96))) (i32.const 0xe0f0)) (then (return (i64.const 2))))
    (if (i64.ne (i64.load32_u (i64.add (local.get $at) (i64.const 100))) (i64.const 0x80c0e0f0)) (then (return (i64.const 2))))
    (f32.store offset=200 (local.get $at) (f32.const 2.5))
    (if (f32.ne (f32.load offset=200 (local.get $at)) (f32.const 2.5)) (then (return (i64.const 2))))
    ;; check 3: the last byte
    (i64.store8 (i64.add (local.get $at) (i64.const 0x1ffff)) (i64.const 0x77))
    (if (i64.ne (i64.load8_u offset=0xffff (i64.add (local.get $at) (i64.const 0x10000))) (i64.const 0x77)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "sizes are 64-bit numbers") (param $zero i32) (result i64)
    ;; check 1
    (if (i64.ne (memory.size) (i64.const 2)) (then (return (i64.const 1))))
    ;; check 2: the size before
    (if (i64.ne (memory.grow (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 2)))) (i64.const 2)) (then (return (i64.const 2))))
    (if (i64.ne (memory.size) (i64.const 4)) (then (return (i64.const 2))))
    ;; check 3: a refusal is a 64-bit -1, also where the sum's lower half would do
    (if (i64.ne (memory.grow (i64.add (i64.extend_i32_u (local.get $zero)) (i64.const 2))) (i64.const -1)) (then (return (i64.const 3))))
    (if (i64.ne (memory.grow (i64.add (i64.extend_i32_u (local.get $zero)) (i64.const 0x100000001))) (i64.const -1)) (then (return (i64.const 3))))
    (if (i64.ne (memory.size) (i64.const 4)) (then (return (i64.const 3))))
    ;; check 4: what is new is zero and can be written
    (if (i64.ne (i64.load (i64.const 0x3fff8)) (i64.const 0)) (then (return (i64.const 4))))
    (i64.store (i64.const 0x3fff8) (i64.const 5))
    (if (i64.ne (i64.load (i64.const 0x3fff8)) (i64.const 5)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "ranges are copied, filled and initialised") (param $zero i32) (result i64)
    (local $at i64)
    (local.set $at (i64.extend_i32_u (local.get $zero)))
    ;; check 1: copied, overlapping
    (memory.copy (i64.add (local.get $at) (i64.const 10)) (i64.const 8) (i64.const 6))
    (if (i64.ne (i64.load (i64.const 8)) (i64.const 0x0605040302010201)) (then (return (i64.const 1))))
    ;; check 2: filled
    (memory.fill (i64.const 301) (i32.const 0x33) (i64.add (local.get $at) (i64.const 2)))
    (if (i64.ne (i64.load (i64.const 300)) (i64.const 0x333300)) (then (return (i64.const 2))))
    ;; check 3: initialised; places within a segment are 32-bit numbers
    (memory.init $passive (i64.add (local.get $at) (i64.const 400)) (i32.const 1) (i32.const 4))
    (if (i64.ne (i64.load (i64.const 400)) (i64.const 0x65646362)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "traps: an address is not cut to 32 bits") (param $zero i32) (result i64)
    (i64.load (i64.add (i64.extend_i32_u (local.get $zero)) (i64.const 0x100000008))))
  (func (export "traps: an offset is not cut to 32 bits") (param $zero i32) (result i64)
    (i64.load offset=0x100000008 (i64.extend_i32_u (local.get $zero))))
  (func (export "traps: address and offset do not wrap around") (param $zero i32) (result i64)
    (i64.load offset=16 (i64.sub (i64.extend_i32_u (local.get $zero)) (i64.const 8))))
  (func (export "traps: a load of which one byte lies beyond the end") (param $zero i32) (result i64)
    (i64.load (i64.sub (i64.mul (memory.size) (i64.const 0x10000)) (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 7))))))
  (func (export "traps: a fill whose end wraps around") (param $zero i32) (result i64)
    (memory.fill (i64.const 16) (i32.const 0) (i64.sub (i64.extend_i32_u (local.get $zero)) (i64.const 8)))
    (i64.const 1)))
