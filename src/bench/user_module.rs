//! A module of the user's own as a guest: it has no source here and no native build, so what most
//! configurations agree on, or a named one gives, is what all are verified against.

use super::camps::{camps, has_majority};
use crate::bench::select::{Column, Row, Workers};
use crate::bench::subject::Work;
use crate::build::guests::BuiltGuest;
use crate::build::pairs::two_at_a_time;
use crate::build::{Home, Unavailable};
use crate::catalog::command::{Pattern, without};
use crate::catalog::guest::{Guest, Input, Kind, Manifest};
use crate::filter::suggestion;
use crate::hash::{sha256, sha256_file};
use crate::instrument;
use crate::module;
use crate::results::group::CountsIn;
use crate::results::outcome::{End, Outcome};
use crate::worker::{Limits, Worker, copy_folder, exit_status};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Call, Request, WasiArguments};

/// A module of the user's.
pub struct Own<'a> {
    /// The file that is executed.
    pub file: &'a Path,
    /// The file that was named: the same, unless a component was made of it.
    pub named: &'a Path,
    pub stdin: Option<&'a Path>,
    /// A folder whose copy the module gets as its `/`.
    pub files: Option<PathBuf>,
    pub args: &'a [String],
    pub env: BTreeMap<String, String>,
    /// Lines of its output that may differ.
    pub ignored: &'a [Pattern],
    /// The configuration whose result is taken as right, instead of the majority's.
    pub reference: Option<&'a str>,
}

/// Makes a row of a `.wasm` file that exports `bench` or `_start`, or of a component that is a
/// command.
pub fn row(
    own: &Own,
    columns: &[Column],
    workers: &Workers,
    limits: Limits,
    home: &Home,
) -> Result<Row> {
    let module = module::inspect(own.file)?;
    let (mut kind, mut file) = match (module.bench, module.command) {
        (true, false) => (Kind::Bench, std::path::absolute(own.file)?),
        (true, true) => (
            Kind::Bench,
            kept(own.file, home, instrument::started_first)?,
        ),
        (false, true) => (Kind::Command, std::path::absolute(own.file)?),
        (false, false) => bail!(
            "{}: it exports neither bench (a function from i32 to i64) nor _start",
            own.named.display()
        ),
    };
    let mut answers = answers(own, kind, &file, columns, workers, limits)?;
    if module.bench && module.command && answers.iter().all(|(_, answer)| answer.is_err()) {
        if let Some((name, Err(end))) = answers.first() {
            note(&format!(
                "measured by _start: its bench fails on {name}: {end}"
            ));
        }
        (kind, file) = (Kind::Command, std::path::absolute(own.file)?);
    }
    let section = module.section && kind == Kind::Command;
    if section {
        file = kept(own.file, home, instrument::with_clock)?;
    }
    if kind == Kind::Command && (module.bench || section) {
        answers = self::answers(own, kind, &file, columns, workers, limits)?;
    }
    let (by, expected) = reference(own, &answers)?;
    let name = own.named.file_stem().unwrap_or_default();
    let mut name = name.to_string_lossy().into_owned();
    if own.file != own.named {
        name += "-component";
    }
    let input = Input {
        name: "default".to_string(),
        default: true,
        file: own.stdin.map(Path::to_path_buf),
        units: 1.0,
        args: own.args.to_vec(),
        stdout: String::new(),
        exit_code: 0,
    };
    let what = match module.component {
        true => ", a component",
        false => "",
    };
    let manifest = Manifest {
        description: format!("{}{what}, verified against {by}", own.named.display()),
        language: "unknown".to_string(),
        kind,
        component: module.component,
        group: "own".to_string(),
        same_as: None,
        interpreter: None,
        on_request: false,
        unit: if kind == Kind::Bench {
            "call of bench(1)"
        } else {
            ""
        }
        .to_string(),
        apart: Vec::new(),
        features: Vec::new(),
        licences: Vec::new(),
        sources: Vec::new(),
        flags: Vec::new(),
        wasm_flags: Vec::new(),
        needs_files: true,
        inputs: vec![input.clone()],
    };
    let no_native = Unavailable {
        reason: "a module of your own has no native build".to_string(),
        fix: None,
    };
    let built = BuiltGuest {
        sha256: sha256_file(&file)?,
        bytes: std::fs::metadata(&file)?.len(),
        module: file,
        component: module.component,
        toolchain: "unknown".to_string(),
        pinned: false,
        not_compiled: None,
        native: Err(no_native.clone()),
        system: Err(no_native),
    };
    Ok(Row {
        guest: Guest {
            name,
            dir: PathBuf::new(),
            manifest,
            counts_in: CountsIn::default(),
        },
        inputs: vec![input],
        built: Ok(built),
        faults: Vec::new(),
        expected: Some(expected),
        files: own.files.clone(),
        env: own.env.clone(),
        ignored: own.ignored.to_vec(),
        section,
    })
}

/// Returns what `make` makes of the module, kept by its hash.
pub fn kept(file: &Path, home: &Home, make: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<PathBuf> {
    let wasm = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
    let made = make(&wasm);
    let made = made.with_context(|| format!("{}: it cannot be made ready", file.display()))?;
    let kept = home.folder("own")?.join(format!("{}.wasm", sha256(&made)));
    std::fs::write(&kept, made).with_context(|| format!("{}", kept.display()))?;
    Ok(kept)
}

/// The result of each configuration that executes modules, with the configuration's name.
type Answers = Vec<(String, Result<Work, End>)>;

fn answers(
    own: &Own,
    kind: Kind,
    file: &Path,
    columns: &[Column],
    workers: &Workers,
    limits: Limits,
) -> Result<Answers> {
    let columns: Vec<_> = columns
        .iter()
        .filter(|column| column.manifest.artifact == Artifact::Wasm)
        .collect();
    let answer = |column: &&Column| -> Result<_> {
        let Ok(built) = column.worker(workers) else {
            return Ok(None);
        };
        let once = || -> Result<_> {
            let started = Worker::start(&built.program, own.stdin, limits)?;
            if let (Ok(worker), Some(files)) = (&started, &own.files) {
                copy_folder(files, &worker.guest_dir())?;
            }
            let configuration = &column.manifest.name;
            Ok(started.and_then(|mut worker| ask(&mut worker, own, file, kind, configuration)))
        };
        Ok(Some((column.name(), once()?)))
    };
    let answers = two_at_a_time(&columns, answer);
    Ok(answers
        .into_iter()
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// The answer that is right, and who gave it.
fn reference(own: &Own, answers: &Answers) -> Result<(String, Work)> {
    let file = own.named.display();
    let gave: Vec<_> = answers
        .iter()
        .filter_map(|(name, answer)| Some((name.as_str(), answer.as_ref().ok()?)))
        .collect();
    if let Some(wanted) = own.reference {
        let named = answers.iter().find(|(name, _)| name == wanted);
        return match named {
            Some((name, Ok(work))) => Ok((name.clone(), work.clone())),
            Some((_, Err(end))) => bail!("{file}: the reference {wanted} does not run it: {end}"),
            None => {
                let chosen = answers.iter().map(|(name, _)| name.as_str());
                bail!(
                    "{wanted}: the reference is none of the chosen configurations; {}",
                    suggestion(wanted, "-r chooses them", chosen)
                )
            }
        };
    }
    let results: Vec<_> = gave.iter().map(|(_, work)| seen(own, work)).collect();
    let camps = camps(&results);
    let Some(first) = camps.first() else {
        let end = |(name, answer): &(String, Result<Work, End>)| {
            let end = answer.as_ref().err()?;
            Some(format!("\n{name}: {end}"))
        };
        let refusals: String = answers.iter().filter_map(end).collect();
        let needs = needs(own.file);
        bail!("{file}: no configuration runs it{refusals}{needs}");
    };
    let names = |camp: &Vec<usize>| {
        let names: Vec<_> = camp.iter().map(|place| gave[*place].0).collect();
        names.join(", ")
    };
    if camps.len() > 1 {
        let all: String = camps.iter().map(|c| format!("\n  {}", names(c))).collect();
        let said = format!(
            "the configurations are {} camps of different results:",
            camps.len()
        );
        if !has_majority(&camps) {
            bail!(
                "{file}: {said}{all}\nnone has the majority: name one with --reference, \
                 or lines that may differ with --ignore"
            );
        }
        note(&format!(
            "{said}{all}\nthe first of them is taken to be right (--reference names another)"
        ));
    }
    let (_, work) = gave[first[0]];
    Ok((names(first), work.clone()))
}

/// Returns what a runtime must have for the module, as a line of its own.
fn needs(file: &Path) -> String {
    let needs = std::fs::read(file).ok();
    let needs = needs.and_then(|wasm| module::needs(&wasm));
    needs.map_or(String::new(), |needs| {
        format!(
            "\n{needs}; of a command, `wasmeter exec` says which of it each configuration lacks"
        )
    })
}

fn note(text: &str) {
    eprintln!("note: {text}");
}

/// Returns the parts of an answer that are compared.
fn seen(own: &Own, work: &Work) -> (Option<u64>, Vec<u8>, u8) {
    match work {
        Work::Bench { digest } => (Some(*digest), Vec::new(), 0),
        Work::Command { stdout, exit_code } => {
            (None, without(own.ignored, stdout), exit_status(*exit_code))
        }
    }
}

fn ask(
    worker: &mut Worker,
    own: &Own,
    file: &Path,
    kind: Kind,
    configuration: &str,
) -> Result<Work, End> {
    worker.step(&Request::engine(configuration.to_string()))?;
    worker.step(&Request::Load {
        file: file.to_path_buf(),
        artifact: Artifact::Wasm,
    })?;
    let words = std::iter::once("guest".to_string()).chain(own.args.iter().cloned());
    let wasi = WasiArguments {
        args: words.collect(),
        env: own.env.clone(),
        dir: Some(worker.guest_dir()),
        ..WasiArguments::default()
    };
    if kind == Kind::Command {
        let exit_code = worker.step(&Request::Run(wasi))?.exit_code.unwrap_or(0);
        return Ok(Work::Command {
            stdout: worker.stdout(),
            exit_code,
        });
    }
    worker.step(&Request::Instantiate(wasi))?;
    let mut bench = |n: u32| {
        let reply = worker.step(&Request::Call(Call::once(0, "bench", n)))?;
        let result = reply.results.first().and_then(|text| text.parse().ok());
        result.ok_or_else(|| End::new(Outcome::Crashed, format!("bench({n}) gave no result")))
    };
    let (none, digest, two): (u64, u64, u64) = (bench(0)?, bench(1)?, bench(2)?);
    if none != 0 || two != digest.wrapping_mul(2) {
        let why = format!(
            "bench(0), bench(1) and bench(2) returned {none}, {digest} and {two}, \
             and bench(n) has to return n times bench(1)"
        );
        return Err(End::new(Outcome::WrongOutput, why));
    }
    Ok(Work::Bench { digest })
}
