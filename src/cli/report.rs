//! `wasmeter report`: tables from a results file, and the pages of a folder of them.

use super::claims::print_differences;
use super::files::{material, results_file};
use super::options::Global;
use crate::pages::{self, landscape};
use crate::report::{self, Format};
use crate::results::saved::Saved;
use crate::results::schema::Results;
use crate::results::support::claims::Table;
use crate::results::support::{self, Record};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  wasmeter report                                  results of this architecture, as tables
  wasmeter report --format markdown mine.json
  wasmeter report --format csv > cells.csv
  wasmeter report --format html results/*.json > page.html   one page with charts, which loads \
  nothing
  wasmeter report support.json                     what compat --save wrote
  wasmeter report --format features support.json   in the form of webassembly.org's table
  wasmeter report --against features.json support.json
  wasmeter report --pages results                  every page of a folder: RUNTIMES.md, \
  landscape.yml, and others
  wasmeter report --format landscape --into landscape.yml         what was measured, into a \
  landscape's data file
  wasmeter report --format landscape --into landscape.yml --check what has drifted; exit code 1 if \
  something has
  wasmeter report --format markdown --into README.md   a table of one row a runtime, between \
  <!-- wasmeter:begin --> and <!-- wasmeter:end -->")]
pub struct Args {
    /// Results files, of matrix, bench or compat [default: results/ARCHITECTURE.json in wasmeter's
    /// folder, ARCHITECTURE-emulated.json with --emulated; for --into, all of results/]
    files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Write every page of a folder into it, made from the results in it, or from FILES. A file
    /// that is no page of wasmeter's is not overwritten
    #[arg(long, value_name = "DIR", conflicts_with_all = ["format", "into", "against"])]
    pages: Option<PathBuf>,
    /// With --format landscape or markdown: update this existing file with what was measured.
    /// Everything else in it stays
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    /// With --format landscape --into: write nothing, and report what differs from what was
    /// measured
    #[arg(long, requires = "into")]
    check: bool,
    /// List where a copy of webassembly.org's features.json says something else than was measured
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// With --against: exit code 1 if a claim holds on no configuration that was measured
    #[arg(long, requires = "against")]
    fail_on_difference: bool,
}

impl Args {
    /// Whether it is said which files are read, one by one or as a folder.
    pub fn names_files(&self) -> bool {
        !self.files.is_empty() || self.pages.is_some() || self.into.is_some()
    }
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    if let Some(folder) = &args.pages {
        let own = [folder.clone()];
        let paths = if args.files.is_empty() {
            &own
        } else {
            args.files.as_slice()
        };
        let written = pages::write(folder, &material(global, paths)?)?;
        eprintln!("wrote {} pages into {}", written.len(), folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    if args.against.is_some()
        && (args.into.is_some() || ![Format::Terminal, Format::Json].contains(&args.format))
    {
        bail!("--against is printed as a table or, with --format json, as JSON");
    }
    match (&args.into, args.format) {
        (Some(file), Format::Landscape) => return into_landscape(global, args, file),
        (Some(file), Format::Markdown) if !args.check => return into_readme(global, args, file),
        (Some(_), _) => {
            bail!("--into is for --format landscape and markdown, --check for --format landscape")
        }
        (None, Format::Landscape) => {
            let material = material(global, &args.files)?;
            let entries = pages::entry::entries(&material);
            print!("{}", landscape::render(&landscape::items(&entries)));
            return Ok(ExitCode::SUCCESS);
        }
        (None, Format::Html) => {
            print!("{}", pages::html(&material(global, &args.files)?)?);
            return Ok(ExitCode::SUCCESS);
        }
        (None, _) => {}
    }
    if args.files.len() > 1 {
        bail!(
            "tables are made of one file; name one, or write all pages of several with --pages DIR"
        );
    }
    let file = results_file(global, args.files.first().map(PathBuf::as_path))?;
    let saved = Saved::read(&file)?;
    if saved.is_of(support::SCHEMA) {
        let record = Record::of(&saved, &file)?;
        if let Some(table) = args.against.as_deref().map(Table::read).transpose()? {
            let json = args.format == Format::Json;
            let differ = print_differences(&table, &record, json)?;
            return Ok(ExitCode::from(u8::from(args.fail_on_difference && differ)));
        }
        print!("{}", report::render_support(&record, args.format)?);
        return Ok(ExitCode::SUCCESS);
    }
    if args.against.is_some() {
        bail!(
            "{}: --against wants what compat --save wrote",
            file.display()
        );
    }
    print!(
        "{}",
        report::render(&Results::of(&saved, &file)?, args.format)?
    );
    Ok(ExitCode::SUCCESS)
}

fn into_landscape(global: &Global, args: &Args, file: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    let material = material(global, &args.files)?;
    let items = landscape::items(&pages::entry::entries(&material));
    let named = || format!("{}", file.display());
    if args.check {
        let drifts = landscape::check(&text, &items).with_context(named)?;
        for drift in &drifts {
            println!("{}: {}", drift.item, drift.what);
        }
        eprintln!("{} differences from what was measured", drifts.len());
        return Ok(ExitCode::from(u8::from(!drifts.is_empty())));
    }
    if items.is_empty() {
        bail!("nothing to merge: no runtime that was measured has an item in the landscape");
    }
    let merged = landscape::merge(&text, &items).with_context(named)?;
    std::fs::write(file, &merged.text).with_context(named)?;
    for (what, names) in [("updated", &merged.updated), ("added", &merged.added)] {
        if !names.is_empty() {
            eprintln!("{what}: {}", names.join(", "));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn into_readme(global: &Global, args: &Args, file: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    let block = pages::block(&material(global, &args.files)?);
    let spliced = pages::splice(&text, &block).with_context(|| format!("{}", file.display()))?;
    std::fs::write(file, spliced).with_context(|| format!("{}", file.display()))?;
    Ok(ExitCode::SUCCESS)
}
