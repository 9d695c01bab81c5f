//! wasmi, a register-based interpreter, with its own WASI.

use std::error::Error;
use wasmeter_worker::{Artifact, Description, Failure, Runtime, Wasi, locked_version, serve};
use wasmi::errors::ErrorKind;
use wasmi::{CompilationMode, Config, Engine, Linker, Module, Store, TypedFunc};
use wasmi_wasi::sync::{Dir, TcpListener, WasiCtxBuilder, ambient_authority};
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

struct Wasmi(Engine);

struct Instance {
    store: Store<WasiCtx>,
    instance: wasmi::Instance,
}

impl Runtime for Wasmi {
    type Module = Module;
    type Instance = Instance;
    type Function = TypedFunc<u32, u64>;

    fn describe() -> Description {
        Description::new(
            "wasmi",
            locked_version(include_str!("../Cargo.lock"), "wasmi"),
            &MODES.map(|(name, _)| (name, Artifact::Wasm)),
        )
        .switching(&SWITCHES.map(|(feature, _)| feature))
    }

    fn engine(configuration: &str) -> Result<Self, Failure> {
        Self::engine_with(configuration, &[])
    }

    fn engine_with(configuration: &str, features: &[String]) -> Result<Self, Failure> {
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
        Ok(Wasmi(Engine::new(&config)))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Module, Failure> {
        Module::new(&self.0, wasm).map_err(failure)
    }

    fn instantiate(&self, module: &Module, wasi: &Wasi) -> Result<Instance, Failure> {
        let mut store = Store::new(&self.0, context(wasi).map_err(Failure::unsupported)?);
        let mut linker = Linker::new(&self.0);
        add_to_linker(&mut linker, |context| context).map_err(Failure::unsupported)?;
        let instance = linker
            .instantiate_and_start(&mut store, module)
            .map_err(failure)?;
        if let Some(initialize) = instance.get_func(&store, "_initialize") {
            initialize.call(&mut store, &[], &mut []).map_err(failure)?;
        }
        Ok(Instance { store, instance })
    }

    fn function(&self, of: &mut Instance, export: &str) -> Result<Self::Function, Failure> {
        of.instance
            .get_typed_func(&of.store, export)
            .map_err(|error| Failure::unsupported(format!("{export}: {error}")))
    }

    fn call(
        &self,
        of: &mut Instance,
        function: &mut Self::Function,
        n: u32,
    ) -> Result<u64, Failure> {
        function.call(&mut of.store, n).map_err(failure)
    }

    fn start(&self, of: &mut Instance) -> Result<i32, Failure> {
        let start = of
            .instance
            .get_typed_func::<(), ()>(&of.store, "_start")
            .map_err(|error| Failure::unsupported(format!("_start: {error}")))?;
        match start.call(&mut of.store, ()) {
            Ok(()) => Ok(0),
            Err(error) => error.i32_exit_status().ok_or_else(|| failure(error)),
        }
    }
}

fn context(wasi: &Wasi) -> Result<WasiCtx, Box<dyn Error>> {
    let mut context = WasiCtxBuilder::new();
    context.inherit_stdio().args(&wasi.args)?;
    for (name, value) in &wasi.env {
        context.env(name, value)?;
    }
    if let Some(dir) = &wasi.dir {
        context.preopened_dir(Dir::open_ambient_dir(dir, ambient_authority())?, "/")?;
    }
    if let Some(address) = &wasi.listen {
        let listener = std::net::TcpListener::bind(address)?;
        let listener = TcpListener::from_std(listener);
        // Behind the standard streams and the folder.
        context.preopened_socket(3 + u32::from(wasi.dir.is_some()), listener)?;
    }
    Ok(context.build())
}

/// The guest ended abnormally, or else (also in the middle of a lazy run) wasmi refused its module.
fn failure(error: wasmi::Error) -> Failure {
    match error.kind() {
        // A message is what a host function says, as when WASI is handed what makes no sense.
        ErrorKind::TrapCode(_)
        | ErrorKind::Host(_)
        | ErrorKind::Message(_)
        | ErrorKind::I32ExitStatus(_) => Failure::trap(error),
        _ => Failure::unsupported(error),
    }
}
