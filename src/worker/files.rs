//! The files that a worker and its guest are given. Nothing that a worker is given is anybody
//! else's.

use super::family::lock;
use crate::results::outcome::{End, Outcome};
use anyhow::{Context, Result};
use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use wasmeter_worker::protocol::{Reply, Request, Status};

/// Copies the contents of a folder into another one, which is empty.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry.with_context(|| format!("{}", from.display()))?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            std::fs::create_dir(&target)?;
        } else if entry.file_type().is_symlink() {
            symlink(std::fs::read_link(entry.path())?, &target)?;
        } else if entry.file_type().is_file() {
            std::fs::copy(entry.path(), &target)
                .with_context(|| format!("{}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// A folder of copies that one worker may read, and of files that it is to write.
pub struct Given {
    dir: PathBuf,
    count: u32,
}

impl Given {
    /// In a worker's scratch folder.
    pub fn below(scratch: &Path) -> Result<Self> {
        let dir = scratch.join("given");
        std::fs::create_dir(&dir)?;
        Ok(Given { dir, count: 0 })
    }

    /// A copy of a file, to be read. Anything but a file, such as a pipe, is given as it is.
    pub fn copy_of(&mut self, file: &Path) -> Result<PathBuf> {
        if !file.is_file() {
            return Ok(file.to_path_buf());
        }
        let copy = self.place(file)?;
        // Nobody who is started meanwhile holds it open for writing: it may be a program.
        let _lock = lock();
        std::fs::copy(file, &copy)
            .with_context(|| format!("copying {} for a worker", file.display()))?;
        let mode = std::fs::metadata(&copy)?.permissions().mode();
        std::fs::set_permissions(&copy, Permissions::from_mode(mode & !0o222))?;
        Ok(copy)
    }

    /// The request as the worker gets it: with copies, and places of its own to write to.
    pub fn hand_out(&mut self, request: &Request) -> Result<Request, End> {
        let private = match request {
            Request::Load { file, artifact } => self.copy_of(file).map(|file| Request::Load {
                file,
                artifact: *artifact,
            }),
            Request::Precompile { file, to } => self.precompile(file, to),
            other => Ok(other.clone()),
        };
        private.map_err(|error| End::new(Outcome::Unavailable, format!("{error:#}")))
    }

    fn precompile(&mut self, file: &Path, to: &Path) -> Result<Request> {
        Ok(Request::Precompile {
            file: self.copy_of(file)?,
            to: self.place(to)?,
        })
    }

    /// Takes what the worker has written to where it is wanted.
    pub fn take_in(&self, request: &Request, private: &Request, reply: &Reply) -> Result<(), End> {
        let (Request::Precompile { to, .. }, Request::Precompile { to: written, .. }) =
            (request, private)
        else {
            return Ok(());
        };
        if reply.outcome != Status::Ok {
            return Ok(());
        }
        let is_there = written.symlink_metadata().is_ok_and(|meta| meta.is_file());
        if !is_there {
            let what = "a malformed reply: `precompile` was answered with ok, and wrote no file";
            return Err(End::new(Outcome::Crashed, what));
        }
        std::fs::copy(written, to)
            .map(|_| ())
            .map_err(|error| End::new(Outcome::Unavailable, format!("{}: {error}", to.display())))
    }

    /// A place for one file, whose name is kept: runtimes name it in their messages.
    fn place(&mut self, file: &Path) -> Result<PathBuf> {
        self.count += 1;
        let dir = self.dir.join(self.count.to_string());
        std::fs::create_dir(&dir)?;
        Ok(dir.join(file.file_name().unwrap_or_default()))
    }
}

/// Removes the contents of a folder, but not itself.
pub fn empty_folder(dir: &Path) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => remove_folder(&entry.path()),
            false => std::fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

/// Removes a folder with all that is in it, however it was left.
pub fn remove_folder(dir: &Path) {
    // Folders that cannot be entered have to be opened first, those above before those below.
    for _ in 0..3 {
        if std::fs::remove_dir_all(dir).is_ok() || !dir.exists() {
            return;
        }
        for folder in walkdir::WalkDir::new(dir).into_iter().flatten() {
            if folder.file_type().is_dir() {
                let _ = std::fs::set_permissions(folder.path(), Permissions::from_mode(0o700));
            }
        }
    }
}
