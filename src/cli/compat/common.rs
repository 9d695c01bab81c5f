//! The options that the subcommands of `compat` share: the configurations, and the file to save.

use crate::bench::select::Column;
use crate::cli::files::tell_replaced;
use crate::cli::heading;
use crate::pipeline::project::Project;
use anyhow::{Context as _, Result};
use serde::Serialize;
use std::path::{Path, PathBuf};
use wasmeter_worker::Artifact;

#[derive(clap::Args)]
pub struct Common {
    /// Runtimes or configurations, as globs: RUNTIME, 'a*', '*/interpreter'
    #[arg(short, long = "runtime", value_name = "GLOB", help_heading = heading::WHAT)]
    runtimes: Vec<String>,
    /// Write everything that was found, with the evidence, as JSON; of probes, beside it also a
    /// page (.md)
    #[arg(long, value_name = "FILE", help_heading = heading::OUTPUT)]
    save: Option<PathBuf>,
    /// Keep escapes and crashes, with their evidence, in the saved file or the printed JSON: for
    /// the runtime's makers, not for publication
    #[arg(long, help_heading = heading::OUTPUT)]
    pub private: bool,
}

impl Common {
    /// The file to write, if one is named.
    pub fn file(&self) -> Option<&Path> {
        self.save.as_deref()
    }

    /// Returns the configurations, none of them native. Fails if the results could not be written.
    pub fn columns(&self, project: &Project) -> Result<Vec<Column>> {
        let mut columns = project.columns(&self.runtimes)?;
        columns.retain(|column| column.manifest.artifact != Artifact::Native);
        if let Some(file) = self.file() {
            // What it holds is kept until there is something else to write.
            let opened = std::fs::File::options()
                .append(true)
                .create(true)
                .open(file);
            opened.with_context(|| format!("{}: cannot be written", file.display()))?;
        }
        Ok(columns)
    }

    /// Fails if the file to write is somebody else's.
    pub fn check(&self) -> Result<()> {
        self.file().map_or(Ok(()), tell_replaced)
    }

    /// Writes what was found, if a file was named for it.
    pub fn save(&self, project: &Project, found: &impl Serialize) -> Result<()> {
        if let Some(file) = self.file() {
            let text = serde_json::to_string(found)? + "\n";
            // What runtimes say of themselves may name where they are here.
            let here = project.home.dir.display().to_string();
            std::fs::write(file, text.replace(&here, "$WASMETER_HOME"))
                .with_context(|| format!("{}", file.display()))?;
            hint!("wrote {}", file.display());
        }
        Ok(())
    }
}
