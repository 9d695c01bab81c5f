//! Options that several commands have.

use super::heading;
use crate::pipeline::project::Project;
use crate::pipeline::select::Shard;
use anyhow::{Result, bail};
use clap::{ColorChoice, ValueEnum};
use std::path::PathBuf;

/// Options of every subcommand.
#[derive(clap::Args)]
pub struct Global {
    /// wasmeter's folder, which holds runtimes/ and guests/ [default: the nearest one above]
    #[arg(long, global = true, value_name = "DIR", help_heading = heading::EVERYWHERE)]
    pub root: Option<PathBuf>,
    /// Folder of further runtimes (each a folder with a runtime.toml), or one runtime's folder
    #[arg(long, global = true, value_name = "DIR", help_heading = heading::EVERYWHERE)]
    pub runtime_dir: Vec<PathBuf>,
    /// Build for this processor (aarch64, x86_64) and run under QEMU: instructions are counted,
    /// times are not reported
    #[arg(long, global = true, value_name = "ARCH", help_heading = heading::EVERYWHERE)]
    pub emulated: Option<String>,
    /// Colours; auto: on a terminal, unless NO_COLOR or CLICOLOR_FORCE say otherwise
    #[arg(long, global = true, value_name = "WHEN", help_heading = heading::EVERYWHERE)]
    #[arg(value_enum, default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Print no progress and no hints; warnings about results and errors stay
    #[arg(short, long, global = true, help_heading = heading::EVERYWHERE)]
    pub quiet: bool,
}

impl Global {
    /// Fails if an option is given that a command does nothing with.
    pub fn refuse(&self, idle: &[&str]) -> Result<()> {
        let given = [
            ("--root", self.root.is_some()),
            ("--runtime-dir", !self.runtime_dir.is_empty()),
            ("--emulated", self.emulated.is_some()),
        ];
        match given
            .iter()
            .find(|(name, given)| *given && idle.contains(name))
        {
            Some((name, _)) => bail!("{name} does nothing here; leave it out"),
            None => Ok(()),
        }
    }

    /// The project that these options name.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn project(&self) -> Result<Project> {
        let emulated = self.emulated.as_deref();
        Project::open(self.root.as_deref(), &self.runtime_dir, emulated)
    }

    /// The options that name the same project.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut add = |name: &str, value: String| words.extend([name.to_string(), value]);
        for (name, folders) in [
            ("--root", self.root.as_slice()),
            ("--runtime-dir", self.runtime_dir.as_slice()),
        ] {
            for folder in folders {
                add(name, folder.display().to_string());
            }
        }
        if let Some(arch) = &self.emulated {
            add("--emulated", arch.clone());
        }
        words
    }

    /// Returns the name of the results of the measured machine, without .json.
    pub fn results_name(&self) -> String {
        match &self.emulated {
            None => std::env::consts::ARCH.to_string(),
            Some(arch) => format!("{arch}-emulated"),
        }
    }
}

/// The format of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Table,
    Json,
}

/// Options of a listing, which is what `runtimes` and `guests` do where nothing else is said.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Listing {
    /// Output format [default: table]
    #[arg(long, value_enum, help_heading = heading::OUTPUT)]
    pub format: Option<ListFormat>,
}

impl Listing {
    pub fn format(self) -> ListFormat {
        self.format.unwrap_or(ListFormat::Table)
    }

    /// Fails if a format of the listing is given, and then another verb.
    pub fn refuse(self) -> Result<()> {
        if self.format.is_some() {
            bail!("--format before the subcommand does nothing; write it behind it");
        }
        Ok(())
    }
}

/// Which cells.
#[derive(clap::Args, Debug, Clone, Default)]
pub struct Selection {
    /// Runtimes or configurations, as globs: RUNTIME, 'a*', '*/interpreter'
    #[arg(short, long = "runtime", value_name = "GLOB", help_heading = heading::WHAT)]
    pub runtimes: Vec<String>,
    /// Guests or their inputs, as globs: GUEST, 'a*', '*/small'
    #[arg(short, long = "guest", value_name = "GLOB", help_heading = heading::WHAT)]
    pub guests: Vec<String>,
    /// Use the modules that guests.lock pins; set up no toolchain for Wasm
    #[arg(long, help_heading = heading::WHAT)]
    pub pinned: bool,
    /// Only the Kth of every N chosen guests: one part of a run that several machines share
    #[arg(long, value_name = "K/N", value_parser = shard, help_heading = heading::WHAT)]
    pub shard: Option<Shard>,
}

impl Selection {
    /// The options that choose the same.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut add = |name: &str, value: String| words.extend([name.to_string(), value]);
        for (name, globs) in [("-r", &self.runtimes), ("-g", &self.guests)] {
            for glob in globs {
                add(name, glob.clone());
            }
        }
        if let Some(Shard { number, of }) = self.shard {
            add("--shard", format!("{number}/{of}"));
        }
        if self.pinned {
            words.push("--pinned".to_string());
        }
        words
    }
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/');
    let numbers = parts.and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
    match numbers {
        Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
        _ => Err("a part of all is wanted, such as 2/4".to_string()),
    }
}
