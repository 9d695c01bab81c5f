;; Passive segments of data, which need the section that counts them, and of elements; copies within a table.
(module
  (memory (export "memory") 1)
  (data $bytes "0123456789")
  (data $once "once")
  (data $nothing "")
  (data $active (i32.const 256) "active")
  (data (i32.const 0x10000) "") ;; ends where memory ends
  (table $table 16 16 funcref)
  (elem $functions func $f0 $f1 $f2 $f3 $f4)
  (elem $dropped func $f0)
  (type $number (func (result i32)))
  (func $f0 (result i32) (i32.const 100))
  (func $f1 (result i32) (i32.const 101))
  (func $f2 (result i32) (i32.const 102))
  (func $f3 (result i32) (i32.const 103))
  (func $f4 (result i32) (i32.const 104))

  (func (export "memory.init takes any part of a segment, again and again") (param $zero i32) (result i64)
    (memory.init $bytes (i32.add (local.get $zero) (i32.const 17)) (i32.const 2) (i32.const 4))
    ;; check 1: bytes 2 to 5, and nothing around them
    (if (i64.ne (i64.load (i32.const 16)) (i64.const 0x3534333200)) (then (return (i64.const 1))))
    ;; check 2: again, the last one
    (memory.init $bytes (i32.const 16) (i32.add (local.get $zero) (i32.const 9)) (i32.const 1))
    (if (i32.ne (i32.load8_u (i32.const 16)) (i32.const 0x39)) (then (return (i64.const 2))))
    ;; none, at both ends, is no trap
    (memory.init $bytes (i32.const 0x10000) (i32.const 10) (local.get $zero))
    (memory.init $nothing (i32.const 0) (i32.const 0) (local.get $zero))
    ;; check 3: the last byte of memory
    (memory.init $bytes (i32.const 0xffff) (i32.const 0) (i32.add (local.get $zero) (i32.const 1)))
    (if (i32.ne (i32.load8_u (i32.const 0xffff)) (i32.const 0x30)) (then (return (i64.const 3))))
    ;; check 4: active segments were written when it was instantiated
    (if (i32.ne (i32.load (i32.const 258)) (i32.const 0x65766974)) (then (return (i64.const 4))))
    (i64.const 0))

  (func (export "a dropped segment is empty, and may be dropped again") (param $zero i32) (result i64)
    (memory.init $once (local.get $zero) (i32.const 0) (i32.const 4))
    (data.drop $once)
    (data.drop $once)
    ;; check 1: what was written stays
    (if (i32.ne (i32.load (local.get $zero)) (i32.const 0x65636e6f)) (then (return (i64.const 1))))
    ;; a copy of nothing works, also from an active segment, which is dropped after it was written
    (memory.init $once (i32.const 0) (i32.const 0) (local.get $zero))
    (memory.init $active (i32.const 0) (i32.const 0) (local.get $zero))
    (elem.drop $dropped)
    (table.init $dropped (i32.const 0) (i32.const 0) (local.get $zero))
    (i64.const 0))

  (func (export "table.init and table.copy, also where they overlap") (param $zero i32) (result i64)
    (table.init $functions (i32.add (local.get $zero) (i32.const 3)) (i32.const 1) (i32.const 4))
    ;; check 1
    (if (i32.ne (call_indirect (type $number) (i32.const 3)) (i32.const 101)) (then (return (i64.const 1))))
    (if (i32.ne (call_indirect (type $number) (i32.const 6)) (i32.const 104)) (then (return (i64.const 1))))
    ;; check 2: forwards by one
    (table.copy (i32.const 4) (i32.add (local.get $zero) (i32.const 3)) (i32.const 4))
    (if (i32.ne (call_indirect (type $number) (i32.const 3)) (i32.const 101)) (then (return (i64.const 2))))
    (if (i32.ne (call_indirect (type $number) (i32.const 4)) (i32.const 101)) (then (return (i64.const 2))))
    (if (i32.ne (call_indirect (type $number) (i32.const 5)) (i32.const 102)) (then (return (i64.const 2))))
    (if (i32.ne (call_indirect (type $number) (i32.const 7)) (i32.const 104)) (then (return (i64.const 2))))
    ;; check 3: backwards by two
    (table.copy (i32.const 2) (i32.const 4) (i32.add (local.get $zero) (i32.const 4)))
    (if (i32.ne (call_indirect (type $number) (i32.const 2)) (i32.const 101)) (then (return (i64.const 3))))
    (if (i32.ne (call_indirect (type $number) (i32.const 5)) (i32.const 104)) (then (return (i64.const 3))))
    (if (i32.ne (call_indirect (type $number) (i32.const 7)) (i32.const 104)) (then (return (i64.const 3))))
    ;; nothing, at the end, is no trap
    (table.copy (i32.const 16) (i32.const 0) (local.get $zero))
    (table.init $functions (i32.const 16) (i32.const 5) (local.get $zero))
    (i64.const 0))

  (func (export "traps: memory.init from a dropped segment") (param $zero i32) (result i64)
    (data.drop $once)
    (memory.init $once (local.get $zero) (i32.const 0) (i32.const 1))
    (i64.const 1))
  (func (export "traps: memory.init from an active segment") (param $zero i32) (result i64)
    (memory.init $active (local.get $zero) (i32.const 0) (i32.const 1))
    (i64.const 1))
  (func (export "traps: memory.init beyond a segment's end") (param $zero i32) (result i64)
    (memory.init $bytes (local.get $zero) (i32.const 4) (i32.const 7))
    (i64.const 1))
  (func (export "traps: table.init beyond the table's end") (param $zero i32) (result i64)
    (table.init $functions (i32.add (local.get $zero) (i32.const 15)) (i32.const 0) (i32.const 2))
    (i64.const 1))
  (func (export "traps: table.init from a dropped segment") (param $zero i32) (result i64)
    (elem.drop $dropped)
    (table.init $dropped (local.get $zero) (i32.const 0) (i32.const 1))
    (i64.const 1))
  (func (export "traps: table.copy beyond the table's end") (param $zero i32) (result i64)
    (table.copy (local.get $zero) (i32.const 10) (i32.const 7))
    (i64.const 1)))
