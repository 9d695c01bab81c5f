;; Strings and lists are copied from one component's memory into another's, and back.
(component
  (component $inner
    (core module $m
      (memory (export "memory") 1)
      (global $free (mut i32) (i32.const 1024))
      (func $realloc (export "realloc") (param i32 i32 i32 i32) (result i32)
        (local $at i32)
        (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
        (global.set $free (i32.add (local.get $at) (local.get 3)))
        (local.get $at))
      ;; Turns the bytes round, which are those of a string of single bytes.
      (func (export "turn") (param $from i32) (param $size i32) (result i32)
        (local $to i32) (local $i i32)
        (local.set $to (call $realloc (i32.const 0) (i32.const 0) (i32.const 1) (local.get $size)))
        (if (local.get $size) (then (loop $next
          (i32.store8 (i32.add (local.get $to) (local.get $i))
            (i32.load8_u (i32.sub (i32.add (local.get $from) (local.get $size)) (i32.add (local.get $i) (i32.const 1)))))
          (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $size))))))
        (i32.store (i32.const 16) (local.get $to))
        (i32.store (i32.const 20) (local.get $size))
        (i32.const 16))
      ;; The sum of a list of u32, each of which must be where its alignment wants it.
      (func (export "sum") (param $from i32) (param $n i32) (result i64)
        (local $sum i64)
        (if (i32.and (local.get $from) (i32.const 3)) (then (unreachable)))
        (loop $next
          (if (local.get $n) (then
            (local.set $sum (i64.add (local.get $sum) (i64.load32_u (local.get $from))))
            (local.set $from (i32.add (local.get $from) (i32.const 4)))
            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
            (br $next))))
        (local.get $sum))
      ;; The number of bytes of all strings of a list.
      (func (export "sizes") (param $from i32) (param $n i32) (result i64)
        (local $sum i64)
        (loop $next
          (if (local.get $n) (then
            (local.set $sum (i64.add (local.get $sum) (i64.load32_u offset=4 (local.get $from))))
            (local.set $from (i32.add (local.get $from) (i32.const 8)))
            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
            (br $next))))
        (local.get $sum))
      (func (export "size") (param i32 i32) (result i64) (i64.extend_i32_u (local.get 1))))
    (core instance $i (instantiate $m))
    (func (export "turn") (param "it" string) (result string)
      (canon lift (core func $i "turn") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
    (func (export "sum") (param "of" (list u32)) (result u64)
      (canon lift (core func $i "sum") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
    (func (export "sizes") (param "of" (list string)) (result u64)
      (canon lift (core func $i "sizes") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
    (func (export "units") (param "of" string) (result u64)
      (canon lift (core func $i "size") string-encoding=utf16
        (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
  (component $user
    (import "inner" (instance $inner
      (export "turn" (func (param "it" string) (result string)))
      (export "sum" (func (param "of" (list u32)) (result u64)))
      (export "sizes" (func (param "of" (list string)) (result u64)))
      (export "units" (func (param "of" string) (result u64)))))
    (core module $memory
      (memory (export "memory") 1)
      (global $free (mut i32) (i32.const 4096))
      (func (export "realloc") (param i32 i32 i32 i32) (result i32)
        (local $at i32)
        (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
        (global.set $free (i32.add (local.get $at) (local.get 3)))
        (local.get $at)))
    (core instance $own (instantiate $memory))
    (core func $turn (canon lower (func $inner "turn") (memory (core memory $own "memory")) (realloc (core func $own "realloc"))))
    (core func $sum (canon lower (func $inner "sum") (memory (core memory $own "memory"))))
    (core func $sizes (canon lower (func $inner "sizes") (memory (core memory $own "memory"))))
    (core func $units (canon lower (func $inner "units") (memory (core memory $own "memory"))))
    (core module $m
      (import "" "memory" (memory 1))
      (import "" "turn" (func $turn (param i32 i32 i32)))
      (import "" "sum" (func $sum (param i32 i32) (result i64)))
      (import "" "sizes" (func $sizes (param i32 i32) (result i64)))
      (import "" "units" (func $units (param i32 i32) (result i64)))
      (data (i32.const 100) "abc")
      (data (i32.const 200) "\01\00\00\00\02\00\00\00\ff\ff\ff\ff")
      ;; A list of the strings "abc", "" and "bc".
      (data (i32.const 300) "\64\00\00\00\03\00\00\00\64\00\00\00\00\00\00\00\65\00\00\00\02\00\00\00")
      ;; Two characters, one of them beyond the 16 bits.
      (data (i32.const 400) "\c3\bc\f0\9f\98\80")
      (data (i32.const 500) "\ff\fe")
      (func (export "string") (param i32) (result i64)
        (call $turn (i32.const 100) (i32.const 3) (i32.const 16))
        ;; check 1: the length of what came back
        (if (i32.ne (i32.load (i32.const 20)) (i32.const 3)) (then (return (i64.const 1))))
        ;; check 2: its bytes, c b a
        (if (i32.ne (i32.load16_u (i32.load (i32.const 16))) (i32.const 0x6263)) (then (return (i64.const 2))))
        (if (i32.ne (i32.load8_u offset=2 (i32.load (i32.const 16))) (i32.const 0x61)) (then (return (i64.const 2))))
        ;; check 3: what was passed is as it was
        (if (i32.ne (i32.load (i32.const 100)) (i32.const 0x636261)) (then (return (i64.const 3))))
        (i64.const 0))
      (func (export "nothing") (param i32) (result i64)
        (i32.store (i32.const 20) (i32.const 7))
        (call $turn (i32.const 100) (i32.const 0) (i32.const 16))
        ;; check 1: the length of what came back
        (i64.extend_i32_u (i32.ne (i32.load (i32.const 20)) (i32.const 0))))
      (func (export "list") (param i32) (result i64)
        ;; check 1: 1 + 2 + 4294967295
        (i64.extend_i32_u (i64.ne (call $sum (i32.const 200) (i32.const 3)) (i64.const 4294967298))))
      (func (export "strings") (param i32) (result i64)
        ;; check 1: 3 + 0 + 2 bytes
        (i64.extend_i32_u (i64.ne (call $sizes (i32.const 300) (i32.const 3)) (i64.const 5))))
      (func (export "encoded") (param i32) (result i64)
        ;; check 1: 1 + 2 units of 16 bits
        (i64.extend_i32_u (i64.ne (call $units (i32.const 400) (i32.const 6)) (i64.const 3))))
      (func (export "not-utf8") (param i32) (result i64)
        (call $turn (i32.const 500) (i32.const 2) (i32.const 16)) (i64.const 0))
      (func (export "outside") (param i32) (result i64)
        (call $turn (i32.const 0xfffe) (i32.const 3) (i32.const 16)) (i64.const 0))
      (func (export "crooked") (param i32) (result i64) (call $sum (i32.const 201) (i32.const 1))))
    (core instance $i (instantiate $m (with "" (instance
      (export "memory" (memory $own "memory")) (export "turn" (func $turn)) (export "sum" (func $sum))
      (export "sizes" (func $sizes)) (export "units" (func $units))))))
    (type $case (func (param "n" s32) (result s64)))
    (func (export "passes-a-string-and-gets-another-back") (type $case) (canon lift (core func $i "string")))
    (func (export "passes-an-empty-string") (type $case) (canon lift (core func $i "nothing")))
    (func (export "passes-a-list-of-numbers") (type $case) (canon lift (core func $i "list")))
    (func (export "passes-a-list-of-strings") (type $case) (canon lift (core func $i "strings")))
    (func (export "makes-utf16-of-utf8") (type $case) (canon lift (core func $i "encoded")))
    (func (export "traps-at-a-string-that-is-no-utf8") (type $case) (canon lift (core func $i "not-utf8")))
    (func (export "traps-at-a-string-beyond-the-memory") (type $case) (canon lift (core func $i "outside")))
    (func (export "traps-at-a-list-that-is-not-aligned") (type $case) (canon lift (core func $i "crooked"))))
  (instance $inner (instantiate $inner))
  (instance $user (instantiate $user (with "inner" (instance $inner))))
  (export "passes-a-string-and-gets-another-back" (func $user "passes-a-string-and-gets-another-back"))
  (export "passes-an-empty-string" (func $user "passes-an-empty-string"))
  (export "passes-a-list-of-numbers" (func $user "passes-a-list-of-numbers"))
  (export "passes-a-list-of-strings" (func $user "passes-a-list-of-strings"))
  (export "makes-utf16-of-utf8" (func $user "makes-utf16-of-utf8"))
  (export "traps-at-a-string-that-is-no-utf8" (func $user "traps-at-a-string-that-is-no-utf8"))
  (export "traps-at-a-string-beyond-the-memory" (func $user "traps-at-a-string-beyond-the-memory"))
  (export "traps-at-a-list-that-is-not-aligned" (func $user "traps-at-a-list-that-is-not-aligned")))
