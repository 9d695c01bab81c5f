//! The journal: process samples are appended as they are taken, so that a run that was killed can
//! go on where it was. The first line is the header, each further line one process sample.

use super::now;
use super::schema::{Header, Process, Results, SCHEMA};
use anyhow::{Context, Result, bail};
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// An open journal.
pub struct Journal {
    path: PathBuf,
    file: File,
    pub header: Header,
    pub processes: Vec<Process>,
}

impl Journal {
    /// Starts a journal.
    ///
    /// # Errors
    /// One is there, which may hold samples, or it cannot be written.
    pub fn create(path: &Path, header: Header) -> Result<Self> {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .with_context(|| format!("{}", path.display()))?;
        append(&mut file, &header)?;
        Ok(Journal {
            path: path.to_path_buf(),
            file,
            header,
            processes: Vec::new(),
        })
    }

    /// Opens a journal to go on with it. A line that was cut short by the end of the run is
    /// dropped.
    ///
    /// # Errors
    /// Names the file and the line that is damaged or of another version.
    pub fn resume(path: &Path) -> Result<Self> {
        let text = std::fs::read(path).with_context(|| format!("{}", path.display()))?;
        let whole = text
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let mut lines = text[..whole]
            .split(|b| *b == b'\n')
            .filter(|line| !line.is_empty());
        let first = lines.next().with_context(|| {
            format!(
                "{}: the journal is empty; --restart discards it",
                path.display()
            )
        })?;
        let header: Header = serde_json::from_slice(first)
            .with_context(|| format!("{}:1: not the header of a journal", path.display()))?;
        if header.schema != SCHEMA {
            let theirs = &header.schema;
            bail!(
                "{}: its schema is {theirs}, this wasmeter writes {SCHEMA}",
                path.display()
            );
        }
        let processes = lines
            .enumerate()
            .map(|(index, line)| {
                serde_json::from_slice(line)
                    .with_context(|| format!("{}:{}: damaged", path.display(), index + 2))
            })
            .collect::<Result<_>>()?;
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Journal {
            path: path.to_path_buf(),
            file,
            header,
            processes,
        })
    }

    /// Adds a process sample; it is on its way to the disk when this returns.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add(&mut self, process: Process) -> Result<()> {
        append(&mut self.file, &process).with_context(|| format!("{}", self.path.display()))?;
        self.processes.push(process);
        Ok(())
    }

    /// Turns the journal into a results file, and removes it.
    ///
    /// # Errors
    /// The results cannot be written, and the journal stays; or it cannot be removed.
    pub fn finish(self, to: &Path) -> Result<Results> {
        let results = Results {
            header: self.header,
            finished: now(),
            processes: self.processes,
        };
        results.write(to)?;
        std::fs::remove_file(&self.path)?;
        Ok(results)
    }
}

fn append(file: &mut File, line: &impl serde::Serialize) -> Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    file.write_all(&text)?;
    Ok(())
}
