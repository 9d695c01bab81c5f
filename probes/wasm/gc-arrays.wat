;; Arrays on a heap that is collected.
(module
  (memory (export "memory") 1)
  (type $bytes (array (mut i8)))
  (type $wide (array (mut i64)))
  (type $fixed (array f32)) ;; whose elements cannot be written
  (type $references (array (mut anyref)))
  (type $functions (array (mut funcref)))
  (type $number (func (result i32)))
  (data $data "0123456789")
  (elem $elements funcref (ref.func $one) (ref.func $two) (ref.null func))
  (elem $small i31ref (ref.i31 (i32.const 5)) (ref.i31 (i32.const 6)))
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (table $table 1 funcref)
  (global $held (ref $fixed) (array.new_fixed $fixed 3 (f32.const 1) (f32.const 2) (f32.const 3)))
  (func $call (param funcref) (result i32)
    (table.set $table (i32.const 0) (local.get 0))
    (call_indirect $table (type $number) (i32.const 0)))

  (func (export "arrays are made, read and written") (param $zero i32) (result i64)
    (local $w (ref $wide)) (local $b (ref $bytes)) (local $r (ref $references))
    ;; check 1: of one value
    (local.set $w (array.new $wide (i64.const -7) (i32.add (local.get $zero) (i32.const 5))))
    (if (i32.ne (array.len (local.get $w)) (i32.const 5)) (then (return (i64.const 1))))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 4)) (i64.const -7)) (then (return (i64.const 1))))
    ;; check 2: written
    (array.set $wide (local.get $w) (i32.add (local.get $zero) (i32.const 3)) (i64.const 9))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 3)) (i64.const 9)) (then (return (i64.const 2))))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 2)) (i64.const -7)) (then (return (i64.const 2))))
    ;; check 3: of defaults
    (local.set $b (array.new_default $bytes (i32.add (local.get $zero) (i32.const 1000))))
    (if (array.get_u $bytes (local.get $b) (i32.const 999)) (then (return (i64.const 3))))
    (if (i32.eqz (ref.is_null (array.get $references (array.new_default $references (i32.const 3)) (i32.const 2)))) (then (return (i64.const 3))))
    ;; check 4: bytes are cut, and extended with a sign or without
    (array.set $bytes (local.get $b) (i32.const 999) (i32.const 0x1ff80))
    (if (i32.ne (array.get_s $bytes (local.get $b) (i32.const 999)) (i32.const -128)) (then (return (i64.const 4))))
    (if (i32.ne (array.get_u $bytes (local.get $b) (i32.const 999)) (i32.const 128)) (then (return (i64.const 4))))
    (if (array.get_u $bytes (local.get $b) (i32.const 998)) (then (return (i64.const 4))))
    ;; check 5: of given values, also in a constant expression
    (if (f32.ne (array.get $fixed (global.get $held) (i32.add (local.get $zero) (i32.const 1))) (f32.const 2)) (then (return (i64.const 5))))
    (local.set $r (array.new_fixed $references 3 (ref.i31 (i32.const 4)) (local.get $b) (ref.null any)))
    (if (i32.ne (array.len (ref.cast (ref array) (array.get $references (local.get $r) (i32.add (local.get $zero) (i32.const 1))))) (i32.const 1000)) (then (return (i64.const 5))))
    ;; check 6: of none
    (if (array.len (array.new $wide (i64.const 1) (local.get $zero))) (then (return (i64.const 6))))
    (i64.const 0))

  (func (export "arrays are made and written from segments") (param $zero i32) (result i64)
    (local $b (ref $bytes)) (local $w (ref $wide)) (local $f (ref $functions))
    ;; check 1: bytes
    (local.set $b (array.new_data $bytes $data (i32.add (local.get $zero) (i32.const 2)) (i32.const 4)))
    (if (i32.ne (array.len (local.get $b)) (i32.const 4)) (then (return (i64.const 1))))
    (if (i32.ne (array.get_u $bytes (local.get $b) (i32.const 3)) (i32.const 0x35)) (then (return (i64.const 1))))
    ;; check 2: numbers of eight bytes; the place is counted in bytes
    (local.set $w (array.new_data $wide $data (i32.add (local.get $zero) (i32.const 1)) (i32.const 1)))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 0)) (i64.const 0x3837363534333231)) (then (return (i64.const 2))))
    ;; check 3: written into an array
    (array.init_data $bytes $data (local.get $b) (i32.const 1) (i32.add (local.get $zero) (i32.const 8)) (i32.const 2))
    (if (i32.ne (array.get_u $bytes (local.get $b) (i32.const 2)) (i32.const 0x39)) (then (return (i64.const 3))))
    (if (i32.ne (array.get_u $bytes (local.get $b) (i32.const 3)) (i32.const 0x35)) (then (return (i64.const 3))))
    ;; check 4: functions
    (local.set $f (array.new_elem $functions $elements (i32.add (local.get $zero) (i32.const 1)) (i32.const 2)))
    (if (i32.ne (call $call (array.get $functions (local.get $f) (local.get $zero))) (i32.const 2)) (then (return (i64.const 4))))
    (if (i32.eqz (ref.is_null (array.get $functions (local.get $f) (i32.const 1)))) (then (return (i64.const 4))))
    ;; check 5: written into an array
    (array.init_elem $functions $elements (local.get $f) (i32.const 1) (local.get $zero) (i32.const 1))
    (if (i32.ne (call $call (array.get $functions (local.get $f) (i32.const 1))) (i32.const 1)) (then (return (i64.const 5))))
    ;; check 6: small integers
    (if (i32.ne
          (i31.get_u (ref.cast (ref i31) (array.get $references (array.new_elem $references $small (i32.const 0) (i32.const 2)) (i32.add (local.get $zero) (i32.const 1)))))
          (i32.const 6))
      (then (return (i64.const 6))))
    ;; check 7: dropped, of which none can be taken
    (data.drop $data)
    (if (array.len (array.new_data $bytes $data (i32.const 0) (local.get $zero))) (then (return (i64.const 7))))
    (i64.const 0))

  (func (export "ranges of arrays are filled and copied, also where they overlap") (param $zero i32) (result i64)
    (local $w (ref $wide)) (local $i i32)
    (local.set $w (array.new_default $wide (i32.const 10)))
    (loop $next
      (array.set $wide (local.get $w) (local.get $i) (i64.extend_i32_u (local.get $i)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10))))
    ;; check 1: forwards: 0 1 1 2 3 4 5 7 8 9
    (array.copy $wide $wide (local.get $w) (i32.const 2) (local.get $w) (i32.add (local.get $zero) (i32.const 1)) (i32.const 5))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 2)) (i64.const 1)) (then (return (i64.const 1))))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 6)) (i64.const 5)) (then (return (i64.const 1))))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 7)) (i64.const 7)) (then (return (i64.const 1))))
    ;; check 2: backwards: 1 2 3 4 5 7 …
    (array.copy $wide $wide (local.get $w) (local.get $zero) (local.get $w) (i32.const 2) (i32.const 6))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 0)) (i64.const 1)) (then (return (i64.const 2))))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 5)) (i64.const 7)) (then (return (i64.const 2))))
    ;; check 3: filled
    (array.fill $wide (local.get $w) (i32.add (local.get $zero) (i32.const 8)) (i64.const -3) (i32.const 2))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 9)) (i64.const -3)) (then (return (i64.const 3))))
    (if (i64.ne (array.get $wide (local.get $w) (i32.const 7)) (i64.const 7)) (then (return (i64.const 3))))
    ;; none, at the end, is no trap
    (array.fill $wide (local.get $w) (i32.const 10) (i64.const 1) (local.get $zero))
    (array.copy $wide $wide (local.get $w) (i32.const 10) (local.get $w) (i32.const 0) (local.get $zero))
    (i64.const 0))

  (func (export "a thousand large arrays come and go") (param $zero i32) (result i64)
    (local $i i32) (local $kept (ref null $wide)) (local $w (ref $wide))
    (loop $next
      (local.set $w (array.new $wide (i64.extend_i32_u (local.get $i)) (i32.const 10000)))
      (if (i32.eq (local.get $i) (i32.const 100)) (then (local.set $kept (local.get $w))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
    ;; check 1: the one that was kept
    (if (i64.ne (array.get $wide (local.get $kept) (i32.add (local.get $zero) (i32.const 9999))) (i64.const 100)) (then (return (i64.const 1))))
    (i64.const 0))

  (func (export "traps: an element beyond the end") (param $zero i32) (result i64)
    (array.get $wide (array.new_default $wide (i32.const 4)) (i32.add (local.get $zero) (i32.const 4))))
  (func (export "traps: a copy beyond the end") (param $zero i32) (result i64)
    (local $w (ref $wide))
    (local.set $w (array.new_default $wide (i32.const 4)))
    (array.copy $wide $wide (local.get $w) (i32.const 2) (local.get $w) (local.get $zero) (i32.const 3))
    (i64.const 1))
  (func (export "traps: a fill whose end wraps around") (param $zero i32) (result i64)
    (array.fill $wide (array.new_default $wide (i32.const 4)) (i32.const 2) (i64.const 0) (i32.sub (local.get $zero) (i32.const 1)))
    (i64.const 1))
  (func (export "traps: bytes beyond the end of a segment") (param $zero i32) (result i64)
    (i64.extend_i32_u (array.len (array.new_data $wide $data (local.get $zero) (i32.const 2)))))
  (func (export "traps: the length of null") (param $zero i32) (result i64)
    (local $w (ref null $wide))
    (i64.extend_i32_u (array.len (local.get $w)))))
