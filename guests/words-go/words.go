// Counts the words of a text.
package main

import (
	"cmp"
	bench "guests/kit/go"
	"slices"
	"strconv"
	"strings"
)

func init() { bench.Register(setup, step) }

func main() {}

func setup(input []byte) string { return string(input) }

type word struct {
	text  string
	count int
}

func step(text string) uint64 {
	counts := map[string]int{}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), isSeparator) {
		counts[word]++
	}
	words := make([]word, 0, len(counts))
	for text, count := range counts {
		words = append(words, word{text, count})
	}
	slices.SortFunc(words, func(a, b word) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.text, b.text))
	})
	var report []byte
	for _, word := range words {
		report = strconv.AppendInt(report, int64(word.count), 10)
		report = append(report, ' ')
		report = append(report, word.text...)
		report = append(report, '\n')
	}
	digest := bench.NewDigest()
	digest.Bytes(report)
	return uint64(digest)
}

func isSeparator(r rune) bool {
	return !('a' <= r && r <= 'z' || '0' <= r && r <= '9')
}
