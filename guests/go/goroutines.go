package main

import (
	bench "guests/kit/go"
	"sync"
)

const workers = 8

// pipeline sends numbers to workers over channels and gathers their answers under a lock, while a chain of
// goroutines, one a prime, sieves the same numbers.
func pipeline(size int) uint64 {
	jobs := make(chan int)
	answers := make([]int, size)
	steps := map[int]int{}
	var lock sync.Mutex
	var group sync.WaitGroup
	for range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for number := range jobs {
				count := collatz(number + 1)
				answers[number] = count
				lock.Lock()
				steps[count]++
				lock.Unlock()
			}
		}()
	}
	for number := range size {
		jobs <- number
	}
	close(jobs)
	group.Wait()

	digest := bench.NewDigest()
	for _, count := range answers {
		digest.Uint64(uint64(count))
		digest.Uint64(uint64(steps[count]))
	}
	for _, prime := range primes(size / 4) {
		digest.Uint64(uint64(prime))
	}
	return uint64(digest)
}

// collatz counts the steps to 1.
func collatz(number int) int {
	count := 0
	for ; number != 1; count++ {
		if number%2 == 0 {
			number /= 2
		} else {
			number = 3*number + 1
		}
	}
	return count
}

// primes finds the primes below a limit. Each of them has a goroutine that passes on what it does not divide.
func primes(limit int) []int {
	numbers := make(chan int)
	go func() {
		defer close(numbers)
		for number := 2; number < limit; number++ {
			numbers <- number
		}
	}()
	var found []int
	for source := numbers; ; {
		prime, more := <-source
		if !more {
			return found
		}
		found = append(found, prime)
		next := make(chan int)
		go func(source <-chan int) {
			defer close(next)
			for number := range source {
				if number%prime != 0 {
					next <- number
				}
			}
		}(source)
		source = next
	}
}
