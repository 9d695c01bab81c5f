package main

import (
	"encoding/json"
	bench "guests/kit/go"
)

type document struct {
	Orders []order `json:"orders"`
	Next   *string `json:"next"`
}

type order struct {
	ID       int      `json:"id"`
	Created  string   `json:"created"`
	Customer customer `json:"customer"`
	Lines    []line   `json:"lines"`
	Note     *string  `json:"note"`
	Total    float64  `json:"total"`
}

type customer struct {
	Name     string            `json:"name"`
	Email    string            `json:"email"`
	Address  map[string]string `json:"address"`
	VIP      bool              `json:"vip"`
	Location [2]float64        `json:"location"`
}

type line struct {
	SKU      string   `json:"sku"`
	Title    string   `json:"title"`
	Quantity int      `json:"quantity"`
	Price    float64  `json:"price"`
	Tags     []string `json:"tags"`
}

// roundtrip parses a document into structs, and prints them.
func roundtrip(input []byte) uint64 {
	var parsed document
	if err := json.Unmarshal(input, &parsed); err != nil {
		panic(err)
	}
	printed, err := json.Marshal(parsed)
	if err != nil {
		panic(err)
	}
	digest := bench.NewDigest()
	digest.Bytes(printed)
	return uint64(digest)
}
