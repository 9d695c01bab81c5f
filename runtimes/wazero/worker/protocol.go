package worker

// The messages of worker protocol v1, as PROTOCOL.md specifies them.

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// ready is the first line a worker writes, unasked.
type ready struct {
	Protocol int   `json:"protocol"`
	ClockNs  int64 `json:"clock_ns"`
}

// request is one line to the worker. Which fields it has depends on its op.
type request map[string]json.RawMessage

// field reads a field that must be there.
func (r request) field(name string, to any) error {
	if _, there := r[name]; !there {
		return badRequest("there is no field " + name)
	}
	return r.option(name, to)
}

// option reads a field that may be left out.
func (r request) option(name string, to any) error {
	raw, there := r[name]
	if !there {
		return nil
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return badRequest(fmt.Sprintf("field %s: %v", name, err))
	}
	return nil
}

// Wasi is what a guest sees of the outside; its stdio is the process's.
type Wasi struct {
	// Args is argv, the program's name first.
	Args []string
	// Env is the guest's whole environment.
	Env map[string]string
	// Dir is a folder of the host to preopen as /; empty: none.
	Dir string
	// ReadOnly says that this folder may only be read.
	ReadOnly bool
	// SecondDir is a folder of the host to preopen as /second; empty: none.
	SecondDir string
	// Listen is where to listen, address:port, on a socket that the guest finds open; empty: nowhere.
	Listen string
}

// Options are what an engine is asked for beyond its configuration.
type Options struct {
	// Features of WebAssembly are to be switched on.
	Features []string
	// Limits are what its guests are held to.
	Limits Limits
}

// Limits are what the guests of an engine are held to; 0: not at all.
type Limits struct {
	Deadline struct {
		// Ms are milliseconds, which begin anew with each request that runs the guest.
		Ms uint64 `json:"ms"`
		// By is the means, as Can names it.
		By string `json:"by"`
	} `json:"deadline"`
	MemoryBytes   uint64 `json:"memory_bytes"`
	TableElements uint64 `json:"table_elements"`
}

// Can is what a configuration can do to hold a guest, and the names of the runtime's means.
type Can struct {
	ReadOnly  []string `json:"read_only,omitempty"`
	SecondDir []string `json:"second_dir,omitempty"`
	Deadline  []string `json:"deadline,omitempty"`
	Memory    []string `json:"memory,omitempty"`
	Table     []string `json:"table,omitempty"`
}

// allows refuses what is not among it.
func (c Can) allows(limits Limits) error {
	switch {
	case limits.Deadline.Ms > 0 && !slices.Contains(c.Deadline, limits.Deadline.By):
		return fmt.Errorf("it has no limit of time by %q", limits.Deadline.By)
	case limits.MemoryBytes > 0 && c.Memory == nil:
		return errors.New("it has no limit of memory")
	case limits.TableElements > 0 && c.Table == nil:
		return errors.New("it has no limit of tables")
	}
	return nil
}

func (r request) wasi() (wasi Wasi, err error) {
	err = errors.Join(
		r.option("args", &wasi.Args), r.option("env", &wasi.Env), r.option("dir", &wasi.Dir),
		r.option("read_only", &wasi.ReadOnly), r.option("second_dir", &wasi.SecondDir),
		r.option("listen", &wasi.Listen))
	return
}

// call is the parameters of a timed call.
type call struct {
	instance int
	export   string
	n        uint32
	samples  uint32
	budgetNs uint64
}

func (r request) call() (c call, err error) {
	err = errors.Join(
		r.field("instance", &c.instance), r.field("export", &c.export), r.field("n", &c.n),
		r.field("samples", &c.samples), r.field("budget_ns", &c.budgetNs))
	return
}

// reply is one line from the worker. Fields that an op does not have are left out.
type reply struct {
	Outcome       string       `json:"outcome"`
	Message       string       `json:"message,omitempty"`
	Ns            uint64       `json:"ns"`
	CPUNs         uint64       `json:"cpu_ns"`
	PeakBytes     uint64       `json:"peak_bytes"`
	ResidentBytes uint64       `json:"resident_bytes"`
	Runtime       *Description `json:"runtime,omitempty"`
	Instance      *int         `json:"instance,omitempty"`
	SamplesNs     []uint64     `json:"samples_ns,omitempty"`
	// Results are text, because JSON's numbers are too narrow.
	Results       []string `json:"results,omitempty"`
	InstantiateNs *uint64  `json:"instantiate_ns,omitempty"`
	ExitCode      *int32   `json:"exit_code,omitempty"`
	// Of linked modules.
	Passes []string `json:"passes,omitempty"`
	Module *int     `json:"module,omitempty"`
	Values []Value  `json:"values,omitempty"`
}

// Description is what a worker says of its runtime.
type Description struct {
	// Name is the runtime's, as in runtime.toml.
	Name string `json:"name"`
	// Version is asked of the runtime or of what was linked.
	Version string `json:"version"`
	// Wasi says whose the guests' WASI is: "runtime", or "worker" if the runtime has none.
	Wasi string `json:"wasi"`
	// Configurations are those that this build of the worker has.
	Configurations []Configuration `json:"configurations"`
	// Features of WebAssembly that are off by default, and that an engine can be made with.
	Features []string `json:"features,omitempty"`
	// Passes are the types of values that a Store passes; none, if there is no such thing.
	Passes []string `json:"-"`
}

// Configuration is one way of executing.
type Configuration struct {
	Name string `json:"name"`
	// Artifact is what it executes; this package knows "wasm" alone.
	Artifact string `json:"artifact"`
	// Can is what it can do to hold a guest.
	Can Can `json:"can,omitzero"`
}

// Trap says that the guest ended abnormally inside the runtime, and why.
type Trap string

func (t Trap) Error() string { return string(t) }

// badRequest says that a request made no sense, or came out of order.
type badRequest string

func (b badRequest) Error() string { return string(b) }
