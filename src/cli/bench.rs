//! `wasmeter bench`: chosen cells, or a module of the user's.

use super::Global;
use super::context::{Context, Effort, Selection};
use super::given::Given;
use super::matrix::{check_replaced, make_ready, measure_unsaved};
use crate::bench::prepare::{Workers, for_components};
use crate::bench::{adapted::as_component, own, sample};
use crate::module;
use crate::report::{self, Format};
use anyhow::{Result, bail};
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::path::PathBuf;
use std::process::ExitCode;
use wasmeter_worker::Artifact;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter bench -r RUNTIME -g GUEST               all inputs of a guest on a runtime, and natively
  wasmeter bench -r '*/interpreter' -g '*/medium' --rounds 20
  wasmeter bench -r RUNTIME -g GUEST --precision 1% --minutes 10   rounds until intervals are as narrow, or time is over
  wasmeter bench --quick --save mine.json
  wasmeter bench -r RUNTIME program.wasm           a module that exports bench(i32) -> i64, or _start
  wasmeter bench -r RUNTIME --dir inputs benchmark.wasm   one that marks a section by calls of bench.start and bench.end
  wasmeter bench --env LEVEL=9 --stdin text program.wasm -- --fast   behind --: the program's own
  wasmeter bench -r RUNTIME component.wasm         a component that exports wasi:cli/run
  wasmeter bench -r RUNTIME --as-component program.wasm   a command of WASI 0.1, and the component that is made of it

A component is measured as a command: its start and its whole run. It cannot mark a section, because it cannot import
bench.start and bench.end. On runtimes that take no components it is unsupported.
The native column is measured along: every ratio is taken to it. A module of yours has none.")]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    effort: Effort,
    /// Measure each configuration also with each means by which it can hold guests to a deadline, as CONFIGURATION+MEANS
    #[arg(long)]
    deadlines: bool,
    /// Write a results file, for `wasmeter report` and others
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// What the module FILE is given
    #[command(flatten)]
    given: Given,
    /// How to print
    #[arg(long, value_parser = formats(), default_value = "terminal")]
    format: Format,
    /// A module or a component of yours; it is verified against what most configurations make of it
    #[arg(conflicts_with_all = ["guests", "pinned", "shard"])]
    file: Option<PathBuf>,
    /// Its arguments; behind -- if they begin with -
    #[arg(requires = "file")]
    args: Vec<String>,
}

impl Args {
    /// What gives the same module again, from whatever folder.
    fn given(&self, global: &Global, context: &Context) -> Result<Vec<String>> {
        let root = Some(&context.catalog.root);
        let folders = global
            .runtime_dir
            .iter()
            .map(|dir| ("--runtime-dir", Some(dir)));
        let options = [
            ("--root", root),
            ("--dir", self.given.dir.as_ref()),
            ("", self.file.as_ref()),
        ];
        let mut words = self.given.words()?;
        for (name, path) in folders.chain(options) {
            let Some(path) = path else { continue };
            if !name.is_empty() {
                words.push(name.to_string());
            }
            words.push(std::path::absolute(path)?.display().to_string());
        }
        if !self.args.is_empty() {
            words.push("--".to_string());
            words.extend(self.args.iter().cloned());
        }
        Ok(words)
    }
}

/// The formats that one run can be printed in.
fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::OF_A_RUN.map(|format| format.to_possible_value().expect("not hidden"));
    PossibleValuesParser::new(names)
        .map(|name| Format::from_str(&name, false).expect("one of these"))
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    // Before anything is built: a bad file should not cost a build, nor a measurement.
    if let Some(file) = &args.file {
        module::inspect(file)?;
    }
    if args.file.is_none() && !args.given.is_empty() {
        bail!(
            "--stdin, --env, --dir, --ignore, --reference and --as-component are for a module FILE of yours"
        );
    }
    args.given.check()?;
    if let Some(file) = &args.save {
        check_replaced(file, "--save")?;
    }
    let context = Context::new(global)?;
    let mut columns = context.columns(&args.selection)?;
    let mut workers = Workers::new();
    // Lasts until all is measured.
    let input;
    let rows = match &args.file {
        Some(file) => {
            columns.retain(|column| column.manifest.artifact != Artifact::Native);
            let is_component = module::inspect(file)?.component;
            let made = match args.given.as_component {
                true => Some(as_component(file, &context.home)?),
                false => None,
            };
            match is_component || made.is_some() {
                true => workers = context.workers_with_components(&columns)?,
                false => context.build_workers(&context.runtimes(&columns), &mut workers)?,
            }
            let limits = sample::limits(&args.effort.plan(&[]));
            input = args.given.input(limits.time)?;
            let files = args.given.dir.as_ref().map(std::path::absolute);
            let mut own = own::Own {
                file,
                named: file,
                stdin: input.as_ref().map(|input| input.file.as_path()),
                files: files.transpose()?,
                args: &args.args,
                env: args.given.env(),
                ignored: &args.given.ignore,
                reference: args.given.reference.as_deref(),
            };
            let of_components = for_components(workers.clone());
            if is_component {
                workers = of_components.clone();
            }
            let mut rows = vec![own::row(&own, &columns, &workers, limits, &context.home)?];
            if let Some(made) = &made {
                own.file = made;
                let home = &context.home;
                rows.push(own::row(&own, &columns, &of_components, limits, home)?);
            }
            rows
        }
        None => {
            let chosen = context.guests(&args.selection, args.effort.quick)?;
            let components = chosen.iter().any(|(guest, _)| guest.manifest.component);
            context.build_workers_for(components, &context.runtimes(&columns), &mut workers)?;
            context.build_guests(chosen, args.selection.pinned)?
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
        make_ready(&context, &columns, &rows, &workers, args.effort.plan(&rows))?;
    if args.file.is_some() {
        for guest in &mut header.guests {
            guest.given = args.given(global, &context)?;
        }
    }
    let results = measure_unsaved(header, &cells)?;
    if let Some(file) = &args.save {
        results.write(file)?;
    }
    print!("{}", report::render(&results, args.format)?);
    Ok(ExitCode::SUCCESS)
}
