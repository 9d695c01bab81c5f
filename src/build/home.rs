//! Where everything is built.

use super::processor::Processor;
use anyhow::{Context, Result};
use std::fs::File;
use std::path::{Path, PathBuf};

/// The folder outside the checkout that holds toolchains and everything built.
#[derive(Debug, Clone)]
pub struct Home {
    pub dir: PathBuf,
    /// The emulated processor that workers and native builds are for; `None`: this machine.
    pub processor: Option<Processor>,
}

impl Home {
    /// `$WASMETER_HOME`, else `wasmeter` in the user's cache folder.
    pub fn find() -> Result<Self> {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let dir = variable("WASMETER_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(PathBuf::from(variable("XDG_CACHE_HOME")?).join("wasmeter")))
            .or_else(|| Some(PathBuf::from(variable("HOME")?).join(".cache/wasmeter")))
            .context("where to build? neither WASMETER_HOME nor HOME is set")?;
        Ok(Home {
            dir: std::path::absolute(dir)?,
            processor: None,
        })
    }

    /// Where builds for an emulated processor are: a folder below, unless they are the machine's
    /// own.
    pub fn emulating(self, processor: Processor) -> Self {
        let dir = match processor.is_native() {
            true => self.dir,
            false => self.dir.join(&processor.arch),
        };
        Home {
            dir,
            processor: Some(processor),
        }
    }

    /// Where what runs on this machine is, whatever is emulated: compilers for Wasm, say.
    pub fn of_this_machine(&self) -> Self {
        let foreign = self.processor.as_ref().is_some_and(|t| !t.is_native());
        let dir = self.dir.parent().filter(|_| foreign);
        Home {
            dir: dir.unwrap_or(&self.dir).to_path_buf(),
            processor: None,
        }
    }

    /// Returns the environment of set-ups and builds.
    pub fn env(&self) -> &[(String, String)] {
        self.processor
            .as_ref()
            .map_or(&[], |processor| &processor.env)
    }

    /// Returns the key of a build, with the processor: code compiled ahead of time on an emulated
    /// processor may not run here.
    pub fn keyed(&self, key: &str) -> String {
        match &self.processor {
            None => key.to_string(),
            Some(processor) => format!("{key}-emulated-{}", processor.arch),
        }
    }

    /// Keeps other wasmeters from building `what` here, until the file is dropped. Waits while one
    /// of them does.
    pub fn lock(&self, what: &str) -> Result<File> {
        let path = self.folder("locks")?.join(what);
        let file = File::create(&path).with_context(|| format!("{}", path.display()))?;
        if file.try_lock().is_err() {
            let dir = self.dir.display();
            hint!("waiting: another wasmeter builds {what} in {dir}");
            file.lock().with_context(|| format!("{}", path.display()))?;
        }
        Ok(file)
    }

    /// A folder below, made if it is not there.
    pub fn folder(&self, name: impl AsRef<Path>) -> Result<PathBuf> {
        let dir = self.dir.join(name);
        std::fs::create_dir_all(&dir).with_context(|| {
            let dir = dir.display();
            format!("{dir}: name a writable folder with WASMETER_HOME")
        })?;
        Ok(dir)
    }
}

#[cfg(test)]
mod tests {
    use super::Home;

    #[test]
    fn the_cache_folder_is_made_with_all_above_it() {
        let parent = tempfile::TempDir::new().unwrap();
        let home = Home {
            dir: parent.path().join("not/there"),
            processor: None,
        };
        let lock = home.lock("guests").unwrap();
        assert!(home.dir.is_dir());
        drop(lock);
        assert!(home.folder("logs").unwrap().is_dir());
    }
}
