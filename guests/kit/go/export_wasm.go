package bench

//go:wasmexport bench
func export(n uint32) uint64 { return run(n) }
