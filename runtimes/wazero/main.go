// Command wasmeter-wazero is the worker for wazero, a runtime without dependencies for Go programs, with its
// own WASI.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/experimental/sock"
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

// Where there is no deadline: wasmeter ends a worker from outside.
var background = context.Background()

type adapter struct{}

// What experimental.CoreFeatures… are in this version, and what has no name in older ones, which do without.
const (
	extendedConst           = api.CoreFeatureSIMD << 3
	exceptionHandling       = api.CoreFeatureSIMD << 4
	typedFunctionReferences = api.CoreFeatureSIMD << 5
)

// pageBytes is the size of a page of memory.
const pageBytes = 65536

var can = worker.Can{
	ReadOnly:  []string{"WithReadOnlyDirMount"},
	SecondDir: []string{"WithDirMount"},
	Deadline:  []string{"WithCloseOnContextDone"},
	Memory:    []string{"WithMemoryLimitPages"},
}

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
			{Name: "compiler", Artifact: "wasm", Can: can},
			{Name: "interpreter", Artifact: "wasm", Can: can},
		},
		Passes: []string{"i32", "i64", "f32", "f64", "v128", "funcref", "externref"},
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

func (adapter) Engine(configuration string, options worker.Options) (worker.Engine, error) {
	limits := options.Limits
	config := wazero.NewRuntimeConfigCompiler()
	if configuration == "interpreter" {
		config = wazero.NewRuntimeConfigInterpreter()
	}
	on := api.CoreFeaturesV2
	for _, feature := range options.Features {
		on |= switches[feature]
	}
	config = config.WithCoreFeatures(on)
	if limits.Deadline.Ms > 0 {
		config = config.WithCloseOnContextDone(true)
	}
	if limits.MemoryBytes > 0 {
		config = config.WithMemoryLimitPages(uint32(min(limits.MemoryBytes/pageBytes, pageBytes)))
	}
	deadline := time.Duration(limits.Deadline.Ms) * time.Millisecond
	engine := engine{wazero.NewRuntimeWithConfig(background, config), deadline}
	_, err := wasi_snapshot_preview1.Instantiate(background, engine.Runtime)
	return engine, err
}

type engine struct {
	wazero.Runtime
	// deadline is how long a request may run the guest; 0: as long as it takes.
	deadline time.Duration
}

// bounded is the context of one request.
func (e engine) bounded() (context.Context, context.CancelFunc) {
	if e.deadline == 0 {
		return background, func() {}
	}
	return context.WithTimeout(background, e.deadline)
}

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
	files := wazero.NewFSConfig()
	if wasi.Dir != "" && wasi.ReadOnly {
		files = files.WithReadOnlyDirMount(wasi.Dir, "/")
	} else if wasi.Dir != "" {
		files = files.WithDirMount(wasi.Dir, "/")
	}
	if wasi.SecondDir != "" {
		files = files.WithDirMount(wasi.SecondDir, "/second")
	}
	if wasi.Dir != "" || wasi.SecondDir != "" {
		config = config.WithFSConfig(files)
	}
	until, done := m.bounded()
	defer done()
	listening := until
	if host, port, err := net.SplitHostPort(wasi.Listen); err == nil {
		number, _ := strconv.Atoi(port)
		listening = sock.WithConfig(until, sock.NewConfig().WithTCPListener(host, number))
	}
	made, err := m.InstantiateModule(listening, m.CompiledModule, config)
	if err != nil && m.wantsPreview0() {
		if err = m.addPreview0(); err == nil {
			made, err = m.InstantiateModule(listening, m.CompiledModule, config)
		}
	}
	if err != nil && started(err) {
		return nil, trap(err)
	}
	if err != nil {
		return nil, err
	}
	// A module with both is a command, and wazero's command line then calls only _start.
	initialize := made.ExportedFunction("_initialize")
	if initialize != nil && made.ExportedFunction("_start") == nil {
		if _, err := initialize.Call(until); err != nil {
			return nil, trap(err)
		}
	}
	return &instance{Module: made, engine: m.engine, done: func() {}}, nil
}

// preview0 is what modules of WASI preview 0 import.
const preview0 = "wasi_unstable"

// wantsPreview0 tells whether a module lacks preview 0, which no other module was given yet.
func (m module) wantsPreview0() bool {
	return m.Module(preview0) == nil && slices.ContainsFunc(m.ImportedFunctions(), func(f api.FunctionDefinition) bool {
		module, _, _ := f.Import()
		return module == preview0
	})
}

// addPreview0 gives WASI's functions under their old name too, as wazero's command line does for such modules.
func (m module) addPreview0() error {
	builder := m.NewHostModuleBuilder(preview0)
	wasi_snapshot_preview1.NewFunctionExporter().ExportFunctions(builder)
	_, err := builder.Instantiate(background)
	return err
}

type instance struct {
	api.Module
	engine engine
	// done ends the context of the last request.
	done context.CancelFunc
}

func (i *instance) Close() error {
	i.done()
	return i.Module.Close(background)
}

func (i *instance) Function(export string) (func(uint32) (uint64, error), error) {
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
	i.done()
	var until context.Context
	until, i.done = i.engine.bounded()
	return func(n uint32) (uint64, error) {
		stack[0] = uint64(n)
		if err := function.CallWithStack(until, stack); err != nil {
			return 0, trap(err)
		}
		return stack[0], nil
	}, nil
}

func (i *instance) Start() (int32, error) {
	start := i.ExportedFunction("_start")
	if start == nil {
		return 0, errors.New("_start: no such export")
	}
	until, done := i.engine.bounded()
	defer done()
	_, err := start.Call(until)
	var exit *sys.ExitError
	if errors.As(err, &exit) && until.Err() == nil {
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
