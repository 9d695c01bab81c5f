//! `wasmeter report`: tables from a results file, and the pages of a folder of them.

use super::claims::print_differences;
use super::files::{material, results_file};
use super::options::Global;
use super::{heading, landscape};
use crate::files::read_text;
use crate::pages;
use crate::pages::inputs::Material;
use crate::pages::landscape::page;
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
  wasmeter report --format json results            the data of the page's views: runtimes and modes
  wasmeter report support.json                     what compat --save wrote
  wasmeter report --format features support.json   in the form of webassembly.org's table
  wasmeter report --against features.json support.json
  wasmeter report --pages results                  every page of a folder: RUNTIMES.md, \
  landscape.yml, and others
  wasmeter report --format landscape --into landscape.yml         what was measured, into a \
  landscape's data file
  wasmeter report --format landscape --into landscape.yml --url https://example.org/index.html
                                                   the same; each item links to its measurements
  wasmeter report --format landscape --into landscape.yml --check what has drifted; exit code 1 if \
  something has
  wasmeter report --format landscape --into landscape.yml --check --accept known.toml
                                                   the same, but for what this file lists:
    [[accept]]
    item = \"Their Runtime\"
    field = \"wasmeter_version\"       # what the check prints in brackets
    value = \"1.0\"                    # optional: what the landscape says there
    reason = \"they list their long-term release\"
  wasmeter report --format markdown --into README.md   a table of one row a runtime, between \
  <!-- wasmeter:begin --> and <!-- wasmeter:end -->")]
pub struct Args {
    /// Results files, of matrix, bench or compat [default: results/ARCHITECTURE.json in wasmeter's
    /// folder, ARCHITECTURE-emulated.json with --emulated; for --into, all of results/]
    files: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Terminal, help_heading = heading::OUTPUT)]
    format: Format,
    /// Write every page of a folder into it, made from the results in it, or from FILES. A file
    /// that is no page of wasmeter's is not overwritten
    #[arg(long, value_name = "DIR", conflicts_with_all = ["format", "into", "against"])]
    #[arg(help_heading = heading::OUTPUT)]
    pages: Option<PathBuf>,
    /// With --format landscape or markdown: update this existing file with what was measured.
    /// Everything else in it stays
    #[arg(long, value_name = "FILE", help_heading = heading::OUTPUT)]
    into: Option<PathBuf>,
    /// With --format landscape --into: write nothing, and report what differs from what was
    /// measured
    #[arg(long, requires = "into", help_heading = heading::OUTPUT)]
    check: bool,
    /// With --check: a TOML file of known differences, which are not reported. Entries in it that
    /// match no difference are
    #[arg(long, value_name = "FILE", requires = "check", help_heading = heading::OUTPUT)]
    accept: Option<PathBuf>,
    /// With --format landscape or --pages: the address at which index.html of --pages is published.
    /// Items of the landscape link to it, each to its runtime; without it, they have no such link
    #[arg(long, value_name = "URL", value_parser = page, help_heading = heading::OUTPUT)]
    url: Option<String>,
    /// List where a copy of webassembly.org's features.json says something else than was measured
    #[arg(long, value_name = "FILE", help_heading = heading::CLAIMS)]
    against: Option<PathBuf>,
    /// With --against: exit code 1 if a claim holds on no configuration that was measured
    #[arg(long, requires = "against", help_heading = heading::CLAIMS)]
    fail_on_difference: bool,
}

impl Args {
    /// True if it is said which files are read, one by one or as a folder.
    pub fn names_files(&self) -> bool {
        !self.files.is_empty() || self.pages.is_some() || self.into.is_some()
    }

    /// Reads the files that pages are made from, with their address.
    fn material(&self, global: &Global, paths: &[PathBuf]) -> Result<Material> {
        Ok(Material {
            address: self.url.clone(),
            ..material(global, paths)?
        })
    }
}

pub fn run(global: &Global, args: &Args) -> Result<ExitCode> {
    if args.url.is_some() && args.pages.is_none() && args.format != Format::Landscape {
        bail!("--url is for --format landscape, and for --pages");
    }
    if let Some(folder) = &args.pages {
        let own = [folder.clone()];
        let paths = if args.files.is_empty() {
            &own
        } else {
            args.files.as_slice()
        };
        let material = args.material(global, paths)?;
        let written = pages::write(folder, &material)?;
        hint!("wrote {} pages into {}", written.len(), folder.display());
        landscape::warn_of_links(&material);
        return Ok(ExitCode::SUCCESS);
    }
    if args.against.is_some()
        && (args.into.is_some() || ![Format::Terminal, Format::Json].contains(&args.format))
    {
        bail!("--against is printed as a table or, with --format json, as JSON");
    }
    match (&args.into, args.format) {
        (Some(file), Format::Landscape) => {
            let material = args.material(global, &args.files)?;
            if args.check {
                return landscape::check(&material, file, args.accept.as_deref());
            }
            landscape::merge(&material, file)?;
            return Ok(ExitCode::SUCCESS);
        }
        (Some(file), Format::Markdown) if !args.check => return into_readme(global, args, file),
        (Some(_), _) => {
            bail!("--into is for --format landscape and markdown, --check for --format landscape")
        }
        (None, Format::Landscape) => {
            landscape::print(&args.material(global, &args.files)?);
            return Ok(ExitCode::SUCCESS);
        }
        (None, Format::Json) if args.files.iter().any(|file| file.is_dir()) => {
            print!("{}", pages::views(&material(global, &args.files)?)?);
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

fn into_readme(global: &Global, args: &Args, file: &Path) -> Result<ExitCode> {
    let text = read_text(file, "--into updates a file that is there")?;
    let block = pages::block(&material(global, &args.files)?);
    let spliced = pages::splice(&text, &block).with_context(|| format!("{}", file.display()))?;
    std::fs::write(file, spliced).with_context(|| format!("{}", file.display()))?;
    Ok(ExitCode::SUCCESS)
}
