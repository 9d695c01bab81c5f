package worker

// Modules that are linked to each other by names, in one store.

import (
	"encoding/hex"
	"errors"
)

// Linking is what an Engine also is if it can link modules to each other.
type Linking interface {
	// Store makes an empty store.
	Store() Store
}

// Store holds modules and instances. The loop numbers both from 0, and asks only for numbers that it has given.
type Store interface {
	// Define validates and compiles the next module.
	Define(wasm []byte) error
	// Link makes the next instance, of that module: its imports are exports of registered instances.
	Link(module int) error
	// Register offers an instance's exports as imports.
	Register(instance int, name string) error
	// Invoke calls an exported function.
	Invoke(instance int, export string, arguments []Value) ([]Value, error)
	// Get reads an exported global.
	Get(instance int, export string) (Value, error)
}

// Value is a typed value: a number's bits as unsigned decimal text, or a reference.
type Value struct {
	Type string `json:"type"`
	Bits string `json:"bits,omitempty"`
	// Of is the family of a null, or of a reference to something of the host's.
	Of string `json:"of,omitempty"`
	// To is what any other reference refers to.
	To string `json:"to,omitempty"`
}

// linked is a store, with how much it holds.
type linked struct {
	store              Store
	modules, instances int
}

// about tells whether an op is about linked modules.
func about(op string) bool {
	switch op {
	case "define", "link", "register", "invoke", "get":
		return true
	}
	return false
}

func (w *worker) linkedStep(op string, r request) (reply reply, err error) {
	if w.engine == nil {
		return reply, badRequest("there is no engine yet: ask for one first")
	}
	if w.linked.store == nil {
		linking, can := w.engine.(Linking)
		if !can {
			return reply, errors.New("this worker links no modules to each other")
		}
		w.linked = linked{store: linking.Store()}
	}
	l := &w.linked
	if op == "define" {
		var text string
		if err = r.field("wasm", &text); err != nil {
			return
		}
		wasm, err := hex.DecodeString(text)
		if err != nil {
			return reply, badRequest("field wasm: " + err.Error())
		}
		if err = l.store.Define(wasm); err != nil {
			return reply, err
		}
		reply.Module = number(&l.modules)
		return reply, nil
	}
	if op == "link" {
		var module int
		if err = r.within("module", &module, l.modules); err != nil {
			return
		}
		if err = l.store.Link(module); err == nil {
			reply.Instance = number(&l.instances)
		}
		return
	}
	var instance int
	if err = r.within("instance", &instance, l.instances); err != nil {
		return
	}
	var name string
	if op == "register" {
		if err = r.field("name", &name); err == nil {
			err = l.store.Register(instance, name)
		}
		return
	}
	var arguments []Value
	if err = errors.Join(r.field("export", &name), r.option("arguments", &arguments)); err != nil {
		return
	}
	if op == "invoke" {
		reply.Values, err = l.store.Invoke(instance, name, arguments)
		return
	}
	value, err := l.store.Get(instance, name)
	if err == nil {
		reply.Values = []Value{value}
	}
	return
}

// number gives the next number.
func number(count *int) *int {
	number := *count
	*count++
	return &number
}

// within reads a number that must be below count.
func (r request) within(name string, to *int, count int) error {
	if err := r.field(name, to); err != nil {
		return err
	}
	if *to < 0 || *to >= count {
		return badRequest("there is no " + name + " of that number")
	}
	return nil
}
