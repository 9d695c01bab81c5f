//! Compiles guests: each to a `.wasm` module and for the host, from the same source.

use super::adapted::as_it_is_run;
use super::key::Key;
use super::languages::{Language, system_compiler};
use super::lock::Lock;
use super::pairs::two_at_a_time;
use super::{Home, Unavailable, shell};
use crate::catalog::Catalog;
use crate::catalog::guest::{Guest, Kind};
use crate::hash::sha256_file;
use crate::progress::Progress;
use crate::worker::text;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The result of building a guest.
#[derive(Debug, Clone)]
pub struct GuestBuild {
    pub built: Result<BuiltGuest, Unavailable>,
    /// Faults of the guest itself: a compiler that is here refuses its source.
    pub faults: Vec<String>,
}

/// A guest that is ready to be run.
#[derive(Debug, Clone)]
pub struct BuiltGuest {
    pub module: PathBuf,
    /// True if it is a component.
    pub component: bool,
    pub sha256: String,
    pub bytes: u64,
    /// The compiler that made the module.
    pub toolchain: String,
    /// True if these are the bytes that the lock pins.
    pub pinned: bool,
    /// Why the pinned module stands in for one compiled here.
    pub not_compiled: Option<Unavailable>,
    /// The host's build by the module's own compiler, where that builds for the host.
    pub native: Result<Native, Unavailable>,
    /// The host's build by the system's compiler.
    pub system: Result<Native, Unavailable>,
}

/// A guest's build for the host.
#[derive(Debug, Clone)]
pub struct Native {
    /// A shared library or an executable.
    pub file: PathBuf,
    /// The compiler that made it.
    pub toolchain: String,
}

/// Compiles the guests; one that cannot be compiled here is taken from the pinned modules.
///
/// With `pinned_only`, no toolchain for Wasm is set up, and all modules are the pinned ones.
pub fn build(
    catalog: &Catalog,
    guests: &[&Guest],
    home: &Home,
    pinned_only: bool,
    progress: &Progress,
) -> Result<Vec<GuestBuild>> {
    let lock = Lock::read(&catalog.root)?;
    let builder = Builder::new(catalog, guests, home, pinned_only, progress)?;
    let jobs: Vec<_> = guests
        .iter()
        .flat_map(|guest| [(*guest, Target::Wasm), (*guest, Target::Native)])
        .collect();
    let built = builder.run_all(&jobs)?;
    // Where both are by one compiler, they are one file, which is there now.
    let by_system: Vec<_> = guests
        .iter()
        .map(|guest| (*guest, Target::System))
        .collect();
    let by_system = builder.run_all(&by_system)?;
    let mut built = built.into_iter();
    let mut pair = || built.next().expect("two jobs a guest");
    guests
        .iter()
        .zip(by_system)
        .map(|(guest, system)| {
            let (wasm, native) = (pair(), pair());
            assemble(catalog, &lock, guest, [wasm, native, system], home)
        })
        .collect()
}

/// The host's build of one guest.
pub fn build_native(
    catalog: &Catalog,
    guest: &Guest,
    home: &Home,
    progress: &Progress,
) -> Result<Result<Native, Unavailable>> {
    let builder = Builder::new(catalog, &[guest], home, true, progress)?;
    let built = builder.build_one(guest, Target::Native, &home.folder("logs")?)?;
    Ok(native(built))
}

fn native(built: Built) -> Result<Native, Unavailable> {
    built
        .map(|(file, toolchain)| Native { file, toolchain })
        .map_err(|missing| missing.why)
}

fn assemble(
    catalog: &Catalog,
    lock: &Lock,
    guest: &Guest,
    [wasm, by_module, by_system]: [Built; 3],
    home: &Home,
) -> Result<GuestBuild> {
    let faults = [("Wasm", &wasm), ("this machine", &by_module)];
    let faults = faults.iter().filter_map(|(target, built)| {
        let missing = built.as_ref().err().filter(|missing| missing.refused)?;
        let why = &missing.why;
        Some(format!("its source does not compile for {target}: {why}"))
    });
    let mut faults: Vec<String> = faults.collect();
    let pin = lock.guests.get(&guest.name);
    let (module, toolchain, not_compiled) = match wasm {
        Ok((module, toolchain)) => (module, toolchain, None),
        Err(missing) => match pin {
            Some(pin) => (
                pin.check(&catalog.root, &guest.name)?,
                pin.toolchain.clone(),
                Some(missing.why),
            ),
            None => {
                let built = Err(missing.why);
                return Ok(GuestBuild { built, faults });
            }
        },
    };
    let module = match as_it_is_run(guest, module, home)? {
        Ok(module) => module,
        Err(why) => {
            faults.push(why.to_string());
            let built = Err(why);
            return Ok(GuestBuild { built, faults });
        }
    };
    let sha256 = sha256_file(&module)?;
    let built = BuiltGuest {
        component: guest.manifest.component,
        bytes: std::fs::metadata(&module)?.len(),
        pinned: pin.is_some_and(|pin| pin.sha256 == sha256),
        module,
        sha256,
        toolchain,
        not_compiled,
        native: native(by_module),
        system: native(by_system),
    };
    Ok(GuestBuild {
        built: Ok(built),
        faults,
    })
}

/// A built file and the compiler that made it, or why there is none.
type Built = Result<(PathBuf, String), Missing>;

/// Why a guest was not compiled.
struct Missing {
    why: Unavailable,
    /// The compiler is here, and refuses the source.
    refused: bool,
}

impl From<Unavailable> for Missing {
    /// Makes the error for a part that is not available.
    fn from(why: Unavailable) -> Self {
        Missing {
            why,
            refused: false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Wasm,
    /// By the module's compiler.
    Native,
    /// By the system's.
    System,
}

struct Builder<'a> {
    home: &'a Home,
    /// Modules are the same wherever they run.
    modules: Home,
    languages: BTreeMap<String, Language>,
    progress: &'a Progress,
}

impl<'a> Builder<'a> {
    fn new(
        catalog: &'a Catalog,
        guests: &[&Guest],
        home: &'a Home,
        pinned_only: bool,
        progress: &'a Progress,
    ) -> Result<Self> {
        let modules = home.of_this_machine();
        let mut builder = Builder {
            home,
            modules,
            languages: BTreeMap::new(),
            progress,
        };
        for guest in guests {
            let name = &guest.manifest.language;
            if !builder.languages.contains_key(name) {
                let root = &catalog.root;
                let modules = &builder.modules;
                let language = Language::ask(root, name, modules, home, pinned_only, progress)?;
                builder.languages.insert(name.clone(), language);
            }
        }
        Ok(builder)
    }

    fn run_all(&self, jobs: &[(&Guest, Target)]) -> Result<Vec<Built>> {
        let log_dir = self.home.folder("logs")?;
        let build = |job: &(&Guest, Target)| {
            let built = self.build_one(job.0, job.1, &log_dir);
            self.progress.step();
            built
        };
        two_at_a_time(jobs, build).into_iter().collect()
    }

    fn build_one(&self, guest: &Guest, target: Target, log_dir: &Path) -> Result<Built> {
        let language = &self.languages[&guest.manifest.language];
        let verb = match target {
            Target::Wasm => "wasm",
            Target::Native | Target::System => "native",
        };
        let mut env = match (target, &language.toolchain) {
            (_, Ok(env)) => env.clone(),
            (Target::Native | Target::System, Err(_)) => Vec::new(),
            (Target::Wasm, Err(unavailable)) => return Ok(Err(unavailable.clone().into())),
        };
        let home = match target {
            Target::Wasm => &self.modules,
            Target::Native | Target::System => self.home,
        };
        if target != Target::Wasm {
            env.extend_from_slice(&language.native_env);
        }
        if target == Target::System {
            env.push(system_compiler());
        }
        let log = log_dir.join(format!("{}-{verb}.log", guest.name));
        let own = env.iter().find(|(name, _)| name == "TOOLCHAIN");
        let identity = match (target, own) {
            (Target::Wasm, Some((_, toolchain))) => Ok(text::name(toolchain)),
            (Target::System, _) => language.system.clone(),
            _ => language.native.clone(),
        };
        let identity = match identity {
            Ok(identity) => identity,
            Err(unavailable) => return Ok(Err(unavailable.into())),
        };
        let key = key(guest, verb, &identity, &language.shared)?;
        let extension = match (target, guest.manifest.kind) {
            (Target::Wasm, _) => "wasm",
            (_, Kind::Bench) => "so",
            (_, Kind::Command) => "exe",
        };
        let file = home
            .folder("guests")?
            .join(format!("{}-{key}.{extension}", guest.name));
        if !file.is_file() {
            self.progress
                .message(&format!("compiling {} ({verb})", guest.name));
            let mut command = Command::new(&language.script);
            command
                .arg(verb)
                .envs(env)
                .env("GUEST", &guest.dir)
                .env("NAME", &guest.name)
                .env(
                    "KIND",
                    if guest.manifest.kind == Kind::Bench {
                        "bench"
                    } else {
                        "command"
                    },
                )
                .env("OUT", &file)
                .env("WORK", home.folder("build/guests")?)
                .env("SOURCES", guest.manifest.sources.join("\n"))
                .env("FLAGS", guest.manifest.flags.join("\n"))
                .env("WASM_FLAGS", guest.manifest.wasm_flags.join("\n"));
            let output = shell::run(command, &log, &|_| ())?;
            if let Err(why) = output {
                // A script that advises how to fix it lacks something.
                let refused = why.fix.is_none();
                return Ok(Err(Missing { why, refused }));
            }
        }
        Ok(Ok((file, identity)))
    }
}

/// A guest depends on its own folder, on what its sources name, and on what its language shares.
fn key(guest: &Guest, verb: &str, identity: &str, shared: &str) -> Result<String> {
    let mut key = Key::default()
        .text(verb)
        .text(identity)
        .text(shared)
        .path(&guest.dir)?;
    for source in &guest.manifest.sources {
        let path = guest.dir.join(source);
        if source.starts_with("..") && path.exists() {
            key = key.path(&path)?;
        }
    }
    Ok(key.short())
}
