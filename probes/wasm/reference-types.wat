;; References to functions as values, and the instructions that read, write and grow a table.
(module
  (memory (export "memory") 1)
  (type $number (func (result i32)))
  (table $functions 3 9 funcref)
  (elem (table $functions) (i32.const 0) func $one $two)
  (elem declare func $three)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func $three (result i32) (i32.const 3))
  (global $function (mut funcref) (ref.func $two))
  (func $pass (param funcref funcref) (result funcref)
    (if (ref.is_null (local.get 0)) (then (return (local.get 1))))
    (ref.null func))

  (func (export "references pass through locals, globals, calls and select") (param $zero i32) (result i64)
    (local $f funcref) (local $null funcref)
    ;; check 1: a local begins as null
    (if (i32.eqz (ref.is_null (local.get $f))) (then (return (i64.const 1))))
    ;; check 2: ref.func is not null
    (local.set $f (ref.func $three))
    (if (ref.is_null (local.get $f)) (then (return (i64.const 2))))
    ;; check 3: through a global that began as a function
    (if (ref.is_null (global.get $function)) (then (return (i64.const 3))))
    (global.set $function (local.get $f))
    ;; check 4: through a call
    (local.set $f (call $pass (local.get $null) (global.get $function)))
    (if (ref.is_null (local.get $f)) (then (return (i64.const 4))))
    ;; check 5: select with a type
    (if (ref.is_null (select (result funcref) (ref.null func) (local.get $f) (local.get $zero))) (then (return (i64.const 5))))
    ;; check 6: it is still that function
    (table.set $functions (i32.const 2) (local.get $f))
    (if (i32.ne (call_indirect $functions (type $number) (i32.add (local.get $zero) (i32.const 2))) (i32.const 3)) (then (return (i64.const 6))))
    (i64.const 0))

  (func (export "elements are read, written and filled") (param $zero i32) (result i64)
    ;; check 1: read and written
    (table.set $functions (i32.const 2) (table.get $functions (local.get $zero)))
    (if (i32.ne (call_indirect $functions (type $number) (i32.add (local.get $zero) (i32.const 2))) (i32.const 1)) (then (return (i64.const 1))))
    ;; check 2: set to null
    (table.set $functions (i32.add (local.get $zero) (i32.const 2)) (ref.null func))
    (if (i32.eqz (ref.is_null (table.get $functions (i32.const 2)))) (then (return (i64.const 2))))
    ;; check 3: filled from the second to the last
    (table.fill $functions (i32.add (local.get $zero) (i32.const 1)) (ref.func $three) (i32.const 2))
    (if (i32.ne (call_indirect $functions (type $number) (local.get $zero)) (i32.const 1)) (then (return (i64.const 3))))
    (if (i32.ne (call_indirect $functions (type $number) (i32.const 1)) (i32.const 3)) (then (return (i64.const 3))))
    (if (i32.ne (call_indirect $functions (type $number) (i32.const 2)) (i32.const 3)) (then (return (i64.const 3))))
    ;; check 4: nothing is filled, also at the end
    (table.fill $functions (table.size $functions) (ref.null func) (local.get $zero))
    (if (i32.ne (call_indirect $functions (type $number) (i32.const 2)) (i32.const 3)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "a table grows, filled with what is given, up to its maximum") (param $zero i32) (result i64)
    ;; check 1: it begins with three
    (if (i32.ne (table.size $functions) (i32.const 3)) (then (return (i64.const 1))))
    ;; check 2: the size before
    (if (i32.ne (table.grow $functions (ref.func $two) (i32.add (local.get $zero) (i32.const 4))) (i32.const 3)) (then (return (i64.const 2))))
    (if (i32.ne (table.size $functions) (i32.const 7)) (then (return (i64.const 2))))
    ;; check 3: the new elements
    (if (i32.ne (call_indirect $functions (type $number) (i32.const 3)) (i32.const 2)) (then (return (i64.const 3))))
    (if (i32.ne (call_indirect $functions (type $number) (i32.const 6)) (i32.const 2)) (then (return (i64.const 3))))
    ;; check 4: the old ones
    (if (i32.ne (call_indirect $functions (type $number) (local.get $zero)) (i32.const 1)) (then (return (i64.const 4))))
    ;; check 5: not beyond the maximum
    (if (i32.ne (table.grow $functions (ref.null func) (i32.const 3)) (i32.const -1)) (then (return (i64.const 5))))
    (if (i32.ne (table.grow $functions (ref.null func) (i32.sub (local.get $zero) (i32.const 1))) (i32.const -1)) (then (return (i64.const 5))))
    (if (i32.ne (table.size $functions) (i32.const 7)) (then (return (i64.const 5))))
    ;; check 6: by none, and to the maximum
    (if (i32.ne (table.grow $functions (ref.null func) (local.get $zero)) (i32.const 7)) (then (return (i64.const 6))))
    (if (i32.ne (table.grow $functions (ref.null func) (i32.const 2)) (i32.const 7)) (then (return (i64.const 6))))
    (i64.const 0))

  (func (export "traps: an element beyond the end is read") (param $zero i32) (result i64)
    (drop (table.get $functions (i32.add (local.get $zero) (i32.const 20))))
    (i64.const 1))
  (func (export "traps: an element beyond the end is written") (param $zero i32) (result i64)
    (table.set $functions (i32.sub (local.get $zero) (i32.const 1)) (ref.null func))
    (i64.const 1))
  (func (export "traps: a fill beyond the end") (param $zero i32) (result i64)
    (table.fill $functions (i32.const 2) (ref.null func) (i32.add (local.get $zero) (i32.const 20)))
    (i64.const 1))
  (func (export "traps: a call of what was set to null") (param $zero i32) (result i64)
    (table.set $functions (local.get $zero) (ref.null func))
    (i64.extend_i32_u (call_indirect $functions (type $number) (local.get $zero)))))
