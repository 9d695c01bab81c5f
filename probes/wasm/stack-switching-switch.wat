;; Continuations that hand over to each other directly, by switch, under one handler.
(module
  (memory (export "memory") 1)
  (rec
    (type $turn (func (param (ref null $k-turn))))
    (type $k-turn (cont $turn)))
  (tag $swap)
  (global $log (mut i64) (i64.const 0))
  (global $rounds (mut i32) (i32.const 0))
  (elem declare func $even $odd)
  (func $note (param i64) (global.set $log (i64.add (i64.mul (global.get $log) (i64.const 10)) (local.get 0))))
  (func $even (type $turn)
    (loop $next
      (call $note (i64.const 2))
      (if (i32.eqz (global.get $rounds)) (then (return)))
      (global.set $rounds (i32.sub (global.get $rounds) (i32.const 1)))
      (local.set 0 (switch $k-turn $swap (local.get 0)))
      (br $next)))
  (func $odd (type $turn)
    (loop $next
      (call $note (i64.const 1))
      (local.set 0 (switch $k-turn $swap (local.get 0)))
      (br $next)))

  (func (export "two continuations hand over to each other") (param $zero i32) (result i64)
    (global.set $rounds (i32.add (local.get $zero) (i32.const 3)))
    (resume $k-turn (on $swap switch) (cont.new $k-turn (ref.func $odd)) (cont.new $k-turn (ref.func $even)))
    ;; check 1: the order
    (if (i64.ne (global.get $log) (i64.const 2121212)) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "they hand over a hundred thousand times") (param $zero i32) (result i64)
    (global.set $rounds (i32.add (local.get $zero) (i32.const 100000)))
    (resume $k-turn (on $swap switch) (cont.new $k-turn (ref.func $odd)) (cont.new $k-turn (ref.func $even)))
    ;; check 1: until none is left
    (if (global.get $rounds) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "traps: null is switched to") (param $zero i32) (result i64)
    (global.set $rounds (i32.add (local.get $zero) (i32.const 1)))
    (resume $k-turn (on $swap switch) (ref.null $k-turn) (cont.new $k-turn (ref.func $even)))
    (i64.const 1)))
