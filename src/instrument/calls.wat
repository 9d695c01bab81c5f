;; A `_start` for a reactor: makes the calls that the last argument asks for, and tells each on standard output.
;;
;; Nothing of the guest's is disturbed. One page is added, and used before anything of the guest's has run; after that,
;; what a host call needs lies for that moment at the begin of the guest's memory, whose bytes are put back.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "guest" "memory" (memory 0))
  ;; {exports}

  ;; $record and $now:
  ;; {record}
  ;; {now}

  ;; Tells why there are no results, and ends.
  (func $give_up (param $why i64)
    (call $record (i32.const 1) (local.get $why) (i64.const 0) (i64.const 0))
    unreachable)

  ;; A number of the last argument: 16 letters from a to p.
  (func $number (param $at i32) (result i64)
    (local $value i64)
    (local $left i32)
    (local.set $left (i32.const 16))
    (loop $next
      (local.set $value
        (i64.or
          (i64.shl (local.get $value) (i64.const 4))
          (i64.extend_i32_u (i32.sub (i32.load8_u (local.get $at)) (i32.const 97)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (local.get $value))

  ;; Where the last argument is, which is as long as six numbers.
  (func $last_argument (result i32)
    (local $page i32)
    (local $last i32)
    (local.set $page (memory.grow (i32.const 1)))
    (if (i32.eq (local.get $page) (i32.const -1)) (then (call $give_up (i64.const 16))))
    (local.set $page (i32.shl (local.get $page) (i32.const 16)))
    (if (call $args_sizes_get (local.get $page) (i32.add (local.get $page) (i32.const 4)))
      (then (call $give_up (i64.const 17))))
    ;; How many words, and how many bytes: both must fit into the page, behind these two numbers.
    (if (i32.or
          (i32.eqz (i32.load (local.get $page)))
          (i32.gt_u
            (i32.add (i32.shl (i32.load (local.get $page)) (i32.const 2)) (i32.load offset=4 (local.get $page)))
            (i32.const 65000)))
      (then (call $give_up (i64.const 17))))
    (local.set $last (i32.shl (i32.load (local.get $page)) (i32.const 2)))
    (if (call $args_get
          (i32.add (local.get $page) (i32.const 8))
          (i32.add (i32.add (local.get $page) (i32.const 8)) (local.get $last)))
      (then (call $give_up (i64.const 17))))
    (local.set $last (i32.load offset=4 (i32.add (local.get $page) (local.get $last))))
    (if (i32.load8_u offset=96 (local.get $last)) (then (call $give_up (i64.const 17))))
    (local.get $last))

  ;; Calls one of the guest's exports.
  (func $call (param $export i64) (param $n i32) (result i64)
    ;; {dispatch}
    (call $give_up (i64.const 18))
    unreachable)

  ;; Calls it again and again, and tells how long each call took and what came of it.
  (func $series
    (param $kind i64) (param $export i64) (param $n i32) (param $samples i64) (param $budget i64)
    (local $begin i64)
    (local $before i64)
    (local $after i64)
    (local $result i64)
    (local.set $begin (call $now))
    (loop $next
      (local.set $before (call $now))
      (local.set $result (call $call (local.get $export) (local.get $n)))
      (local.set $after (call $now))
      (call $record (i32.const 1) (local.get $kind)
        (i64.sub (local.get $after) (local.get $before)) (local.get $result))
      (local.set $samples (i64.sub (local.get $samples) (i64.const 1)))
      (br_if $next
        (i32.and
          (i64.ne (local.get $samples) (i64.const 0))
          (i64.lt_u (i64.sub (local.get $after) (local.get $begin)) (local.get $budget))))))

  (func (export "_start")
    (local $last i32)
    (local $export i64)
    (local $prepare i64)
    (local $warm_up i64)
    (local $n i32)
    (local $samples i64)
    (local $budget i64)
    (local.set $last (call $last_argument))
    (local.set $export (call $number (local.get $last)))
    (local.set $prepare (call $number (i32.add (local.get $last) (i32.const 16))))
    (local.set $warm_up (call $number (i32.add (local.get $last) (i32.const 32))))
    (local.set $n (i32.wrap_i64 (call $number (i32.add (local.get $last) (i32.const 48)))))
    (local.set $samples (call $number (i32.add (local.get $last) (i32.const 64))))
    (local.set $budget (call $number (i32.add (local.get $last) (i32.const 80))))
    (call $initialize)
    (if (i64.ne (local.get $prepare) (i64.const -1))
      (then
        (call $series (i64.const 0) (local.get $export) (i32.wrap_i64 (local.get $prepare))
          (i64.const 1) (i64.const 0))))
    (if (i64.ne (local.get $warm_up) (i64.const 0))
      (then
        (call $series (i64.const 1) (local.get $export) (local.get $n)
          (local.get $samples) (local.get $warm_up))))
    (if (i64.ne (local.get $samples) (i64.const 0))
      (then
        (call $series (i64.const 2) (local.get $export) (local.get $n)
          (local.get $samples) (local.get $budget))))
    (call $record (i32.const 1) (i64.const 3) (i64.const 0) (i64.const 0))))
