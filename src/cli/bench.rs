//! `wasmeter bench`: chosen cells, or a module of the user's.

use super::effort::Effort;
use super::files::check_replaced;
use super::given::Given;
use super::heading;
use super::options::{Global, Selection};
use crate::bench::adapted::as_component;
use crate::bench::select::{Workers, for_components};
use crate::bench::steps;
use crate::bench::user_module;
use crate::compare::fastest;
use crate::module;
use crate::pipeline::measure::{make_ready, measure_unsaved};
use crate::pipeline::project::Project;
use crate::report::{self, Format};
use anyhow::{Result, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as _, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wasmeter_worker::Artifact;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter bench -r RUNTIME -g GUEST               all inputs of a guest on a runtime, and natively
  wasmeter bench -r '*/interpreter' -g '*/medium' --rounds 20
  wasmeter bench -r RUNTIME -g GUEST --precision 1% --minutes 10   rounds until intervals are as \
  narrow, or time is over
  wasmeter bench --quick --save mine.json
  wasmeter bench -r RUNTIME program.wasm           a module that exports bench(i32) -> i64, or \
  _start
  wasmeter bench -r RUNTIME --dir inputs benchmark.wasm   one that marks a section by calls of \
  bench.start and bench.end
  wasmeter bench --env LEVEL=9 --stdin text program.wasm --fast   all behind the file is the \
  program's; ours comes before
  wasmeter bench -r RUNTIME component.wasm         a component that exports wasi:cli/run
  wasmeter bench -r RUNTIME --as-component program.wasm   a command of WASI 0.1, and the component \
  that is made of it

A component is measured as a command: its start and its whole run. It cannot
mark a section, because it cannot import bench.start and bench.end. On runtimes
that take no components it is unsupported. The native column is measured along:
every ratio is taken to it. A module of yours has none.")]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    effort: Effort,
    /// Also measure each configuration with each of its means of enforcing a deadline, as
    /// CONFIGURATION+MEANS
    #[arg(long, help_heading = heading::WHAT)]
    deadlines: bool,
    /// Write a results file, for `wasmeter report` and others
    #[arg(long, value_name = "FILE", help_heading = heading::OUTPUT)]
    save: Option<PathBuf>,
    /// Inputs of the module FILE
    #[command(flatten)]
    given: Given,
    /// Output format
    #[arg(long, value_parser = formats(), default_value = "terminal")]
    #[arg(help_heading = heading::OUTPUT)]
    format: Format,
    /// Your own module or component, and its arguments: everything after the file. Its results are
    /// verified against those of most configurations
    #[arg(conflicts_with_all = ["guests", "pinned", "shard"])]
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    #[arg(value_names = ["FILE", "ARGS"], num_args = 0..)]
    command: Vec<String>,
}

impl Args {
    /// The module, and the program's arguments.
    fn own(&self) -> Option<(&Path, &[String])> {
        let (file, args) = self.command.split_first()?;
        Some((Path::new(file), args))
    }

    /// Returns the options that give the same module again, from any folder.
    fn given(&self, global: &Global, project: &Project) -> Result<Vec<String>> {
        let root = project.catalog.root.as_path();
        let root = global.root.is_none().then_some(root);
        let (file, args) = self.own().unzip();
        let options = [
            ("--root", root),
            ("--dir", self.given.dir.as_deref()),
            ("", file),
        ];
        let mut words = self.given.words()?;
        words.extend(project.folders.iter().cloned());
        for (name, path) in options {
            let Some(path) = path else { continue };
            if !name.is_empty() {
                words.push(name.to_string());
            }
            words.push(std::path::absolute(path)?.display().to_string());
        }
        words.extend(args.unwrap_or_default().iter().cloned());
        Ok(words)
    }
}

/// The formats that one run can be printed in.
fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::OF_A_RUN.map(|format| format.to_possible_value().expect("not hidden"));
    PossibleValuesParser::new(names)
        .map(|name| Format::from_str(&name, false).expect("one of these"))
}

/// Options of wasmeter's own that stand behind the module go to the program, as they do in `exec`:
/// not everybody expects that.
fn note_passed_on(words: &[String]) {
    let command = Args::augment_args(clap::Command::new("bench"));
    let is_ours = |word: &&String| {
        let name = word.split('=').next().unwrap_or_default();
        command.get_arguments().any(|argument| {
            let long = argument
                .get_long()
                .is_some_and(|long| name == format!("--{long}"));
            let short = argument
                .get_short()
                .is_some_and(|short| name == format!("-{short}"));
            long || short
        })
    };
    if let Some(word) = words.iter().find(is_ours) {
        hint!(
            "note: {word} is behind the module, and so the program's; wasmeter's options come \
            before it"
        );
    }
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    // Before anything is built: a bad file should not cost a build, nor a measurement.
    if let Some((file, words)) = args.own() {
        if let Some(option) = args.command.first().filter(|word| word.starts_with('-')) {
            bail!(
                "{option}: no option of wasmeter's, see wasmeter bench --help; a file is ./{option}"
            );
        }
        module::inspect(file)?;
        note_passed_on(words);
    }
    if args.own().is_none() && !args.given.is_empty() {
        bail!(
            "--stdin, --env, --dir, --ignore, --reference and --as-component are for a module FILE \
            of yours"
        );
    }
    args.given.check()?;
    if let Some(file) = &args.save {
        check_replaced(file, "--save")?;
    }
    let project = global.project()?;
    let mut columns = project.columns(&args.selection.runtimes)?;
    let mut workers = Workers::new();
    // Lasts until all is measured.
    let input;
    let rows = match args.own() {
        Some((file, words)) => {
            columns.retain(|column| column.manifest.artifact != Artifact::Native);
            let is_component = module::inspect(file)?.component;
            let made = match args.given.as_component {
                true => Some(as_component(file, &project.home)?),
                false => None,
            };
            match is_component || made.is_some() {
                true => workers = project.workers_with_components(&columns)?,
                false => project.build_workers(&project.runtimes(&columns), &mut workers)?,
            }
            let limits = steps::limits(&args.effort.plan(&[]));
            input = args.given.input(limits.time)?;
            let files = args.given.dir.as_ref().map(std::path::absolute);
            let mut own = user_module::Own {
                file,
                named: file,
                stdin: input.as_ref().map(|input| input.file.as_path()),
                files: files.transpose()?,
                args: words,
                env: args.given.env(),
                ignored: &args.given.ignore,
                reference: args.given.reference.as_deref(),
            };
            let of_components = for_components(workers.clone());
            if is_component {
                workers = of_components.clone();
            }
            let mut rows = vec![user_module::row(
                &own,
                &columns,
                &workers,
                limits,
                &project.home,
            )?];
            if let Some(made) = &made {
                own.file = made;
                let home = &project.home;
                rows.push(user_module::row(
                    &own,
                    &columns,
                    &of_components,
                    limits,
                    home,
                )?);
            }
            rows
        }
        None => {
            let chosen = project.guests(
                &args.selection.guests,
                args.selection.shard,
                args.effort.quick,
            )?;
            let components = chosen.iter().any(|(guest, _)| guest.manifest.component);
            project.build_workers_for(components, &project.runtimes(&columns), &mut workers)?;
            project.build_guests(chosen, args.selection.pinned)?
        }
    };
    if args.deadlines {
        let with: Vec<_> = columns
            .iter()
            .flat_map(|column| column.with_deadlines(&workers))
            .collect();
        columns.extend(with);
    }
    let (mut header, cells) =
        make_ready(&project, &columns, &rows, &workers, args.effort.plan(&rows))?;
    if args.own().is_some() {
        for guest in &mut header.guests {
            guest.given = args.given(global, &project)?;
        }
    }
    let results = measure_unsaved(header, &cells)?;
    if let Some(file) = &args.save {
        results.write(file)?;
    }
    print!("{}", report::render(&results, args.format)?);
    if let (Format::Terminal, Some(sentence)) = (args.format, fastest::sentence(&results)) {
        println!("\n{sentence}");
    }
    Ok(ExitCode::SUCCESS)
}
