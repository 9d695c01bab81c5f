;; Calls that end the function which makes them, and leave nothing of it on the stack.
(module
  (memory (export "memory") 1)
  (type $step (func (param i64 i64) (result i64)))
  (type $many (func (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 f64 f64 i64) (result i64)))
  (table funcref (elem $sum-by-table $even $odd $narrow))

  (func $sum (type $step)
    (if (i64.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $sum (i64.sub (local.get 0) (i64.const 1)) (i64.add (local.get 1) (local.get 0))))
  (func $sum-by-table (type $step)
    (if (i64.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $step)
      (i64.sub (local.get 0) (i64.const 1))
      (i64.add (local.get 1) (local.get 0))
      (i32.const 0)))
  ;; each ends by a call of the other
  (func $even (type $step)
    (if (i64.eqz (local.get 0)) (then (return (i64.const 10))))
    (return_call $odd (i64.sub (local.get 0) (i64.const 1)) (local.get 1)))
  (func $odd (type $step)
    (if (i64.eqz (local.get 0)) (then (return (i64.const 11))))
    (return_call_indirect (type $step) (i64.sub (local.get 0) (i64.const 1)) (local.get 1) (i32.wrap_i64 (local.get 1))))
  ;; few parameters, then more than fit into registers, then few again
  (func $narrow (type $step)
    (if (i64.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $broad
      (local.get 0) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5) (i64.const 6)
      (i64.const 7) (i64.const 8) (i64.const 9) (f64.const 10) (f64.const 11) (local.get 1)))
  (func $broad (type $many)
    ;; two that change places: the arguments are all read before one is written
    (return_call $broader
      (local.get 0) (local.get 2) (local.get 1) (local.get 4) (local.get 3) (local.get 6) (local.get 5)
      (local.get 8) (local.get 7) (local.get 9) (local.get 11) (local.get 10) (local.get 12)))
  (func $broader (type $many)
    (if (i64.ne (local.get 1) (i64.const 2)) (then (return (i64.const -1))))
    (if (i64.ne (local.get 2) (i64.const 1)) (then (return (i64.const -1))))
    (if (i64.ne (local.get 7) (i64.const 8)) (then (return (i64.const -1))))
    (if (i64.ne (local.get 8) (i64.const 7)) (then (return (i64.const -1))))
    (if (f64.ne (local.get 10) (f64.const 11)) (then (return (i64.const -1))))
    (if (f64.ne (local.get 11) (f64.const 10)) (then (return (i64.const -1))))
    (return_call_indirect (type $step) (i64.sub (local.get 0) (i64.const 1)) (i64.add (local.get 12) (local.get 9)) (i32.const 3)))
  (func $in-a-block (param i64) (result i64)
    (i64.const 7)
    (block (result i64)
      (loop
        (i32.const 8)
        (return_call $sum (local.get 0) (i64.const 0)))
      (unreachable))
    (i64.add))

  (func (export "a function calls itself a million times") (param $zero i32) (result i64)
    ;; check 1: the sum of 1 to 1,000,000
    (if (i64.ne
          (call $sum (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 1000000))) (i64.const 0))
          (i64.const 500000500000))
      (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "a function calls itself through a table a million times") (param $zero i32) (result i64)
    ;; check 1: the sum of 1 to 1,000,000
    (if (i64.ne
          (call $sum-by-table (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 1000000))) (i64.const 0))
          (i64.const 500000500000))
      (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "two functions call each other a million times") (param $zero i32) (result i64)
    ;; check 1: they end in the one
    (if (i64.ne (call $even (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 1000000))) (i64.const 1)) (i64.const 10)) (then (return (i64.const 1))))
    ;; check 2: … and in the other
    (if (i64.ne (call $even (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 999999))) (i64.const 1)) (i64.const 11)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "caller and callee have numbers of parameters that differ") (param $zero i32) (result i64)
    (local $result i64)
    (local.set $result (call $narrow (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 3))) (i64.const 5)))
    ;; check 1: all arguments arrived
    (if (i64.eq (local.get $result) (i64.const -1)) (then (return (i64.const 1))))
    ;; check 2: 5 + 9 · 3
    (if (i64.ne (local.get $result) (i64.const 32)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "a tail call from within blocks drops what lies on the stack") (param $zero i32) (result i64)
    ;; check 1
    (if (i64.ne (call $in-a-block (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 10)))) (i64.const 55)) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "traps: a tail call through a table with another type") (param $zero i32) (result i64)
    (return_call_indirect (param i32) (result i64) (local.get $zero) (local.get $zero)))
  (func (export "traps: a tail call through a table beyond its end") (param $zero i32) (result i64)
    (return_call_indirect (type $step) (i64.const 0) (i64.const 0) (i32.add (local.get $zero) (i32.const 4)))))
