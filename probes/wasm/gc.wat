;; Structures, small integers and casts on a heap that is collected. Arrays have a file of their own.
(module
  (memory (export "memory") 1)
  (type $packed (struct (field $byte (mut i8)) (field $short (mut i16)) (field $v i32)))
  (type $point (sub (struct (field $x (mut i32)) (field $y (mut i64)))))
  (type $point3 (sub $point (struct (field $x (mut i32)) (field $y (mut i64)) (field $z (mut f64)))))
  (type $other (sub $point (struct (field $x (mut i32)) (field $y (mut i64)) (field $name (ref null $packed)))))
  (type $defaults (struct (field i32) (field i64) (field f32) (field f64) (field anyref) (field i8)))
  (type $cell (struct (field $value i32) (field $next (mut (ref null $cell)))))
  ;; two of the same shape in groups of the same shape: one type
  (rec (type $twin-a (struct (field (ref null $twin-b)))) (type $twin-b (struct (field i32))))
  (rec (type $twin-c (struct (field (ref null $twin-d)))) (type $twin-d (struct (field i32))))
  ;; of the same shape, but in a group of another shape: another type
  (rec (type $lone (struct (field (ref null $twin-b)))) (type (func)))
  (type $to-any (func (param i32) (result anyref)))
  (type $to-point (sub (func (param i32) (result (ref $point)))))
  (type $to-point3 (sub $to-point (func (param i32) (result (ref $point3)))))
  (table funcref (elem $make-point3))
  (global $held (ref $point) (struct.new $point3 (i32.const 1) (i64.const 2) (f64.const 3)))
  (global $copied (ref $point) (global.get $held)) ;; of a global before it, in a constant expression
  (global $small (mut (ref i31)) (ref.i31 (i32.const -5)))

  (func $make-point3 (type $to-point3) (struct.new $point3 (local.get 0) (i64.const 20) (f64.const 30)))
  ;; one of seven values of which no compiler knows the type
  (func $any (type $to-any)
    (if (i32.eqz (local.get 0)) (then (return (ref.null any))))
    (if (i32.eq (local.get 0) (i32.const 1)) (then (return (ref.i31 (i32.const 77)))))
    (if (i32.eq (local.get 0) (i32.const 2)) (then (return (struct.new $point (i32.const 10) (i64.const 20)))))
    (if (i32.eq (local.get 0) (i32.const 3)) (then (return (call $make-point3 (i32.const 10)))))
    (if (i32.eq (local.get 0) (i32.const 4)) (then (return (struct.new_default $other))))
    (if (i32.eq (local.get 0) (i32.const 5)) (then (return (struct.new_default $twin-a))))
    (struct.new_default $packed))

  (func (export "fields of structures are read and written") (param $zero i32) (result i64)
    (local $p (ref $point)) (local $q (ref $point3)) (local $k (ref $packed))
    (local.set $q (struct.new $point3 (i32.add (local.get $zero) (i32.const 10)) (i64.const 20) (f64.const 30)))
    (local.set $p (local.get $q))
    ;; check 1: read, as the type and as its supertype
    (if (i32.ne (struct.get $point $x (local.get $p)) (i32.const 10)) (then (return (i64.const 1))))
    (if (i64.ne (struct.get $point3 $y (local.get $q)) (i64.const 20)) (then (return (i64.const 1))))
    (if (f64.ne (struct.get $point3 $z (local.get $q)) (f64.const 30)) (then (return (i64.const 1))))
    ;; check 2: written as the one, read as the other
    (struct.set $point $y (local.get $p) (i64.const -21))
    (if (i64.ne (struct.get $point3 $y (local.get $q)) (i64.const -21)) (then (return (i64.const 2))))
    (if (i32.ne (struct.get $point $x (local.get $p)) (i32.const 10)) (then (return (i64.const 2))))
    (if (f64.ne (struct.get $point3 $z (local.get $q)) (f64.const 30)) (then (return (i64.const 2))))
    ;; check 3: packed fields are cut, and extended with a sign or without
    (local.set $k (struct.new $packed (i32.add (local.get $zero) (i32.const 0x1280)) (i32.const 0x18001) (i32.const -1)))
    (if (i32.ne (struct.get_s $packed $byte (local.get $k)) (i32.const -128)) (then (return (i64.const 3))))
    (if (i32.ne (struct.get_u $packed $byte (local.get $k)) (i32.const 128)) (then (return (i64.const 3))))
    (if (i32.ne (struct.get_s $packed $short (local.get $k)) (i32.const -32767)) (then (return (i64.const 3))))
    (struct.set $packed $byte (local.get $k) (i32.const 0x1ff))
    (if (i32.ne (struct.get_u $packed $short (local.get $k)) (i32.const 0x8001)) (then (return (i64.const 3))))
    (if (i32.ne (struct.get $packed $v (local.get $k)) (i32.const -1)) (then (return (i64.const 3))))
    ;; check 4: defaults
    (if (call $not-default (struct.new_default $defaults)) (then (return (i64.const 4))))
    ;; check 5: constant expressions
    (if (i64.ne (struct.get $point $y (global.get $copied)) (i64.const 2)) (then (return (i64.const 5))))
    (if (i32.eqz (ref.eq (global.get $copied) (global.get $held))) (then (return (i64.const 5))))
    (i64.const 0))
  (func $not-default (param $d (ref $defaults)) (result i32)
    (i32.or
      (i32.or
        (i32.or (struct.get $defaults 0 (local.get $d)) (i64.ne (struct.get $defaults 1 (local.get $d)) (i64.const 0)))
        (i32.or (i32.reinterpret_f32 (struct.get $defaults 2 (local.get $d))) (f64.ne (struct.get $defaults 3 (local.get $d)) (f64.const 0))))
      (i32.or (i32.eqz (ref.is_null (struct.get $defaults 4 (local.get $d)))) (struct.get_s $defaults 5 (local.get $d)))))

  (func (export "small integers have 31 bits") (param $zero i32) (result i64)
    ;; check 1: with a sign and without
    (if (i32.ne (i31.get_s (ref.i31 (i32.add (local.get $zero) (i32.const 0x7fffffff)))) (i32.const -1)) (then (return (i64.const 1))))
    (if (i32.ne (i31.get_u (ref.i31 (i32.sub (local.get $zero) (i32.const 1)))) (i32.const 0x7fffffff)) (then (return (i64.const 1))))
    (if (i32.ne (i31.get_s (ref.i31 (i32.add (local.get $zero) (i32.const 0x40000000)))) (i32.const 0xc0000000)) (then (return (i64.const 1))))
    ;; check 2: in a global
    (if (i32.ne (i31.get_s (global.get $small)) (i32.const -5)) (then (return (i64.const 2))))
    (global.set $small (ref.i31 (i32.const 6)))
    (if (i32.ne (i31.get_u (global.get $small)) (i32.const 6)) (then (return (i64.const 2))))
    ;; check 3: equal numbers are equal references, and equal to no structure
    (if (i32.eqz (ref.eq (ref.i31 (i32.add (local.get $zero) (i32.const 77))) (ref.cast (ref eq) (call $any (i32.const 1))))) (then (return (i64.const 3))))
    (if (ref.eq (ref.i31 (local.get $zero)) (ref.cast (ref eq) (call $any (i32.const 2)))) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "references are equal where they are the same object") (param $zero i32) (result i64)
    (local $a (ref eq))
    (local.set $a (ref.cast (ref eq) (call $any (i32.add (local.get $zero) (i32.const 2)))))
    ;; check 1
    (if (i32.eqz (ref.eq (local.get $a) (local.get $a))) (then (return (i64.const 1))))
    ;; check 2: another of equal fields
    (if (ref.eq (local.get $a) (struct.new $point (i32.const 10) (i64.const 20))) (then (return (i64.const 2))))
    ;; check 3: null
    (if (ref.eq (local.get $a) (ref.null none)) (then (return (i64.const 3))))
    (if (i32.eqz (ref.eq (ref.null $cell) (ref.null eq))) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "ref.test tells the type an object was made with") (param $zero i32) (result i64)
    ;; check 1: its own type, its supertypes, and no subtype
    (if (i32.eqz (ref.test (ref $point3) (call $any (i32.add (local.get $zero) (i32.const 3))))) (then (return (i64.const 1))))
    (if (i32.eqz (ref.test (ref $point) (call $any (i32.add (local.get $zero) (i32.const 3))))) (then (return (i64.const 1))))
    (if (i32.eqz (ref.test (ref struct) (call $any (i32.add (local.get $zero) (i32.const 3))))) (then (return (i64.const 1))))
    (if (ref.test (ref $point3) (call $any (i32.add (local.get $zero) (i32.const 2)))) (then (return (i64.const 1))))
    ;; check 2: a sibling has the same supertype alone
    (if (ref.test (ref $point3) (call $any (i32.add (local.get $zero) (i32.const 4)))) (then (return (i64.const 2))))
    (if (i32.eqz (ref.test (ref $point) (call $any (i32.add (local.get $zero) (i32.const 4))))) (then (return (i64.const 2))))
    ;; check 3: abstract types
    (if (i32.eqz (ref.test (ref i31) (call $any (i32.add (local.get $zero) (i32.const 1))))) (then (return (i64.const 3))))
    (if (ref.test (ref struct) (call $any (i32.add (local.get $zero) (i32.const 1)))) (then (return (i64.const 3))))
    (if (ref.test (ref array) (call $any (i32.add (local.get $zero) (i32.const 2)))) (then (return (i64.const 3))))
    (if (i32.eqz (ref.test (ref eq) (call $any (i32.add (local.get $zero) (i32.const 2))))) (then (return (i64.const 3))))
    ;; check 4: null is of the types that allow it
    (if (ref.test (ref any) (call $any (local.get $zero))) (then (return (i64.const 4))))
    (if (i32.eqz (ref.test (ref null $point3) (call $any (local.get $zero)))) (then (return (i64.const 4))))
    (if (i32.eqz (ref.test nullref (call $any (local.get $zero)))) (then (return (i64.const 4))))
    ;; check 5: types of the same shape are one type, where their groups have the same shape
    (if (i32.eqz (ref.test (ref $twin-c) (call $any (i32.add (local.get $zero) (i32.const 5))))) (then (return (i64.const 5))))
    (if (ref.test (ref $lone) (call $any (i32.add (local.get $zero) (i32.const 5)))) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "casts and branches on casts") (param $zero i32) (result i64)
    ;; check 1: ref.cast
    (if (f64.ne (struct.get $point3 $z (ref.cast (ref $point3) (call $any (i32.add (local.get $zero) (i32.const 3))))) (f64.const 30)) (then (return (i64.const 1))))
    (if (i32.eqz (ref.is_null (ref.cast (ref null $point3) (call $any (local.get $zero))))) (then (return (i64.const 1))))
    ;; check 2: br_on_cast takes the branch
    (block $is (result (ref $point))
      (drop (br_on_cast $is anyref (ref $point) (call $any (i32.add (local.get $zero) (i32.const 3)))))
      (return (i64.const 2)))
    (if (i32.ne (struct.get $point $x) (i32.const 10)) (then (return (i64.const 2))))
    ;; check 3: br_on_cast goes on
    (drop (block $is (result (ref i31))
      (if (i32.eqz (ref.test (ref $packed) (br_on_cast $is anyref (ref i31) (call $any (i32.add (local.get $zero) (i32.const 6)))))) (then (return (i64.const 3))))
      (br $is (ref.i31 (i32.const 0)))))
    ;; check 4: br_on_cast_fail goes on with the type, and takes the branch otherwise
    (block $not (result anyref)
      (if (i32.ne (i31.get_u (br_on_cast_fail $not anyref (ref i31) (call $any (i32.add (local.get $zero) (i32.const 1))))) (i32.const 77)) (then (return (i64.const 4))))
      (drop (br_on_cast_fail $not anyref (ref i31) (call $any (i32.add (local.get $zero) (i32.const 2)))))
      (return (i64.const 4)))
    (if (i32.eqz (ref.test (ref $point))) (then (return (i64.const 4))))
    ;; check 5: a null takes the branch of a type that allows it
    (block $is (result (ref null $point))
      (drop (br_on_cast $is anyref (ref null $point) (call $any (local.get $zero))))
      (return (i64.const 5)))
    (if (i32.eqz (ref.is_null)) (then (return (i64.const 5))))
    (i64.const 0))

  (func (export "references go out to externref and come back") (param $zero i32) (result i64)
    (local $out externref)
    (local.set $out (extern.convert_any (call $any (i32.add (local.get $zero) (i32.const 2)))))
    ;; check 1: it is not null, and comes back as what it was
    (if (ref.is_null (local.get $out)) (then (return (i64.const 1))))
    (if (i64.ne (struct.get $point $y (ref.cast (ref $point) (any.convert_extern (local.get $out)))) (i64.const 20)) (then (return (i64.const 1))))
    ;; check 2: a small integer
    (if (i32.ne (i31.get_s (ref.cast (ref i31) (any.convert_extern (extern.convert_any (ref.i31 (i32.sub (local.get $zero) (i32.const 9))))))) (i32.const -9))
      (then (return (i64.const 2))))
    ;; check 3: null
    (if (i32.eqz (ref.is_null (extern.convert_any (call $any (local.get $zero))))) (then (return (i64.const 3))))
    (i64.const 0))

  (func (export "functions are called as their supertype, also through a table") (param $zero i32) (result i64)
    ;; check 1
    (if (i32.ne (struct.get $point $x (call_indirect (type $to-point) (i32.const 8) (local.get $zero))) (i32.const 8)) (then (return (i64.const 1))))
    ;; check 2
    (if (f64.ne (struct.get $point3 $z (call_ref $to-point3 (i32.const 8) (ref.cast (ref $to-point3) (table.get (local.get $zero))))) (f64.const 30)) (then (return (i64.const 2))))
    (i64.const 0))

  (func (export "traps: a cast to a type that the object has not") (param $zero i32) (result i64)
    (struct.get $point $y (ref.cast (ref $point) (call $any (i32.add (local.get $zero) (i32.const 6))))))
  (func (export "traps: a cast of null to a type that does not allow it") (param $zero i32) (result i64)
    (struct.get $point $y (ref.cast (ref $point) (call $any (local.get $zero)))))
  (func (export "traps: a field of null") (param $zero i32) (result i64)
    (struct.get $point $y (ref.cast (ref null $point) (call $any (local.get $zero)))))
  (func (export "traps: the number of a null") (param $zero i32) (result i64)
    (i64.extend_i32_s (i31.get_s (ref.cast i31ref (call $any (local.get $zero))))))
  (func (export "traps: an indirect call as a type that is no supertype of the function's") (param $zero i32) (result i64)
    (drop (call_indirect (type $to-any) (i32.const 8) (local.get $zero)))
    (i64.const 1)))
