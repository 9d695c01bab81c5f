;; Several tables in a module.
(module
  (memory (export "memory") 1)
  (type $number (func (result i32)))
  (table $first 3 funcref)
  (table $second 5 funcref)
  (elem (table $first) (i32.const 0) func $one $two)
  (elem (table $second) (i32.const 1) func $two $three)
  (elem $passive funcref (ref.func $three) (ref.null func) (ref.func $one))
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func $three (result i32) (i32.const 3))

  (func (export "calls go through the table that is named") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.ne (call_indirect $first (type $number) (i32.add (local.get $zero) (i32.const 1))) (i32.const 2)) (then (return (i64.const 1))))
    ;; check 2
    (if (i32.ne (call_indirect $second (type $number) (i32.add (local.get $zero) (i32.const 2))) (i32.const 3)) (then (return (i64.const 2))))
    ;; check 3: sizes of their own
    (if (i32.ne (table.size $first) (i32.const 3)) (then (return (i64.const 3))))
    (if (i32.ne (table.size $second) (i32.const 5)) (then (return (i64.const 3))))
    ;; check 4: one grows, the other does not
    (if (i32.ne (table.grow $second (ref.null func) (i32.add (local.get $zero) (i32.const 3))) (i32.const 5)) (then (return (i64.const 4))))
    (if (i32.ne (table.size $first) (i32.const 3)) (then (return (i64.const 4))))
    (if (i32.ne (table.size $second) (i32.const 8)) (then (return (i64.const 4))))
    ;; check 5: what no segment wrote is null
    (if (i32.eqz (ref.is_null (table.get $second (local.get $zero)))) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "elements are copied from one table to another") (param $zero i32) (result i64)
    (table.copy $second $first (i32.const 3) (local.get $zero) (i32.const 2))
    ;; check 1
    (if (i32.ne (call_indirect $second (type $number) (i32.const 3)) (i32.const 1)) (then (return (i64.const 1))))
    (if (i32.ne (call_indirect $second (type $number) (i32.const 4)) (i32.const 2)) (then (return (i64.const 1))))
    ;; check 2: the source stays
    (if (i32.ne (call_indirect $first (type $number) (local.get $zero)) (i32.const 1)) (then (return (i64.const 2))))
    ;; check 3: a segment of expressions, with a null among them
    (table.init $second $passive (i32.add (local.get $zero) (i32.const 1)) (i32.const 0) (i32.const 3))
    (if (i32.ne (call_indirect $second (type $number) (i32.const 1)) (i32.const 3)) (then (return (i64.const 3))))
    (if (i32.eqz (ref.is_null (table.get $second (i32.const 2)))) (then (return (i64.const 3))))
    (if (i32.ne (call_indirect $second (type $number) (i32.const 3)) (i32.const 1)) (then (return (i64.const 3))))
    ;; check 4: the other table has nothing of it
    (if (i32.ne (call_indirect $first (type $number) (i32.const 1)) (i32.const 2)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "traps: an index that only the larger table has") (param $zero i32) (result i64)
    (i64.extend_i32_u (call_indirect $first (type $number) (i32.add (local.get $zero) (i32.const 4)))))
  (func (export "traps: a copy beyond the smaller table") (param $zero i32) (result i64)
    (table.copy $first $second (local.get $zero) (i32.const 0) (i32.const 4))
    (i64.const 1)))
