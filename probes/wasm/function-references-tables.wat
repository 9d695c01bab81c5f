;; Tables whose elements are functions of a known type, and never null.
(module
  (memory (export "memory") 1)
  (type $unary (func (param i64) (result i64)))
  (func $double (type $unary) (i64.mul (local.get 0) (i64.const 2)))
  (func $negate (type $unary) (i64.sub (i64.const 0) (local.get 0)))
  (table $functions 4 9 (ref $unary) (ref.func $negate)) ;; with what all its elements begin
  (table $nullable 3 (ref null $unary))
  (elem (table $nullable) (i32.const 1) (ref null $unary) (ref.func $double))

  (func (export "a table of references that are never null") (param $zero i32) (result i64)
    ;; check 1: all elements began as the same function
    (if (i64.ne (call_ref $unary (i64.const 7) (table.get $functions (i32.add (local.get $zero) (i32.const 3)))) (i64.const -7)) (then (return (i64.const 1))))
    ;; check 2
    (table.set $functions (i32.add (local.get $zero) (i32.const 1)) (ref.func $double))
    (if (i64.ne (call_ref $unary (i64.const 7) (table.get $functions (i32.const 1))) (i64.const 14)) (then (return (i64.const 2))))
    ;; check 3: it is a table for indirect calls too
    (if (i64.ne (call_indirect $functions (type $unary) (i64.const 8) (i32.add (local.get $zero) (i32.const 1))) (i64.const 16)) (then (return (i64.const 3))))
    ;; check 4: grown
    (if (i32.ne (table.grow $functions (ref.func $double) (i32.add (local.get $zero) (i32.const 2))) (i32.const 4)) (then (return (i64.const 4))))
    (if (i64.ne (call_indirect $functions (type $unary) (i64.const 9) (i32.const 5)) (i64.const 18)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "a table of typed references that may be null") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.eqz (ref.is_null (table.get $nullable (local.get $zero)))) (then (return (i64.const 1))))
    ;; check 2
    (if (i64.ne (call_ref $unary (i64.const 7) (table.get $nullable (i32.add (local.get $zero) (i32.const 1)))) (i64.const 14)) (then (return (i64.const 2))))
    ;; check 3: copied from the table that has no null
    (table.copy $nullable $functions (i32.const 0) (i32.add (local.get $zero) (i32.const 3)) (i32.const 1))
    (if (i64.ne (call_indirect $nullable (type $unary) (i64.const 7) (local.get $zero)) (i64.const -7)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "traps: an indirect call of null in a typed table") (param $zero i32) (result i64)
    (call_indirect $nullable (type $unary) (i64.const 1) (i32.add (local.get $zero) (i32.const 2)))))
