// Package worker is what a wasmeter worker in Go is made of: the messages of the worker protocol and the loop
// that answers them. An adapter implements Runtime and calls Serve from main.
package worker

// The loop: one request, one timed step, one reply.

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Runtime is what an adapter implements, with Engine, Module and Instance. Their methods are the steps of the
// protocol; the loop times them. An error is told as the runtime's refusal unless it is a Trap.
type Runtime interface {
	// Describe must not make an engine.
	Describe() Description
	// Engine makes the engine of a configuration that Describe lists, with options that it lists too.
	Engine(configuration string, options Options) (Engine, error)
}

// Engine is a runtime in one configuration.
type Engine interface {
	// Compile validates and compiles, or otherwise makes ready, a module.
	Compile(wasm []byte) (Module, error)
	io.Closer
}

// Module is a module that was made ready.
type Module interface {
	// Instantiate links WASI, instantiates, and runs _initialize if the module exports it.
	Instantiate(wasi Wasi) (Instance, error)
	io.Closer
}

// Instance is an instance of a module.
type Instance interface {
	// Function looks an export of type (i32) -> i64 up, and gives what calls it. That is in the timed loop.
	Function(export string) (func(n uint32) (uint64, error), error)
	// Start runs _start and tells the exit code.
	Start() (int32, error)
	io.Closer
}

// Serve answers requests until wasmeter closes its end. Call it first thing in main.
func Serve(runtime Runtime) error {
	begin := monotonicNs()
	const requestFd, replyFd = 3, 4
	syscall.CloseOnExec(requestFd)
	syscall.CloseOnExec(replyFd)
	requests := bufio.NewReader(os.NewFile(requestFd, "requests"))
	replies := json.NewEncoder(os.NewFile(replyFd, "replies"))
	if err := replies.Encode(ready{Protocol: 1, ClockNs: begin}); err != nil {
		return fmt.Errorf("descriptor %d: %w: a worker is started by wasmeter, see PROTOCOL.md", replyFd, err)
	}
	worker := worker{runtime: runtime}
	for {
		line, err := requests.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := replies.Encode(worker.answer(line)); err != nil {
			return err
		}
	}
}

type worker struct {
	runtime   Runtime
	engine    Engine
	module    Module
	instances []Instance
	linked    linked
	// unweighed says that the last request was about linked modules.
	unweighed bool
}

func (w *worker) answer(line []byte) reply {
	reply, err := w.step(line)
	var bad badRequest
	var trap Trap
	switch {
	case err == nil:
		reply.Outcome = "ok"
	case errors.As(err, &bad):
		reply.Outcome = "bad-request"
	case errors.As(err, &trap):
		reply.Outcome = "trap"
	default:
		reply.Outcome = "unsupported"
	}
	if err != nil {
		reply.Message = strings.Join(strings.Fields(err.Error()), " ")
	}
	if !w.unweighed {
		reply.PeakBytes, reply.ResidentBytes = memoryBytes()
	}
	return reply
}

func (w *worker) step(line []byte) (reply, error) {
	var op string
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		return reply{}, badRequest(err.Error())
	}
	if err := r.field("op", &op); err != nil {
		return reply{}, err
	}
	// Of these come thousands, and nobody asks what they weigh.
	if w.unweighed = about(op); w.unweighed {
		return w.linkedStep(op, r)
	}
	switch op {
	case "describe":
		description := w.runtime.Describe()
		return reply{Runtime: &description, Passes: description.Passes}, nil
	case "engine":
		return w.makeEngine(r)
	case "load":
		return w.load(r)
	case "precompile":
		return reply{}, errors.New("this configuration compiles nothing ahead of time")
	case "instantiate":
		return w.instantiate(r)
	case "call":
		return w.call(r)
	case "run":
		return w.run(r)
	}
	return reply{}, badRequest("there is no op " + op)
}

func (w *worker) makeEngine(r request) (reply reply, err error) {
	var name string
	var options Options
	err = errors.Join(r.field("configuration", &name), r.option("features", &options.Features),
		r.option("limits", &options.Limits))
	if err != nil {
		return
	}
	description := w.runtime.Describe()
	for _, feature := range options.Features {
		if !slices.Contains(description.Features, feature) {
			return reply, fmt.Errorf("this worker has no switch for %q", feature)
		}
	}
	for _, known := range description.Configurations {
		if known.Name == name {
			if err = known.Can.allows(options.Limits); err != nil {
				return
			}
			w.dropModule()
			w.linked = linked{}
			if w.engine != nil {
				w.engine.Close()
			}
			w.engine, err = timed(&reply, func() (Engine, error) { return w.runtime.Engine(name, options) })
			return
		}
	}
	return reply, fmt.Errorf("this worker has no configuration %q", name)
}

func (w *worker) load(r request) (reply reply, err error) {
	var file, artifact string
	if err = errors.Join(r.field("file", &file), r.field("artifact", &artifact)); err != nil {
		return
	}
	if w.engine == nil {
		return reply, badRequest("there is no engine yet: ask for one first")
	}
	if artifact != "wasm" {
		return reply, errors.New("this configuration executes .wasm files only")
	}
	wasm, err := os.ReadFile(file)
	if err != nil {
		return
	}
	// Before the next is compiled: a runtime may remember what it has compiled, and this is to be a compilation.
	w.dropModule()
	w.module, err = timed(&reply, func() (Module, error) { return w.engine.Compile(wasm) })
	return
}

func (w *worker) dropModule() {
	for _, instance := range w.instances {
		instance.Close()
	}
	if w.module != nil {
		w.module.Close()
	}
	w.module, w.instances = nil, nil
}

// Instances after these are only made to see what they weigh: none may hide in memory that was freed before.
const timedInstances = 2

func (w *worker) instantiate(r request) (reply reply, err error) {
	wasi, err := r.wasi()
	if err != nil {
		return
	}
	if w.module == nil {
		return reply, noModule
	}
	if len(w.instances) == timedInstances {
		debug.FreeOSMemory()
	}
	instance, err := timed(&reply, func() (Instance, error) { return w.module.Instantiate(wasi) })
	if err != nil {
		return
	}
	number := len(w.instances)
	w.instances = append(w.instances, instance)
	reply.Instance = &number
	return
}

func (w *worker) run(r request) (reply reply, err error) {
	wasi, err := r.wasi()
	if err != nil {
		return
	}
	if w.module == nil {
		return reply, noModule
	}
	var instantiated uint64
	var instance Instance
	exitCode, err := timed(&reply, func() (code int32, err error) {
		begin := time.Now()
		if instance, err = w.module.Instantiate(wasi); err != nil {
			return
		}
		instantiated = uint64(time.Since(begin))
		return instance.Start()
	})
	if instance != nil {
		instance.Close()
	}
	if err == nil {
		reply.InstantiateNs, reply.ExitCode = &instantiated, &exitCode
	}
	return
}

const noModule = badRequest("there is no module yet: load one first")

func (w *worker) call(r request) (reply reply, err error) {
	call, err := r.call()
	if err != nil {
		return
	}
	if call.instance < 0 || call.instance >= len(w.instances) {
		return reply, badRequest("there is no instance of that number")
	}
	function, err := w.instances[call.instance].Function(call.export)
	if err != nil {
		return
	}
	budget := time.Duration(min(call.budgetNs, math.MaxInt64))
	// Grown before the clock starts, for as many samples as are likely; more only cost one copy.
	room := min(call.samples, 1<<16)
	results, samples := make([]uint64, 0, room), make([]uint64, 0, room)
	cpu, begin, last := cpuNs(), time.Now(), time.Duration(0)
	for range call.samples {
		result, err := function(call.n)
		if err != nil {
			return reply, err
		}
		now := time.Since(begin)
		samples = append(samples, uint64(now-last))
		results = append(results, result)
		last = now
		if now >= budget {
			break
		}
	}
	reply.Ns, reply.CPUNs, reply.SamplesNs = uint64(last), cpuNs()-cpu, samples
	for _, result := range results {
		reply.Results = append(reply.Results, strconv.FormatUint(result, 10))
	}
	return
}
