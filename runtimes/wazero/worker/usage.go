package worker

// What the process has used so far.

import (
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// monotonicNs is CLOCK_MONOTONIC in nanoseconds: comparable between processes of one machine.
func monotonicNs() int64 { return clockNs(unix.CLOCK_MONOTONIC) }

// cpuNs is CPU time of this process, all its threads, and its ended children, in nanoseconds.
func cpuNs() uint64 {
	user, system := children().Utime, children().Stime
	return uint64(clockNs(unix.CLOCK_PROCESS_CPUTIME_ID) + user.Nano() + system.Nano())
}

// memoryBytes is resident memory in bytes: the peak so far (of this process or an ended child) and now.
//
// From /proc/self/status, because ru_maxrss of a fresh process starts at its parent's peak.
func memoryBytes() (peak, resident uint64) {
	// Linux has this file, and without it both are 0.
	status, _ := os.ReadFile("/proc/self/status")
	field := func(name string) uint64 {
		_, rest, _ := strings.Cut(string(status), "\n"+name+":")
		kib, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		number, _ := strconv.ParseUint(kib, 10, 64)
		return number * 1024
	}
	return max(field("VmHWM"), uint64(children().Maxrss)*1024), field("VmRSS")
}

func children() (usage unix.Rusage) {
	// It fails for no valid argument.
	_ = unix.Getrusage(unix.RUSAGE_CHILDREN, &usage)
	return
}

func clockNs(clock int32) int64 {
	var time unix.Timespec
	_ = unix.ClockGettime(clock, &time)
	return time.Nano()
}

// timed runs one step and fills its times in. Of a step that failed nothing is left.
func timed[T any](reply *reply, step func() (T, error)) (value T, err error) {
	cpu, begin := cpuNs(), time.Now()
	made, err := step()
	reply.Ns = uint64(time.Since(begin))
	reply.CPUNs = cpuNs() - cpu
	if err == nil {
		value = made
	}
	return
}
