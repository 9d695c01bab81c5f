;; Exceptions that are caught by try_table, and may be kept as exnref.
(module
  (memory (export "memory") 1)
  (type $thrower (func (param i32)))
  (tag $empty)
  (tag $number (param i32))
  (tag $many (param i32 i64 f32 f64))
  (tag $number-too (param i32)) ;; of the same type, and yet another tag
  (table funcref (elem $throw-number $throw-many))
  (global $cleaned (mut i32) (i32.const 0))
  (func $throw-number (type $thrower) (throw $number (local.get 0)))
  (func $throw-many (type $thrower)
    (throw $many
      (local.get 0)
      (i64.extend_i32_s (i32.add (local.get 0) (i32.const 1)))
      (f32.convert_i32_s (i32.add (local.get 0) (i32.const 2)))
      (f64.convert_i32_s (i32.add (local.get 0) (i32.const 3)))))
  (func $throw-deep (param $depth i32) (result i32)
    (if (i32.eqz (local.get $depth)) (then (throw $number (i32.const 77))))
    (i32.add (call $throw-deep (i32.sub (local.get $depth) (i32.const 1))) (i32.const 1)))
  ;; counts, and throws on what it caught
  (func $clean (param i32)
    (block $caught (result exnref)
      (try_table (catch_all_ref $caught) (call_indirect (type $thrower) (local.get 0) (i32.const 0)))
      (return))
    (global.set $cleaned (i32.add (global.get $cleaned) (i32.const 1)))
    (throw_ref))

  (func (export "a thrown value is caught, in the function and through calls") (param $zero i32) (result i64)
    ;; check 1: in the same function
    (block $caught (result i32)
      (try_table (catch $number $caught) (throw $number (i32.add (local.get $zero) (i32.const 41))))
      (return (i64.const 1)))
    (if (i32.ne (i32.const 41)) (then (return (i64.const 1))))
    ;; check 2: from a call
    (block $caught (result i32)
      (try_table (catch $number $caught) (call $throw-number (i32.add (local.get $zero) (i32.const 42))))
      (return (i64.const 2)))
    (if (i32.ne (i32.const 42)) (then (return (i64.const 2))))
    ;; check 3: from an indirect call
    (block $caught (result i32)
      (try_table (catch $number $caught) (call_indirect (type $thrower) (i32.const 43) (local.get $zero)))
      (return (i64.const 3)))
    (if (i32.ne (i32.const 43)) (then (return (i64.const 3))))
    ;; check 4: through a hundred calls
    (block $caught (result i32)
      (try_table (catch $number $caught) (drop (call $throw-deep (i32.add (local.get $zero) (i32.const 100)))))
      (return (i64.const 4)))
    (if (i32.ne (i32.const 77)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "an exception carries values of all types, in order") (param $zero i32) (result i64)
    (local $d f64) (local $f f32) (local $l i64)
    (block $caught (result i32 i64 f32 f64)
      (try_table (catch $many $caught) (call_indirect (type $thrower) (i32.const 10) (i32.add (local.get $zero) (i32.const 1))))
      (return (i64.const 1)))
    (local.set $d)
    (local.set $f)
    (local.set $l)
    ;; check 1
    (if (i32.ne (i32.const 10)) (then (return (i64.const 1))))
    ;; check 2
    (if (i64.ne (local.get $l) (i64.const 11)) (then (return (i64.const 2))))
    ;; check 3
    (if (f32.ne (local.get $f) (f32.const 12)) (then (return (i64.const 3))))
    ;; check 4
    (if (f64.ne (local.get $d) (f64.const 13)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "the first clause that fits takes it, in the innermost block that has one") (param $zero i32) (result i64)
    ;; check 1: another tag of the same type does not fit
    (block $right (result i32)
      (block $wrong (result i32)
        (try_table (catch $number-too $wrong) (catch $number $right) (call $throw-number (i32.add (local.get $zero) (i32.const 1))))
        (return (i64.const 1)))
      (drop)
      (return (i64.const 1)))
    (drop)
    ;; check 2: an inner block without a fitting clause is passed
    (block $right (result i32)
      (block $wrong
        (try_table (catch $number $right)
          (try_table (catch $empty $wrong) (call $throw-number (i32.add (local.get $zero) (i32.const 2)))))
        (return (i64.const 2)))
      (return (i64.const 2)))
    (if (i32.ne (i32.const 2)) (then (return (i64.const 2))))
    ;; check 3: the inner one comes first
    (block $right (result i32)
      (block $wrong
        (try_table (catch_all $wrong)
          (try_table (catch $number $right) (call $throw-number (i32.add (local.get $zero) (i32.const 3)))))
        (return (i64.const 3)))
      (return (i64.const 3)))
    (if (i32.ne (i32.const 3)) (then (return (i64.const 3))))
    ;; check 4: catch_all before a clause that would fit
    (block $wrong (result i32)
      (block $right
        (try_table (catch_all $right) (catch $number $wrong) (call $throw-number (local.get $zero)))
        (return (i64.const 4)))
      (i32.const 9))
    (if (i32.ne (i32.const 9)) (then (return (i64.const 4))))
    ;; check 5: what is thrown after a block was left is not caught by it
    (block $right (result i32)
      (block $wrong
        (try_table (catch $number $right)
          (try_table (catch_all $wrong) (nop))
          (call $throw-number (i32.add (local.get $zero) (i32.const 5))))
        (return (i64.const 5)))
      (return (i64.const 5)))
    (if (i32.ne (i32.const 5)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "an exception that is kept can be thrown again") (param $zero i32) (result i64)
    (local $kept exnref)
    ;; check 1: catch_ref gives its values and itself
    (block $caught (result i32 exnref)
      (try_table (catch_ref $number $caught) (call $throw-number (i32.add (local.get $zero) (i32.const 31))))
      (return (i64.const 1)))
    (local.set $kept)
    (if (i32.ne (i32.const 31)) (then (return (i64.const 1))))
    (if (ref.is_null (local.get $kept)) (then (return (i64.const 1))))
    ;; check 2: thrown again, it has its tag and value; and again
    (block $caught (result i32)
      (try_table (catch $number $caught) (throw_ref (local.get $kept)))
      (return (i64.const 2)))
    (if (i32.ne (i32.const 31)) (then (return (i64.const 2))))
    (block $caught (result exnref)
      (try_table (catch_all_ref $caught) (throw_ref (local.get $kept)))
      (return (i64.const 2)))
    (local.set $kept)
    (block $caught (result i32)
      (try_table (catch $number $caught) (throw_ref (local.get $kept)))
      (return (i64.const 2)))
    (if (i32.ne (i32.const 31)) (then (return (i64.const 2))))
    ;; check 3: a function that cleans up and throws on
    (block $caught (result i32)
      (try_table (catch $number $caught) (call $clean (i32.add (local.get $zero) (i32.const 32))))
      (return (i64.const 3)))
    (if (i32.ne (i32.const 32)) (then (return (i64.const 3))))
    (if (i32.ne (global.get $cleaned) (i32.const 1)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "traps: a trap is no exception that catch_all catches") (param $zero i32) (result i64)
    (block $caught
      (try_table (catch_all $caught) (drop (i32.div_u (i32.const 1) (local.get $zero)))))
    (i64.const 1))
  (func (export "traps: throw_ref of null") (param $zero i32) (result i64)
    (throw_ref (ref.null exn))))
