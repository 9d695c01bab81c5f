//go:build !wasm

package bench

import "C"

//export bench
func bench(n uint32) uint64 { return run(n) }
