//! Compiles guests: each to a `.wasm` module and for the host, from the same source.

use super::built::BuiltWorker;
use super::key::{Key, sha256, sha256_file};
use super::lock::{Lock, pinned_module};
use super::pairs::two_at_a_time;
use super::{Home, Unavailable, shell};
use crate::catalog::Catalog;
use crate::catalog::guest::{Guest, Input, Kind};
use crate::progress::Progress;
use crate::worker::{End, Limits, Outcome, Worker};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Call, Request, WasiArguments};

/// A guest that is ready to be run.
#[derive(Debug, Clone)]
pub struct BuiltGuest {
    pub module: PathBuf,
    pub sha256: String,
    pub bytes: u64,
    /// The compiler that made the module.
    pub toolchain: String,
    /// Whether these are the bytes that the lock pins.
    pub pinned: bool,
    /// Why the pinned module stands in for one compiled here.
    pub not_compiled: Option<Unavailable>,
    /// The host's build: a shared library or an executable.
    pub native: Result<PathBuf, Unavailable>,
}

/// The environment of one language's builds, or why its guests cannot be compiled here.
type Toolchain = Result<Vec<(String, String)>, Unavailable>;

/// Compiles the guests; one that cannot be compiled here is taken from the pinned modules.
///
/// With `pinned_only`, no toolchain for Wasm is set up, and all modules are the pinned ones.
pub fn build(
    catalog: &Catalog,
    guests: &[&Guest],
    home: &Home,
    pinned_only: bool,
    progress: &Progress,
) -> Result<Vec<Result<BuiltGuest, Unavailable>>> {
    let lock = Lock::read(&catalog.root)?;
    let builder = Builder::new(catalog, guests, home, pinned_only, progress)?;
    let jobs: Vec<_> = guests
        .iter()
        .flat_map(|guest| [(*guest, Target::Wasm), (*guest, Target::Native)])
        .collect();
    let built = builder.run_all(&jobs)?;
    let mut built = built.into_iter();
    let mut pair = || built.next().expect("two jobs a guest");
    guests
        .iter()
        .map(|guest| {
            let (wasm, native) = (pair(), pair());
            assemble(catalog, &lock, guest, wasm, native)
        })
        .collect()
}

/// The host's build of one guest.
pub fn build_native(
    catalog: &Catalog,
    guest: &Guest,
    home: &Home,
    progress: &Progress,
) -> Result<Result<PathBuf, Unavailable>> {
    let builder = Builder::new(catalog, &[guest], home, true, progress)?;
    let built = builder.build_one(guest, Target::Native, &home.folder("logs")?)?;
    Ok(built.map(|(file, _)| file))
}

fn assemble(
    catalog: &Catalog,
    lock: &Lock,
    guest: &Guest,
    wasm: Result<(PathBuf, String), Unavailable>,
    native: Result<(PathBuf, String), Unavailable>,
) -> Result<Result<BuiltGuest, Unavailable>> {
    let pin = lock.guests.get(&guest.name);
    let (module, toolchain, not_compiled) = match wasm {
        Ok((module, toolchain)) => (module, toolchain, None),
        Err(unavailable) => match pin {
            Some(pin) => (
                pinned_module(&catalog.root, &guest.name),
                pin.toolchain.clone(),
                Some(unavailable),
            ),
            None => return Ok(Err(unavailable)),
        },
    };
    let sha256 = sha256_file(&module)?;
    Ok(Ok(BuiltGuest {
        bytes: std::fs::metadata(&module)?.len(),
        pinned: pin.is_some_and(|pin| pin.sha256 == sha256),
        module,
        sha256,
        toolchain,
        not_compiled,
        native: native.map(|(file, _)| file),
    }))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Wasm,
    Native,
}

struct Builder<'a> {
    catalog: &'a Catalog,
    home: &'a Home,
    /// By language.
    toolchains: BTreeMap<String, Toolchain>,
    /// The host's own compilers, by language.
    hosts: BTreeMap<String, Result<String, Unavailable>>,
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
        let mut builder = Builder {
            catalog,
            home,
            toolchains: BTreeMap::new(),
            hosts: BTreeMap::new(),
            progress,
        };
        for guest in guests {
            let language = &guest.manifest.language;
            if !builder.hosts.contains_key(language) {
                let host = builder.host_toolchain(language)?;
                builder.hosts.insert(language.clone(), host);
            }
            if !pinned_only && !builder.toolchains.contains_key(language) {
                let toolchain = builder.set_up(language)?;
                builder.toolchains.insert(language.clone(), toolchain);
            }
        }
        Ok(builder)
    }

    fn script(&self, language: &str) -> PathBuf {
        let name = format!("guests/languages/{language}.sh");
        self.catalog.root.join(name)
    }

    fn host_toolchain(&self, language: &str) -> Result<Result<String, Unavailable>> {
        let mut command = Command::new(self.script(language));
        command.arg("native-toolchain");
        let name = format!("{language}-native-toolchain.log");
        let log = self.home.folder("logs")?.join(name);
        let output = shell::run(command, &log, &|_| ())?;
        Ok(output.map(|text| text.trim().to_string()))
    }

    fn set_up(&self, language: &str) -> Result<Toolchain> {
        let mut command = Command::new(self.script(language));
        command
            .arg("setup")
            .arg(self.home.folder("toolchains")?.join(language));
        let log = self
            .home
            .folder("logs")?
            .join(format!("{language}-setup.log"));
        let output = shell::run(command, &log, &|line| {
            self.progress
                .announce(&format!("toolchain for {language}: {line}"))
        })?;
        Ok(output.map(|text| shell::variables(&text)))
    }

    fn run_all(
        &self,
        jobs: &[(&Guest, Target)],
    ) -> Result<Vec<Result<(PathBuf, String), Unavailable>>> {
        let log_dir = self.home.folder("logs")?;
        let build = |job: &(&Guest, Target)| self.build_one(job.0, job.1, &log_dir);
        two_at_a_time(jobs, build).into_iter().collect()
    }

    fn build_one(
        &self,
        guest: &Guest,
        target: Target,
        log_dir: &Path,
    ) -> Result<Result<(PathBuf, String), Unavailable>> {
        let language = &guest.manifest.language;
        let script = self.script(language);
        let verb = match target {
            Target::Wasm => "wasm",
            Target::Native => "native",
        };
        let env = match (target, self.toolchains.get(language)) {
            (_, Some(Ok(env))) => env.clone(),
            (Target::Native, _) => Vec::new(),
            (Target::Wasm, Some(Err(unavailable))) => return Ok(Err(unavailable.clone())),
            (Target::Wasm, None) => {
                return Ok(Err(Unavailable {
                    reason: "only pinned modules were asked for".into(),
                    fix: None,
                }));
            }
        };
        let log = log_dir.join(format!("{}-{verb}.log", guest.name));
        let identity = match env.iter().find(|(name, _)| name == "TOOLCHAIN") {
            Some((_, toolchain)) if target == Target::Wasm => toolchain.clone(),
            _ => match &self.hosts[language] {
                Ok(toolchain) => toolchain.clone(),
                Err(unavailable) => return Ok(Err(unavailable.clone())),
            },
        };
        let key = self.key(guest, verb, &identity)?;
        let extension = match (target, guest.manifest.kind) {
            (Target::Wasm, _) => "wasm",
            (Target::Native, Kind::Bench) => "so",
            (Target::Native, Kind::Command) => "exe",
        };
        let file = self
            .home
            .folder("guests")?
            .join(format!("{}-{key}.{extension}", guest.name));
        if !file.is_file() {
            self.progress
                .message(&format!("compiling {} ({verb})", guest.name));
            let mut command = Command::new(&script);
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
                .env(
                    "WORK",
                    self.home
                        .folder(format!("build/guests-{language}-{verb}"))?,
                )
                .env("SOURCES", guest.manifest.sources.join("\n"))
                .env("FLAGS", guest.manifest.flags.join("\n"))
                .env("WASM_FLAGS", guest.manifest.wasm_flags.join("\n"));
            let output = shell::run(command, &log, &|_| ())?;
            if let Err(unavailable) = output {
                return Ok(Err(unavailable));
            }
        }
        self.progress.step();
        Ok(Ok((file, identity)))
    }

    /// A guest depends on its own folder, and on everything under `guests/` that is no guest's.
    fn key(&self, guest: &Guest, verb: &str, identity: &str) -> Result<String> {
        let guests = self.catalog.root.join("guests");
        let mut key = Key::default().text(verb).text(identity).path(&guest.dir)?;
        for shared in ["Cargo.toml", "Cargo.lock", "kit", "languages", "sources"] {
            let path = guests.join(shared);
            if path.exists() {
                key = key.text(shared).path(&path)?;
            }
        }
        for source in &guest.manifest.sources {
            let path = guest.dir.join(source);
            if source.starts_with("..") && path.exists() {
                key = key.path(&path)?;
            }
        }
        Ok(key.short())
    }
}

/// The digest of one step, for each input of a `bench` guest: what the native build gives, found through
/// the worker that executes native builds. Kept by the hash of the native build and the input.
pub fn digests(
    guest: &Guest,
    native: &Path,
    reference: &BuiltWorker,
    home: &Home,
) -> Result<BTreeMap<String, Result<u64, End>>> {
    let build = sha256_file(native)?;
    let folder = home.folder("digests")?;
    let mut digests = BTreeMap::new();
    for input in &guest.manifest.inputs {
        let stdin = input.file.as_ref().map(|file| guest.dir.join(file));
        let content = stdin.as_ref().map_or(Ok(Vec::new()), std::fs::read)?;
        let kept = folder.join(format!("{}-{}", &build[..16], &sha256(&content)[..16]));
        let known = std::fs::read_to_string(&kept).ok();
        let digest = match known.and_then(|text| text.parse().ok()) {
            Some(digest) => Ok(digest),
            None => {
                let digest = native_digest(guest, input, native, stdin.as_deref(), reference)?;
                if let Ok(digest) = digest {
                    std::fs::write(&kept, digest.to_string())?;
                }
                digest
            }
        };
        digests.insert(input.name.clone(), digest);
    }
    Ok(digests)
}

fn native_digest(
    guest: &Guest,
    input: &Input,
    native: &Path,
    stdin: Option<&Path>,
    reference: &BuiltWorker,
) -> Result<Result<u64, End>> {
    let configurations = &reference.description.configurations;
    let configuration = configurations
        .iter()
        .find(|c| c.artifact == Artifact::Native);
    let configuration = configuration.map_or(String::new(), |c| c.name.clone());
    let limits = Limits {
        time: Duration::from_secs(60),
        memory_bytes: 4 << 30,
        output_bytes: 64 << 20,
    };
    let worker = Worker::start(&reference.program, stdin, limits)?;
    Ok(worker.and_then(|mut worker| {
        worker.step(&Request::Engine { configuration })?;
        worker.step(&Request::Load {
            file: native.to_path_buf(),
            artifact: Artifact::Native,
        })?;
        let dir = guest.manifest.needs_files.then(|| worker.guest_dir());
        worker.step(&Request::Instantiate(WasiArguments {
            args: vec!["guest".to_string()],
            dir,
            ..WasiArguments::default()
        }))?;
        let mut bench = |n| {
            let reply = worker.step(&Request::Call(Call::once(0, "bench", n)))?;
            let result = reply.results.first().and_then(|text| text.parse::<u64>().ok());
            result.ok_or_else(|| End::new(Outcome::Crashed, "the native worker gave no result"))
        };
        let digest = bench(1)?;
        let thrice = bench(3)?;
        if thrice != digest.wrapping_mul(3) {
            let name = &input.name;
            return Err(End::new(
                Outcome::WrongOutput,
                format!("input {name}: bench(1) returned {digest}, bench(3) {thrice} instead of three times that"),
            ));
        }
        Ok(digest)
    }))
}
