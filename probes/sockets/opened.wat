(;
// with: the network
;)
;; A guest of WASI 0.1 opens sockets of its own, by functions that stand beside the standard's in its module: an address is a
;; pointer to its bytes and their number, a port a number. Both ends are the guest's, on the loopback.
(module
  (import "wasi_snapshot_preview1" "sock_open" (func $open (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_bind" (func $bind (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_listen" (func $listen (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_connect" (func $connect (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_accept_v2" (func $accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_send" (func $send (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_recv" (func $recv (param i32 i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  ;; 0: the address, 4 bytes at 8. 16, 20, 24: descriptors of the listener, the client, the server.
  (data (i32.const 0) "\08\00\00\00\04\00\00\00\7f\00\00\01")
  ;; 32: 4 bytes at 40. 48: room for 8 bytes at 56. 64: a size, 68: flags.
  (data (i32.const 32) "\28\00\00\00\04\00\00\00ping")
  (data (i32.const 48) "\38\00\00\00\08\00\00\00")

  ;; Listens on the first of 32 ports that is free. The number of the check that failed, else 0; the port is in 72.
  (func $bound (result i32) (local $port i32) (local $errno i32)
    ;; check 1: a socket is opened (family 1: INET4, type 2: a stream)
    (if (call $open (i32.const 1) (i32.const 2) (i32.const 16)) (then (return (i32.const 1))))
    (local.set $port (i32.const 24672))
    (block $done
      (loop $next
        (local.set $errno (call $bind (i32.load (i32.const 16)) (i32.const 0) (local.get $port)))
        (br_if $done (i32.eqz (local.get $errno)))
        (local.set $port (i32.add (local.get $port) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $port) (i32.const 24704)))))
    ;; check 2: it is bound to the loopback
    (if (local.get $errno) (then (return (i32.const 2))))
    (i32.store (i32.const 72) (local.get $port))
    ;; check 3: it listens
    (if (call $listen (i32.load (i32.const 16)) (i32.const 1)) (then (return (i32.const 3))))
    (i32.const 0))

  (func $connected (result i32) (local $failed i32)
    (local.set $failed (call $bound))
    (if (local.get $failed) (then (return (local.get $failed))))
    ;; check 4: a second socket is opened
    (if (call $open (i32.const 1) (i32.const 2) (i32.const 20)) (then (return (i32.const 4))))
    ;; check 5: it connects
    (if (call $connect (i32.load (i32.const 20)) (i32.const 0) (i32.load (i32.const 72))) (then (return (i32.const 5))))
    ;; check 6: the connection is accepted
    (if (call $accept (i32.load (i32.const 16)) (i32.const 0) (i32.const 24)) (then (return (i32.const 6))))
    (i32.const 0))

  ;; Sends from one descriptor to the other.
  (func $across (param $from i32) (param $to i32) (result i32)
    ;; check 7: 4 bytes are sent
    (if (call $send (local.get $from) (i32.const 32) (i32.const 1) (i32.const 0) (i32.const 64)) (then (return (i32.const 7))))
    (if (i32.ne (i32.load (i32.const 64)) (i32.const 4)) (then (return (i32.const 7))))
    ;; check 8: 4 bytes are received
    (if (call $recv (local.get $to) (i32.const 48) (i32.const 1) (i32.const 0) (i32.const 64) (i32.const 68))
      (then (return (i32.const 8))))
    (if (i32.ne (i32.load (i32.const 64)) (i32.const 4)) (then (return (i32.const 8))))
    ;; check 9: they are the same
    (if (i32.ne (i32.load (i32.const 56)) (i32.load (i32.const 40))) (then (return (i32.const 9))))
    (i32.const 0))

  (func (export "listens on the loopback") (param i32) (result i64)
    (i64.extend_i32_u (call $bound)))

  (func (export "connects and accepts") (param i32) (result i64)
    (i64.extend_i32_u (call $connected)))

  (func (export "sends and receives, both ways") (param i32) (result i64) (local $failed i32)
    (local.set $failed (call $connected))
    (if (i32.eqz (local.get $failed))
      (then (local.set $failed (call $across (i32.load (i32.const 20)) (i32.load (i32.const 24))))))
    (i32.store (i32.const 56) (i32.const 0))
    (if (i32.eqz (local.get $failed))
      (then (local.set $failed (call $across (i32.load (i32.const 24)) (i32.load (i32.const 20))))))
    (i64.extend_i32_u (local.get $failed))))
