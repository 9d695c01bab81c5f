// Go's library and scheduler at work; the input says at what: a JSON document is parsed and printed again,
// "sort N" sorts N records, "goroutines N" sends N numbers through goroutines.
package main

import (
	"bytes"
	"fmt"
	bench "guests/kit/go"
)

func init() { bench.Register(setup, func(step func() uint64) uint64 { return step() }) }

func main() {}

func setup(input []byte) func() uint64 {
	if bytes.HasPrefix(input, []byte("{")) {
		return func() uint64 { return roundtrip(input) }
	}
	var work string
	var size int
	if _, err := fmt.Sscan(string(input), &work, &size); err != nil {
		panic(err)
	}
	switch work {
	case "sort":
		return func() uint64 { return sortRecords(size) }
	case "goroutines":
		return func() uint64 { return pipeline(size) }
	}
	panic("no work: " + work)
}
