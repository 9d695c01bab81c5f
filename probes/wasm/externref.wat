;; References to what the host has. Without a host to give one, each is null.
(module
  (memory (export "memory") 1)
  (table $outside 4 8 externref)
  (global $held (mut externref) (ref.null extern))
  (func $pass (param i32 externref i64 externref) (result externref)
    (if (i64.eqz (local.get 2)) (then (return (local.get 1))))
    (local.get 3))

  (func (export "externref passes through locals, globals, calls and select") (param $zero i32) (result i64)
    (local $e externref)
    ;; check 1: a local begins as null
    (if (i32.eqz (ref.is_null (local.get $e))) (then (return (i64.const 1))))
    ;; check 2: a global
    (global.set $held (local.get $e))
    (if (i32.eqz (ref.is_null (global.get $held))) (then (return (i64.const 2))))
    ;; check 3: a call
    (local.set $e (call $pass (local.get $zero) (ref.null extern) (i64.extend_i32_u (local.get $zero)) (global.get $held)))
    (if (i32.eqz (ref.is_null (local.get $e))) (then (return (i64.const 3))))
    ;; check 4: select
    (if (i32.eqz (ref.is_null (select (result externref) (local.get $e) (ref.null extern) (local.get $zero)))) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "a table of externref grows and is filled") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.ne (table.grow $outside (ref.null extern) (i32.add (local.get $zero) (i32.const 3))) (i32.const 4)) (then (return (i64.const 1))))
    (if (i32.ne (table.size $outside) (i32.const 7)) (then (return (i64.const 1))))
    ;; check 2: not beyond its maximum
    (if (i32.ne (table.grow $outside (ref.null extern) (i32.add (local.get $zero) (i32.const 2))) (i32.const -1)) (then (return (i64.const 2))))
    ;; check 3
    (table.fill $outside (local.get $zero) (ref.null extern) (i32.const 7))
    (table.set $outside (i32.add (local.get $zero) (i32.const 6)) (table.get $outside (i32.const 1)))
    (table.copy $outside $outside (i32.const 0) (i32.const 5) (i32.add (local.get $zero) (i32.const 2)))
    (if (i32.eqz (ref.is_null (table.get $outside (i32.const 6)))) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "traps: an element beyond the end is read") (param $zero i32) (result i64)
    (drop (table.get $outside (i32.add (local.get $zero) (i32.const 20))))
    (i64.const 1)))
