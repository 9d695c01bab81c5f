package main

import (
	"cmp"
	bench "guests/kit/go"
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
)

type record struct {
	name  string
	score int
}

// sortRecords makes records from a seed, sorts them by score and by name in the library's two ways, and looks
// every tenth up.
func sortRecords(size int) uint64 {
	random := rand.New(rand.NewPCG(1, 2))
	records := make([]record, size)
	for i := range records {
		records[i] = record{"n" + strconv.FormatUint(random.Uint64(), 36), random.IntN(size / 4)}
	}
	byName := slices.Clone(records)
	sort.Slice(byName, func(i, j int) bool { return byName[i].name < byName[j].name })
	slices.SortFunc(records, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.name, b.name))
	})

	digest := bench.NewDigest()
	for i, record := range records {
		digest.Uint64(uint64(record.score))
		digest.Bytes([]byte(record.name))
		if i%10 == 0 {
			at := sort.Search(size, func(i int) bool { return byName[i].name >= record.name })
			digest.Uint64(uint64(at))
		}
	}
	return uint64(digest)
}
