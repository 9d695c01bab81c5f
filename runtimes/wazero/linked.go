package main

// Modules that are linked to each other, in one runtime.

import (
	"context"
	"fmt"
	"strconv"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"wasmeter-wazero/worker"
)

// The interface names no constants for these.
const (
	typeV128    api.ValueType = 0x7b
	typeFuncref api.ValueType = 0x70
)

type linked struct {
	engine
	modules    []wazero.CompiledModule
	instances  []api.Module
	registered map[string]api.Module
}

func (e engine) Store() worker.Store {
	return &linked{engine: e, registered: map[string]api.Module{}}
}

func (l *linked) Define(wasm []byte) error {
	compiled, err := l.CompileModule(background, wasm)
	if err == nil {
		l.modules = append(l.modules, compiled)
	}
	return err
}

func (l *linked) Link(module int) error {
	resolve := func(name string) api.Module { return l.registered[name] }
	ctx := experimental.WithImportResolver(context.Background(), resolve)
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	made, err := l.InstantiateModule(ctx, l.modules[module], config)
	if err != nil && started(err) {
		return trap(err)
	}
	if err == nil {
		l.instances = append(l.instances, made)
	}
	return err
}

func (l *linked) Register(instance int, name string) error {
	l.registered[name] = l.instances[instance]
	return nil
}

func (l *linked) Invoke(instance int, export string, arguments []worker.Value) ([]worker.Value, error) {
	function := l.instances[instance].ExportedFunction(export)
	if function == nil {
		return nil, fmt.Errorf("%s: no such function", export)
	}
	var parameters []uint64
	for _, argument := range arguments {
		words, err := encode(argument)
		if err != nil {
			return nil, err
		}
		parameters = append(parameters, words...)
	}
	results, err := function.Call(background, parameters...)
	if err != nil {
		return nil, trap(err)
	}
	var values []worker.Value
	for _, of := range function.Definition().ResultTypes() {
		value, words := decode(of, results)
		values, results = append(values, value), results[words:]
	}
	return values, nil
}

func (l *linked) Get(instance int, export string) (worker.Value, error) {
	global := l.instances[instance].ExportedGlobal(export)
	if global == nil {
		return worker.Value{}, fmt.Errorf("%s: no such global", export)
	}
	if global.Type() == typeV128 {
		return worker.Value{}, fmt.Errorf("%s: the interface reads no global of type v128", export)
	}
	value, _ := decode(global.Type(), []uint64{global.Get()})
	return value, nil
}

// encode gives the 64-bit words of an argument.
func encode(value worker.Value) ([]uint64, error) {
	switch value.Type {
	case "null":
		return []uint64{0}, nil
	case "v128":
		low, high, err := halves(value.Bits)
		return []uint64{low, high}, err
	}
	bits, err := strconv.ParseUint(value.Bits, 10, 64)
	if value.Type == "host" {
		// To the runtime a reference is a number of ours, and 0 is null.
		bits++
	}
	return []uint64{bits}, err
}

// decode reads a result, and tells how many words it takes.
func decode(of api.ValueType, words []uint64) (worker.Value, int) {
	text := func(bits uint64) string { return strconv.FormatUint(bits, 10) }
	switch {
	case of == typeV128:
		return worker.Value{Type: "v128", Bits: join(words[0], words[1])}, 2
	case of == api.ValueTypeI32 || of == api.ValueTypeF32:
		return worker.Value{Type: api.ValueTypeName(of), Bits: text(words[0] & 0xffffffff)}, 1
	case of == api.ValueTypeExternref && words[0] == 0:
		return worker.Value{Type: "null", Of: "extern"}, 1
	case of == api.ValueTypeExternref:
		return worker.Value{Type: "host", Of: "extern", Bits: text(words[0] - 1)}, 1
	case of == typeFuncref && words[0] == 0:
		return worker.Value{Type: "null", Of: "func"}, 1
	case of == typeFuncref:
		return worker.Value{Type: "ref", To: "func"}, 1
	}
	return worker.Value{Type: api.ValueTypeName(of), Bits: text(words[0])}, 1
}
