//! The worker of runtimes that have only a command line: each step that runs the guest is a process
//! of the runtime's own program.
//!
//! A command line can only start commands. Of a guest that exports `bench`, a command is made that
//! makes the calls itself and times them by the guest's clock (see [`instrument`]).

mod driven;
mod folder;
mod process;
mod version;
mod words;

use crate::catalog::runtime::{ConfigurationManifest, Runtime};
use crate::cli_adapter::driven::DRIVEN;
use crate::cli_adapter::driven::Driven;
use crate::cli_adapter::driven::driven;
use crate::cli_adapter::driven::features;
use crate::instrument;
use crate::instrument::Ask;
use anyhow::{Context, Result, anyhow};
use folder::Folder;
use process::{Output, Phases, run};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tempfile::TempDir;
use version::{give_up, version};
use wasmeter_worker::protocol::Call;
use wasmeter_worker::{
    Calls, Configuration, Description, Ended, Failure, Options, Spawn, Steps, Wasi, WasiSupport,
    cpu_ns, serve,
};

/// Answers requests by driving `program` as the runtime's `[command]` says.
pub fn drive(runtime: Runtime, program: Vec<OsString>) -> Result<()> {
    let line = runtime.manifest.command.clone();
    let driven = Driven {
        line: line.with_context(|| format!("{}: it has no [command]", runtime.name))?,
        runtime,
        program,
    };
    let set = DRIVEN.set(driven);
    set.map_err(|_| anyhow!("a process drives one runtime"))?;
    Ok(serve::<Driver>()?)
}

/// The program in one configuration.
struct Driver {
    /// The value of `{flags}`.
    flags: Vec<String>,
}

/// A module as the program is given it. Both files are called `guest`: programs name guests by
/// their files.
struct Module {
    /// As it is.
    file: PathBuf,
    /// True if the module is a command, as far as is known: some command lines run anything.
    is_command: bool,
    /// A command that makes calls of its exports, or why there is none.
    calls: Result<PathBuf, String>,
    guest: Rc<Folder>,
}

/// The inputs that processes are started with.
struct Instance {
    file: PathBuf,
    wasi: Wasi,
    guest: Rc<Folder>,
}

impl Steps for Driver {
    type Module = Module;
    type Instance = Instance;
    const ONE_SHOT: bool = true;

    fn describe() -> Description {
        Description {
            name: driven().runtime.spoken_name().to_string(),
            version: version(driven()),
            configurations: Driver::configurations(),
            wasi: WasiSupport::Runtime,
            features: features().cloned().collect(),
        }
    }

    fn configurations() -> Vec<Configuration> {
        let configuration = |manifest: &ConfigurationManifest| Configuration {
            name: manifest.name.clone(),
            artifact: manifest.artifact,
            can: Default::default(),
        };
        let manifests = driven().runtime.manifest.configurations.iter();
        manifests.map(configuration).collect()
    }

    fn switches(configuration: &str, feature: &str) -> bool {
        driven().runtime.switch(configuration, feature).is_some()
    }

    fn engine(configuration: &str, options: &Options) -> Result<Self, Failure> {
        let mut manifests = driven().runtime.manifest.configurations.iter();
        let manifest = manifests.find(|manifest| manifest.name == configuration);
        let manifest = manifest.ok_or_else(|| Failure::unsupported("no such configuration"))?;
        let switched = options
            .features
            .iter()
            .filter_map(|feature| driven().runtime.switch(configuration, feature))
            .flat_map(|switch| &switch.flags);
        Ok(Driver {
            flags: manifest.flags.iter().chain(switched).cloned().collect(),
        })
    }

    fn compile(&self, wasm: &[u8]) -> Result<Module, Failure> {
        let folder = new_folder()?;
        let write = |name: &str, wasm: &[u8]| {
            let file = folder.join(name).join("guest");
            std::fs::create_dir(file.parent().expect("a folder")).map_err(Failure::unsupported)?;
            std::fs::write(&file, wasm).map_err(Failure::unsupported)?;
            Ok(file)
        };
        let file = write("module", wasm)?;
        let calls = match instrument::with_start(wasm) {
            Ok(wasm) => Ok(write("calls", &wasm)?),
            Err(error) => Err(format!("no command can be made of it: {error:#}")),
        };
        // Only the program may refuse a component.
        let is_component = wasmparser::Parser::is_component(wasm);
        Ok(Module {
            file,
            is_command: is_component || instrument::is_command(wasm),
            calls,
            guest: keep_guest(&folder)?,
        })
    }

    fn precompile(&self, wasm: &[u8], to: &Path) -> Result<(), Failure> {
        if driven().line.precompile.is_empty() {
            let reason = "its command line compiles nothing ahead of time";
            return Err(Failure::unsupported(reason));
        }
        let module = self.compile(wasm)?;
        let file = match module.is_command {
            true => &module.file,
            false => module.for_calls()?,
        };
        let words = words::precompile(&driven().line, &self.flags, file, to);
        let output = run(self.command(words))?;
        let code = output.exit_code(&driven().line)?;
        output.forget_stdout()?;
        match (code, to.is_file()) {
            (0, true) => Ok(()),
            (code, _) => {
                let said = output.telling_line();
                let reason = format!("it wrote no file, and ended with code {code}: {said}");
                Err(Failure::unsupported(reason))
            }
        }
    }

    fn load(&self, file: &Path) -> Result<Module, Failure> {
        let folder = new_folder()?;
        let named = folder.join("guest");
        std::os::unix::fs::symlink(file, &named).map_err(Failure::unsupported)?;
        // Of what was no command by itself, one was made before it was compiled.
        Ok(Module {
            file: named.clone(),
            is_command: true,
            calls: Ok(named),
            guest: keep_guest(&folder)?,
        })
    }

    fn instantiate(&self, module: &Module, wasi: &Wasi) -> Result<Instance, Failure> {
        let instance = Instance {
            file: module.for_calls()?.clone(),
            wasi: wasi.clone(),
            guest: module.guest.clone(),
        };
        let none = Call {
            samples: 0,
            ..Call::once(0, "", 0)
        };
        self.make(&instance, &none)?;
        Ok(instance)
    }

    fn calls(&self, instance: &mut Instance, call: &Call) -> Result<Calls, Failure> {
        self.make(instance, call)
    }

    fn run(&self, module: &Module, wasi: &Wasi) -> Result<Ended<Instance>, Failure> {
        if !module.is_command {
            return Err(Failure::unsupported("_start: no such export"));
        }
        let instance = Instance {
            file: module.file.clone(),
            wasi: wasi.clone(),
            guest: module.guest.clone(),
        };
        let output = self.start(&instance, wasi)?;
        let exit_code = output.exit_code(&driven().line)?;
        let Phases { load_ns, start_ns } = output.take_chatter(&driven().line)?;
        let printed_ns = load_ns.unwrap_or(0).saturating_add(start_ns.unwrap_or(0));
        let Some(rest_ns) = output.ns.checked_sub(printed_ns) else {
            let whole = output.ns;
            give_up(format!(
                "it prints phases of {printed_ns} ns in a run of {whole} ns"
            ));
        };
        Ok(Ended {
            exit_code,
            load_ns,
            instantiate_ns: start_ns.map(|_| rest_ns),
            instance,
        })
    }
}

/// A folder for a module's files, which goes with the worker's scratch folder.
fn new_folder() -> Result<PathBuf, Failure> {
    let folder = TempDir::with_prefix("module-").map_err(Failure::unsupported)?;
    Ok(folder.keep())
}

fn keep_guest(folder: &Path) -> Result<Rc<Folder>, Failure> {
    let kept = Folder::keep(folder.join("files"));
    Ok(Rc::new(kept.map_err(Failure::unsupported)?))
}

impl Module {
    fn for_calls(&self) -> Result<&PathBuf, Failure> {
        self.calls.as_ref().map_err(Failure::unsupported)
    }
}

impl Driver {
    fn command(&self, words: Vec<OsString>) -> Spawn {
        let (program, first) = driven().program.split_first().expect("a program");
        Spawn::new(program).args(first).args(words)
    }

    /// Runs an instance's file as a command, to its end.
    fn start(&self, instance: &Instance, wasi: &Wasi) -> Result<Output, Failure> {
        let line = &driven().line;
        let words = words::run(line, &self.flags, &instance.file, wasi)?;
        instance.guest.renew().map_err(Failure::unsupported)?;
        let mut command = self.command(words);
        if line.inherits() {
            let variables = wasi.env.iter();
            command = command.env(variables.map(|(k, v)| (k.into(), v.into())).collect());
        }
        run(command.envs(&line.sets))
    }

    /// Starts a command that makes calls, and takes the results that it prints.
    fn make(&self, instance: &Instance, call: &Call) -> Result<Calls, Failure> {
        let ask = Ask {
            export: &call.export,
            prepare: call.prepare,
            warm_up_ns: call.warm_up_ns,
            n: call.n,
            samples: call.samples,
            budget_ns: call.budget_ns,
        };
        let mut wasi = instance.wasi.clone();
        wasi.args.push(ask.argument());
        let cpu = cpu_ns();
        let output = self.start(instance, &wasi)?;
        let cpu_ns = cpu_ns() - cpu;
        let calls = output.take_calls(&driven().line)?;
        if let Some(reason) = calls.refusal {
            return Err(Failure::unsupported(reason));
        }
        let code = output.exit_code(&driven().line)?;
        if !calls.finished || code != 0 {
            let said = output.telling_line();
            return Err(Failure::trap(format!("it ended with code {code}: {said}")));
        }
        let (samples_ns, results): (Vec<_>, _) = calls.timed.into_iter().unzip();
        Ok(Calls {
            ns: samples_ns.iter().sum(),
            cpu_ns,
            samples_ns,
            results,
            untimed_results: calls
                .untimed
                .into_iter()
                .map(|(_, result)| result)
                .collect(),
        })
    }
}
