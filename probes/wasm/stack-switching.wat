;; Continuations: functions that are suspended with all their callers, and resumed later.
(module
  (memory (export "memory") 1)
  (type $task (func))
  (type $k-task (cont $task))
  (type $counter (func (param i32 i32) (result i32)))
  (type $k-counter (cont $counter))
  (type $one (func (param i32) (result i32)))
  (type $k-one (cont $one))
  (type $none (func (result i32)))
  (type $k-none (cont $none))
  (tag $yield (param i32))
  (tag $ask (param i32) (result i32))
  (tag $other (param i32))
  (tag $stop (param i32)) ;; an exception
  (elem declare func $count $asker $deep $nester $add $thrower $fails $twice)

  ;; yields 1 to 5
  (func $count (type $task)
    (local $i i32)
    (loop $next
      (suspend $yield (local.tee $i (i32.add (local.get $i) (i32.const 1))))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 5)))))
  ;; asks twice, and adds the answers to what it was started with
  (func $asker (type $one)
    (i32.add
      (i32.mul (suspend $ask (local.get 0)) (i32.const 100))
      (suspend $ask (i32.add (local.get 0) (i32.const 1)))))
  (func $deep (type $one) (i32.add (call $deeper (i32.const 200) (local.get 0)) (i32.const 1000)))
  (func $deeper (param i32 i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (call $deeper (i32.sub (local.get 0) (i32.const 1)) (local.get 1)) (i32.const 1)))
      (else (suspend $ask (local.get 1)))))
  (func $add (type $counter) (i32.add (i32.mul (local.get 0) (i32.const 10)) (suspend $ask (local.get 1))))
  (func $thrower (type $one)
    (block $caught (result i32)
      (try_table (result i32) (catch $stop $caught) (suspend $ask (local.get 0)))
      (return))
    (i32.add (i32.const 500)))
  (func $fails (type $task) (throw $stop (i32.const 66)))
  (func $twice (type $task) (suspend $yield (i32.const 1)))
  ;; has a handler of its own for one tag, and lets the other pass
  (func $nester (type $task)
    (local $k (ref null $k-task))
    (local.set $k (cont.new $k-task (ref.func $count)))
    (loop $next
      (block $yielded (result i32 (ref $k-task))
        (resume $k-task (on $yield $yielded) (local.get $k))
        (return))
      (local.set $k)
      (suspend $other (i32.mul (i32.const 10)))
      (br $next)))
  ;; resumes until it returns, answering each question with its double
  (func $answer (param $k (ref null $k-one)) (param $v i32) (result i32)
    (loop $next
      (block $asked (result i32 (ref $k-one))
        (resume $k-one (on $ask $asked) (local.get $v) (local.get $k))
        (return))
      (local.set $k)
      (local.set $v (i32.mul (i32.const 2)))
      (br $next))
    (unreachable))

  (func (export "a generator yields, and goes on where it was") (param $zero i32) (result i64)
    (local $k (ref null $k-task)) (local $sum i32)
    (local.set $k (cont.new $k-task (ref.func $count)))
    (block $end
      (loop $next
        (block $yielded (result i32 (ref $k-task))
          (resume $k-task (on $yield $yielded) (local.get $k))
          (br $end))
        (local.set $k)
        (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 10))))
        (br $next)))
    ;; check 1: 1 to 5, in order
    (if (i32.ne (i32.add (local.get $sum) (local.get $zero)) (i32.const 12345)) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "values go in and out, also through calls") (param $zero i32) (result i64)
    ;; check 1: 100 · (2 · 7) + 2 · 8
    (if (i32.ne (call $answer (cont.new $k-one (ref.func $asker)) (i32.add (local.get $zero) (i32.const 7))) (i32.const 1416)) (then (return (i64.const 1))))
    ;; check 2: suspended 200 calls deep: 2 · 9 + 200 + 1000
    (if (i32.ne (call $answer (cont.new $k-one (ref.func $deep)) (i32.add (local.get $zero) (i32.const 9))) (i32.const 1218)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "two continuations of one function take turns") (param $zero i32) (result i64)
    (local $a (ref null $k-task)) (local $b (ref null $k-task)) (local $swap (ref null $k-task)) (local $sum i32) (local $i i32)
    (local.set $a (cont.new $k-task (ref.func $count)))
    (local.set $b (cont.new $k-task (ref.func $count)))
    (loop $next
      (block $yielded (result i32 (ref $k-task))
        (resume $k-task (on $yield $yielded) (local.get $a))
        (return (i64.const 1)))
      (local.set $swap)
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 10))))
      (local.set $a (local.get $b))
      (local.set $b (local.get $swap))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
    ;; check 1
    (if (i32.ne (i32.add (local.get $sum) (local.get $zero)) (i32.const 112233)) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "a suspension passes handlers of other tags") (param $zero i32) (result i64)
    (local $k (ref null $k-task)) (local $sum i32)
    (local.set $k (cont.new $k-task (ref.func $nester)))
    (block $end
      (loop $next
        (block $other (result i32 (ref $k-task))
          (block $yielded (result i32 (ref $k-task))
            (resume $k-task (on $yield $yielded) (on $other $other) (local.get $k))
            (br $end))
          ;; check 1: the inner handler takes all of these
          (return (i64.const 1)))
        (local.set $k)
        (local.set $sum (i32.add (local.get $sum)))
        (br $next)))
    ;; check 2: 10 · (1 + … + 5)
    (if (i32.ne (i32.add (local.get $sum) (local.get $zero)) (i32.const 150)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "cont.bind gives a continuation its first arguments") (param $zero i32) (result i64)
    ;; check 1: of one that has not begun: 10 · 4 + 2 · 3
    (if (i32.ne
          (call $answer (cont.bind $k-counter $k-one (i32.const 4) (cont.new $k-counter (ref.func $add))) (i32.add (local.get $zero) (i32.const 3)))
          (i32.const 46))
      (then (return (i64.const 1))))
    ;; check 2: of one that was suspended: 10 · 4 + 8
    (block $asked (result i32 (ref $k-one))
      (resume $k-counter (on $ask $asked) (i32.const 4) (i32.add (local.get $zero) (i32.const 3)) (cont.new $k-counter (ref.func $add)))
      (return (i64.const 2)))
    (if (i32.ne (call $bound) (i32.const 48)) (then (return (i64.const 2))))
    (i64.const 0))
  (func $bound (param i32 (ref $k-one)) (result i32)
    (resume $k-none (cont.bind $k-one $k-none (i32.const 8) (local.get 1))))

  (func (export "exceptions go in and out") (param $zero i32) (result i64)
    (local $k (ref null $k-one))
    ;; check 1: thrown into a suspended function, which catches it
    (block $asked (result i32 (ref $k-one))
      (resume $k-one (on $ask $asked) (i32.add (local.get $zero) (i32.const 3)) (cont.new $k-one (ref.func $thrower)))
      (return (i64.const 1)))
    (local.set $k)
    (drop)
    (if (i32.ne (resume_throw $k-one $stop (i32.add (local.get $zero) (i32.const 7)) (local.get $k)) (i32.const 507)) (then (return (i64.const 1))))
    ;; check 2: not caught, it arrives where the function was resumed
    (block $caught (result i32)
      (try_table (catch $stop $caught) (resume $k-task (cont.new $k-task (ref.func $fails))))
      (return (i64.const 2)))
    (if (i32.ne (i32.const 66)) (then (return (i64.const 2))))
    ;; check 3: thrown into a function that has not begun, and so never begins
    (block $caught (result i32)
      (try_table (catch $stop $caught) (resume_throw $k-task $stop (i32.add (local.get $zero) (i32.const 8)) (cont.new $k-task (ref.func $fails))))
      (return (i64.const 3)))
    (if (i32.ne (i32.const 8)) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "ten thousand continuations are made and left") (param $zero i32) (result i64)
    (local $i i32) (local $sum i32)
    (loop $next
      (block $done
        (block $yielded (result i32 (ref $k-task))
          (resume $k-task (on $yield $yielded) (cont.new $k-task (ref.func $twice)))
          (br $done))
        (drop)
        (local.set $sum (i32.add (local.get $sum))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10000))))
    ;; check 1: each yielded once
    (if (i32.ne (i32.add (local.get $sum) (local.get $zero)) (i32.const 10000)) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "traps: a continuation is resumed a second time") (param $zero i32) (result i64)
    (local $k (ref $k-one))
    (local.set $k (cont.new $k-one (ref.func $asker)))
    (block $asked (result i32 (ref $k-one))
      (resume $k-one (on $ask $asked) (local.get $zero) (local.get $k))
      (return (i64.const 1)))
    (drop)
    (drop)
    (drop (resume $k-one (local.get $zero) (local.get $k)))
    (i64.const 1))
  (func (export "traps: null is resumed") (param $zero i32) (result i64)
    (drop (resume $k-one (local.get $zero) (ref.null $k-one)))
    (i64.const 1))
  (func (export "traps: a continuation of a null function") (param $zero i32) (result i64)
    (drop (cont.new $k-task (ref.null $task)))
    (i64.const 1)))
