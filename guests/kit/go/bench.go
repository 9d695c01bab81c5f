// Package bench is the kit of the Go guests: it exports what the harness calls. bench.h and src/lib.rs above it
// do the same for C, C++ and Rust.
package bench

import (
	"encoding/binary"
	"io"
	"os"
)

var (
	prepare func(input []byte)
	step    func() uint64
	ready   bool
)

// Register says what a guest does: setup prepares the input once, work does one step from that state and returns
// the digest of its whole result. It is called from init, since nobody runs the main of a library.
func Register[S any](setup func(input []byte) S, work func(state S) uint64) {
	var state S
	prepare = func(input []byte) { state = setup(input) }
	step = func() uint64 { return work(state) }
}

// run is called through a variable, so the compiler cannot know what a step is: it can drop, merge or hoist none.
func run(n uint32) uint64 {
	if n == 0 {
		return 0
	}
	if !ready {
		input, err := io.ReadAll(os.Stdin)
		if err != nil {
			panic(err)
		}
		prepare(input)
		ready = true
	}
	var sum uint64
	for range n {
		sum += step()
	}
	return sum
}

// Digest folds numbers and bytes into 64 bits, the very same as the kits of the other languages.
type Digest uint64

// NewDigest is the digest of nothing.
func NewDigest() Digest { return 0xcbf29ce484222325 }

// Uint64 adds a number.
func (d *Digest) Uint64(value uint64) {
	h := (uint64(*d) ^ value) * 0x9e3779b97f4a7c15
	*d = Digest(h ^ h>>32)
}

// Bytes adds the bytes, the last word padded with zeros, then their number.
func (d *Digest) Bytes(bytes []byte) {
	size := len(bytes)
	for ; len(bytes) >= 8; bytes = bytes[8:] {
		d.Uint64(binary.LittleEndian.Uint64(bytes))
	}
	var last [8]byte
	copy(last[:], bytes)
	d.Uint64(binary.LittleEndian.Uint64(last[:]))
	d.Uint64(uint64(size))
}
