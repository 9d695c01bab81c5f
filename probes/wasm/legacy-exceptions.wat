;; Exceptions in the form that came before exnref: try, catch, delegate and rethrow.
(module
  (memory (export "memory") 1)
  (type $thrower (func (param i32)))
  (tag $empty)
  (tag $number (param i32))
  (tag $pair (param i32 i64))
  (tag $number-too (param i32)) ;; of the same type, and yet another tag
  (table funcref (elem $throw-number))
  (global $cleaned (mut i32) (i32.const 0))
  (func $throw-number (type $thrower) (throw $number (local.get 0)))
  (func $throw-deep (param $depth i32) (result i32)
    (if (i32.eqz (local.get $depth)) (then (throw $number (i32.const 77))))
    (i32.add (call $throw-deep (i32.sub (local.get $depth) (i32.const 1))) (i32.const 1)))
  ;; counts, and throws on what it caught
  (func $clean (param i32)
    try
      (call $throw-number (local.get 0))
    catch_all
      (global.set $cleaned (i32.add (global.get $cleaned) (i32.const 1)))
      rethrow 0
    end)

  (func (export "a thrown value is caught, in the function and through calls") (param $zero i32) (result i64)
    ;; check 1: in the same function
    try (result i32)
      (throw $number (i32.add (local.get $zero) (i32.const 41)))
    catch $number
      (i32.add (i32.const 1))
    end
    (if (i32.ne (i32.const 42)) (then (return (i64.const 1))))
    ;; check 2: from an indirect call
    try (result i32)
      (call_indirect (type $thrower) (i32.const 43) (local.get $zero))
      i32.const 0
    catch $number
    end
    (if (i32.ne (i32.const 43)) (then (return (i64.const 2))))
    ;; check 3: through a hundred calls
    try (result i32)
      (call $throw-deep (i32.add (local.get $zero) (i32.const 100)))
    catch $number
    end
    (if (i32.ne (i32.const 77)) (then (return (i64.const 3))))
    ;; check 4: two values, in order
    try (result i32)
      (throw $pair (i32.add (local.get $zero) (i32.const 8)) (i64.const 9))
    catch $pair
      (if (i64.ne (i64.const 9)) (then (return (i64.const 4))))
    end
    (if (i32.ne (i32.const 8)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "the first clause that fits takes it, in the innermost block that has one") (param $zero i32) (result i64)
    ;; check 1: another tag of the same type does not fit
    try (result i32)
      (call $throw-number (i32.add (local.get $zero) (i32.const 1)))
      i32.const 10
    catch $number-too
      drop
      i32.const 20
    catch $number
    catch_all
      i32.const 30
    end
    (if (i32.ne (i32.const 1)) (then (return (i64.const 1))))
    ;; check 2: an inner block without a fitting clause is passed
    try (result i32)
      try (result i32)
        (call $throw-number (i32.add (local.get $zero) (i32.const 2)))
        i32.const 10
      catch $empty
        i32.const 20
      end
    catch $number
    end
    (if (i32.ne (i32.const 2)) (then (return (i64.const 2))))
    ;; check 3: what a clause throws is not caught by its own block
    try (result i32)
      try (result i32)
        throw $empty
      catch $empty
        (throw $number (i32.add (local.get $zero) (i32.const 3)))
      catch $number
        drop
        i32.const 10
      catch_all
        i32.const 20
      end
    catch $number
    end
    (if (i32.ne (i32.const 3)) (then (return (i64.const 3))))
    ;; check 4: catch_all, which has no value
    try (result i32)
      (call $throw-number (local.get $zero))
      i32.const 10
    catch_all
      i32.const 4
    end
    (if (i32.ne (i32.const 4)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "rethrow throws on what an enclosing clause caught") (param $zero i32) (result i64)
    ;; check 1: from catch_all, in a function
    try (result i32)
      (call $clean (i32.add (local.get $zero) (i32.const 32)))
      i32.const 0
    catch $number
    end
    (if (i32.ne (i32.const 32)) (then (return (i64.const 1))))
    (if (i32.ne (global.get $cleaned) (i32.const 1)) (then (return (i64.const 1))))
    ;; check 2: the outer one of two
    try (result i32)
      try $outer (result i32)
        (call $throw-number (i32.add (local.get $zero) (i32.const 33)))
        i32.const 10
      catch $number
        drop
        try (result i32)
          throw $empty
        catch $empty
          rethrow $outer
        end
      end
    catch $empty
      i32.const 20
    catch $number
    end
    (if (i32.ne (i32.const 33)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "delegate leaves an exception to an outer block") (param $zero i32) (result i64)
    ;; check 1: to the block around
    try (result i32)
      try (result i32)
        (call $throw-number (i32.add (local.get $zero) (i32.const 51)))
        i32.const 10
      delegate 0
    catch $number
    end
    (if (i32.ne (i32.const 51)) (then (return (i64.const 1))))
    ;; check 2: past a block that would catch it
    try $outer (result i32)
      try (result i32)
        try (result i32)
          (call $throw-number (i32.add (local.get $zero) (i32.const 52)))
          i32.const 10
        delegate $outer
      catch_all
        i32.const 20
      end
    catch $number
    end
    (if (i32.ne (i32.const 52)) (then (return (i64.const 2))))
    ;; check 3: without an exception it is a block
    try (result i32)
      try (result i32)
        (i32.add (local.get $zero) (i32.const 53))
      delegate 0
    catch_all
      i32.const 10
    end
    (if (i32.ne (i32.const 53)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "without an exception try is a block, also with parameters") (param $zero i32) (result i64)
    (local $i i32)
    ;; check 1: parameters and results
    (i32.add (local.get $zero) (i32.const 5))
    i32.const 6
    try (param i32 i32) (result i32)
      i32.mul
    catch_all
      i32.const 0
    end
    (if (i32.ne (i32.const 30)) (then (return (i64.const 1))))
    ;; check 2: a branch out of it, 1000 times in a loop; locals keep what was set before the exception
    loop $again
      try
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $again (i32.and (local.get $i) (i32.const 1)))
        throw $empty
      catch $empty
      end
      (br_if $again (i32.lt_u (local.get $i) (i32.const 1000)))
    end
    (if (i32.ne (local.get $i) (i32.const 1000)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "traps: a trap is no exception that catch_all catches") (param $zero i32) (result i64)
    try
      (drop (i32.div_u (i32.const 1) (local.get $zero)))
    catch_all
    end
    (i64.const 1)))
