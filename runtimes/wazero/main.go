// Command wasmeter-wazero is the worker for wazero, a runtime without dependencies for Go programs, with its
// own WASI.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"wasmeter-wazero/worker"
)

func main() {
	if err := worker.Serve(adapter{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Nothing is bound to a deadline: wasmeter ends a worker from outside.
var background = context.Background()

type adapter struct{}

// What experimental.CoreFeatures… are in this version, and what has no name in older ones, which do without.
const (
	extendedConst           = api.CoreFeatureSIMD << 3
	exceptionHandling       = api.CoreFeatureSIMD << 4
	typedFunctionReferences = api.CoreFeatureSIMD << 5
)

// switches are features that wazero has, and leaves off.
var switches = map[string]api.CoreFeatures{
	"atomics":                       experimental.CoreFeaturesThreads,
	"shared-memory":                 experimental.CoreFeaturesThreads,
	"tail-call":                     experimental.CoreFeaturesTailCall,
	"extended-const":                extendedConst,
	"exceptions":                    exceptionHandling,
	"function-references":           typedFunctionReferences,
	"function-references-tables":    typedFunctionReferences,
	"function-references-tail-call": typedFunctionReferences | experimental.CoreFeaturesTailCall,
}

func (adapter) Describe() worker.Description {
	return worker.Description{
		Name:     "wazero",
		Version:  version("github.com/tetratelabs/wazero"),
		Wasi:     "runtime",
		Features: slices.Sorted(maps.Keys(switches)),
		Configurations: []worker.Configuration{
			{Name: "compiler", Artifact: "wasm"},
			{Name: "interpreter", Artifact: "wasm"},
		},
	}
}

// version is that of a module which was linked; for a working copy (`replace` in go.mod) also its place.
func version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, linked := range info.Deps {
		if linked.Path != module {
			continue
		}
		version := strings.TrimPrefix(linked.Version, "v")
		if instead := linked.Replace; instead != nil {
			version += " => " + instead.Path + " " + instead.Version
		}
		return version
	}
	return ""
}

func (adapter) Engine(configuration string, features []string) (worker.Engine, error) {
	config := wazero.NewRuntimeConfigCompiler()
	if configuration == "interpreter" {
		config = wazero.NewRuntimeConfigInterpreter()
	}
	on := api.CoreFeaturesV2
	for _, feature := range features {
		on |= switches[feature]
	}
	config = config.WithCoreFeatures(on)
	engine := engine{wazero.NewRuntimeWithConfig(background, config)}
	_, err := wasi_snapshot_preview1.Instantiate(background, engine.Runtime)
	return engine, err
}

type engine struct{ wazero.Runtime }

func (e engine) Close() error { return e.Runtime.Close(background) }

func (e engine) Compile(wasm []byte) (worker.Module, error) {
	compiled, err := e.CompileModule(background, wasm)
	return module{e, compiled}, err
}

type module struct {
	engine
	wazero.CompiledModule
}

func (m module) Close() error { return m.CompiledModule.Close(background) }

func (m module) Instantiate(wasi worker.Wasi) (worker.Instance, error) {
	// No name, so that there can be several. No start functions: _start is a step of its own, and so is told
	// apart what _initialize does. Clocks, sleep and randomness are fake unless asked for.
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions().
		WithArgs(wasi.Args...).WithStdin(os.Stdin).WithStdout(os.Stdout).WithStderr(os.Stderr).
		WithSysWalltime().WithSysNanotime().WithSysNanosleep().WithRandSource(rand.Reader)
	for name, value := range wasi.Env {
		config = config.WithEnv(name, value)
	}
	if wasi.Dir != "" {
		config = config.WithFSConfig(wazero.NewFSConfig().WithDirMount(wasi.Dir, "/"))
	}
	made, err := m.InstantiateModule(background, m.CompiledModule, config)
	if err != nil && started(err) {
		return nil, trap(err)
	}
	if err != nil {
		return nil, err
	}
	if initialize := made.ExportedFunction("_initialize"); initialize != nil {
		if _, err := initialize.Call(background); err != nil {
			return nil, trap(err)
		}
	}
	return instance{made}, nil
}

type instance struct{ api.Module }

func (i instance) Close() error { return i.Module.Close(background) }

func (i instance) Function(export string) (func(uint32) (uint64, error), error) {
	function := i.ExportedFunction(export)
	if function == nil {
		return nil, fmt.Errorf("%s: no such export", export)
	}
	of := function.Definition()
	if !slices.Equal(of.ParamTypes(), []api.ValueType{api.ValueTypeI32}) ||
		!slices.Equal(of.ResultTypes(), []api.ValueType{api.ValueTypeI64}) {
		return nil, fmt.Errorf("%s is not of type (i32) -> i64", export)
	}
	// Its parameter, then its result: the makers' way of calling without allocating.
	stack := make([]uint64, 1)
	return func(n uint32) (uint64, error) {
		stack[0] = uint64(n)
		if err := function.CallWithStack(background, stack); err != nil {
			return 0, trap(err)
		}
		return stack[0], nil
	}, nil
}

func (i instance) Start() (int32, error) {
	start := i.ExportedFunction("_start")
	if start == nil {
		return 0, errors.New("_start: no such export")
	}
	_, err := start.Call(background)
	var exit *sys.ExitError
	if errors.As(err, &exit) {
		return int32(exit.ExitCode()), nil
	}
	if err != nil {
		return 0, trap(err)
	}
	return 0, nil
}

// started tells whether an instantiation got as far as executing: the segments of data, and the start function.
// Before that wazero refuses, for the sake of an import. It has no types of error for these.
func started(err error) bool {
	var exit *sys.ExitError
	text := err.Error()
	return errors.As(err, &exit) || strings.HasPrefix(text, "start ") || strings.HasSuffix(text, "out of bounds memory access")
}

// trap is the guest's abnormal end. The trace of its stack, after the first line, is left out.
func trap(err error) error {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return worker.Trap(text)
}
