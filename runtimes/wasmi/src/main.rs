//! wasmi, a register-based interpreter, with its own WASI.

mod failure;
mod limits;
mod linked;
mod wasi;

use failure::failure;
use limits::{abilities, store_limits};
use linked::Modules;
use wasmeter_worker::{
    Artifact, Deadline, Description, Failure, Limits, Linked, Options, Runtime, ValueType, Wasi,
    locked_version, serve,
};
use wasmi::{CompilationMode, Config, Engine, Linker, Module, Store, StoreLimits, TypedFunc};
use wasmi_wasi::{WasiCtx, add_to_linker};

fn main() -> std::io::Result<()> {
    serve::<Wasmi>()
}

const MODES: [(&str, CompilationMode); 3] = [
    ("eager", CompilationMode::Eager),
    ("lazy-translation", CompilationMode::LazyTranslation),
    ("lazy", CompilationMode::Lazy),
];

/// What the default Config leaves off, and a user can switch on.
const SWITCHES: [(&str, fn(&mut Config) -> &mut Config); 2] = [
    ("wide-arithmetic", |c| c.wasm_wide_arithmetic(true)),
    ("custom-page-sizes", |c| c.wasm_custom_page_sizes(true)),
];

struct Wasmi {
    engine: Engine,
    linker: Linker<Guest>,
    limits: Limits,
}

/// What belongs to a store.
struct Guest {
    wasi: WasiCtx,
    limits: StoreLimits,
}

struct Instance {
    store: Store<Guest>,
    instance: wasmi::Instance,
}

impl Runtime for Wasmi {
    type Module = Module;
    type Instance = Instance;
    type Function = TypedFunc<u32, u64>;
    const PASSES: &[ValueType] = ValueType::ALL;

    fn describe() -> Description {
        Description::new(
            "wasmi",
            locked_version(include_str!("../Cargo.lock"), "wasmi"),
            &MODES.map(|(name, _)| (name, Artifact::Wasm)),
        )
        .can(|_| abilities())
        .switching(&SWITCHES.map(|(feature, _)| feature))
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        Self::engine_with(configuration, &Options::default())
    }

    fn engine_with(configuration: &str, options: &Options) -> Result<Self, Failure> {
        let Options { features, limits } = options;
        let (_, mode) = MODES
            .into_iter()
            .find(|(name, _)| *name == configuration)
            .ok_or_else(|| Failure::unsupported(configuration))?;
        let mut config = Config::default();
        config.compilation_mode(mode);
        for (feature, switch_on) in SWITCHES {
            if features.iter().any(|wanted| wanted == feature) {
                switch_on(&mut config);
            }
        }
        config.consume_fuel(limits.deadline.is_some());
        let engine = Engine::new(&config);
        // One for all instances, as embedders keep it.
        let mut linker = Linker::new(&engine);
        add_to_linker(&mut linker, |guest: &mut Guest| &mut guest.wasi)
            .map_err(Failure::unsupported)?;
        Ok(Wasmi {
            engine,
            linker,
            limits: limits.clone(),
        })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Module, Failure> {
        Module::new(&self.engine, wasm).map_err(failure)
    }

    fn instantiate(&self, module: &Module, wasi: &Wasi) -> Result<Instance, Failure> {
        let guest = Guest {
            wasi: wasi::context(wasi).map_err(Failure::unsupported)?,
            limits: store_limits(&self.limits),
        };
        let mut store = Store::new(&self.engine, guest);
        if self.limits.memory_bytes.is_some() || self.limits.table_elements.is_some() {
            store.limiter(|guest| &mut guest.limits);
        }
        self.arm(&mut store)?;
        let instance = self
            .linker
            .instantiate_and_start(&mut store, module)
            .map_err(failure)?;
        // A module with both is a command, and wasmi's command line then calls only `_start`.
        if let Some(initialize) = instance.get_func(&store, "_initialize")
            && instance.get_func(&store, "_start").is_none()
        {
            initialize.call(&mut store, &[], &mut []).map_err(failure)?;
        }
        Ok(Instance { store, instance })
    }

    fn function(&self, of: &mut Instance, export: &str) -> Result<Self::Function, Failure> {
        self.arm(&mut of.store)?;
        of.instance
            .get_typed_func(&of.store, export)
            .map_err(|error| Failure::unsupported(format!("{export}: {error}")))
    }

    fn call(&self, of: &mut Instance, bench: &mut Self::Function, n: u32) -> Result<u64, Failure> {
        bench.call(&mut of.store, n).map_err(failure)
    }

    fn start(&self, of: &mut Instance) -> Result<i32, Failure> {
        self.arm(&mut of.store)?;
        let start = of.instance.get_typed_func::<(), ()>(&of.store, "_start");
        let start = start.map_err(|error| Failure::unsupported(format!("_start: {error}")))?;
        match start.call(&mut of.store, ()) {
            Ok(()) => Ok(0),
            Err(error) => error.i32_exit_status().ok_or_else(|| failure(error)),
        }
    }

    fn store(&self, _: Artifact) -> Result<Box<dyn Linked>, Failure> {
        Ok(Box::new(Modules::new(&self.engine)))
    }
}

impl Wasmi {
    /// Lets the deadline begin anew.
    fn arm(&self, store: &mut Store<Guest>) -> Result<(), Failure> {
        let fuel = self.limits.deadline.as_ref().map(Deadline::units);
        fuel.map_or(Ok(()), |fuel| store.set_fuel(fuel).map_err(failure))
    }
}
