package main

// Vectors as decimal text, and as the two words in which the runtime passes them.

import (
	"fmt"
	"math/big"
)

func halves(text string) (low, high uint64, err error) {
	bits, ok := new(big.Int).SetString(text, 10)
	if !ok || bits.Sign() < 0 || bits.BitLen() > 128 {
		return 0, 0, fmt.Errorf("%q: not the bits of a v128", text)
	}
	mask := new(big.Int).SetUint64(^uint64(0))
	return new(big.Int).And(bits, mask).Uint64(), new(big.Int).Rsh(bits, 64).Uint64(), nil
}

func join(low, high uint64) string {
	bits := new(big.Int).SetUint64(high)
	return bits.Lsh(bits, 64).Add(bits, new(big.Int).SetUint64(low)).String()
}
