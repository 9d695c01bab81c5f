;; References to functions of a known type, and references that cannot be null.
(module
  (memory (export "memory") 1)
  (type $unary (func (param i64) (result i64)))
  (type $chooser (func (param i32) (result (ref $unary))))
  (type $applier (func (param (ref $unary) i64) (result i64)))
  (elem declare func $double $negate $twice $choose)
  (func $double (type $unary) (i64.mul (local.get 0) (i64.const 2)))
  (func $negate (type $unary) (i64.sub (i64.const 0) (local.get 0)))
  (func $twice (type $applier) (call_ref $unary (call_ref $unary (local.get 1) (local.get 0)) (local.get 0)))
  (func $choose (type $chooser)
    (if (result (ref $unary)) (local.get 0)
      (then (ref.func $negate))
      (else (ref.func $double))))
  (global $held (ref $unary) (ref.func $double))
  (global $kept (mut (ref null $unary)) (ref.null $unary))

  (func (export "call_ref calls what a reference refers to") (param $zero i32) (result i64)
    (local $f (ref $unary))
    ;; check 1
    (local.set $f (ref.func $double))
    (if (i64.ne (call_ref $unary (i64.extend_i32_u (i32.add (local.get $zero) (i32.const 21))) (local.get $f)) (i64.const 42)) (then (return (i64.const 1))))
    ;; check 2: a function that a function gave
    (local.set $f (call_ref $chooser (i32.add (local.get $zero) (i32.const 1)) (ref.func $choose)))
    (if (i64.ne (call_ref $unary (i64.const 5) (local.get $f)) (i64.const -5)) (then (return (i64.const 2))))
    ;; check 3: a function that takes a function
    (if (i64.ne (call_ref $applier (ref.func $double) (i64.const 5) (ref.func $twice)) (i64.const 20)) (then (return (i64.const 3))))
    ;; check 4: from globals
    (global.set $kept (local.get $f))
    (if (i64.ne (call_ref $unary (i64.const 6) (global.get $held)) (i64.const 12)) (then (return (i64.const 4))))
    (if (i64.ne (call_ref $unary (i64.const 6) (global.get $kept)) (i64.const -6)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "branches on null and on what is not null") (param $zero i32) (result i64)
    ;; check 1: br_on_null takes the branch
    (block $null
      (drop (br_on_null $null (call $maybe (local.get $zero))))
      (return (i64.const 1)))
    ;; check 2: br_on_null goes on with the reference
    (block $null
      (if (i64.ne (call_ref $unary (i64.const 3) (br_on_null $null (call $maybe (i32.add (local.get $zero) (i32.const 1))))) (i64.const 6))
        (then (return (i64.const 2))))
      (br_if $null (i32.eqz (local.get $zero)))
      (return (i64.const 2)))
    ;; check 3: br_on_non_null takes the branch with the reference, after another value
    (block $some (result i64 (ref $unary))
      (i64.const 4)
      (br_on_non_null $some (call $maybe (i32.add (local.get $zero) (i32.const 1))))
      (return (i64.const 3)))
    (if (i64.ne (call_ref $unary) (i64.const 8)) (then (return (i64.const 3))))
    ;; check 4: br_on_non_null goes on without it
    (drop (block $some (result (ref $unary))
      (br_on_non_null $some (call $maybe (local.get $zero)))
      (return (i64.const 0))))
    (i64.const 4))
  (func $maybe (param i32) (result (ref null $unary))
    (if (result (ref null $unary)) (local.get 0) (then (ref.func $double)) (else (ref.null $unary))))

  (func (export "ref.as_non_null gives what is not null") (param $zero i32) (result i64)
    ;; check 1
    (if (i64.ne (call_ref $unary (i64.const 9) (ref.as_non_null (call $maybe (i32.add (local.get $zero) (i32.const 1))))) (i64.const 18)) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "traps: call_ref of null") (param $zero i32) (result i64)
    (call_ref $unary (i64.const 1) (call $maybe (local.get $zero))))
  (func (export "traps: ref.as_non_null of null") (param $zero i32) (result i64)
    (drop (ref.as_non_null (call $maybe (local.get $zero))))
    (i64.const 1)))
