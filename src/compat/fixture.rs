//! The little world that each case gets: arguments, environment, standard input, and a folder of
//! files.

use crate::probe::needs::Setting;
use anyhow::{Context, Result};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::stat::Mode;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use wasmeter_worker::protocol::WasiArguments;

/// What a case finds on standard input.
pub const STDIN: &[u8] = b"8 bytes!";

/// Makes a named pipe that holds some bytes and stays open as long as the file that is given back.
pub fn open_pipe(file: &Path, holds: &[u8]) -> Result<File> {
    nix::unistd::mkfifo(file, Mode::S_IRUSR | Mode::S_IWUSR).context("making a pipe")?;
    let mut writer = File::options().read(true).write(true).open(file)?;
    writer.write_all(holds)?;
    Ok(writer)
}

/// Makes such a pipe hold these bytes and nothing else, if nobody writes to it or reads meanwhile.
pub fn refill(pipe: &mut File, holds: &[u8]) -> Result<()> {
    let flags = OFlag::from_bits_retain(fcntl(&*pipe, FcntlArg::F_GETFL)?) | OFlag::O_NONBLOCK;
    fcntl(&*pipe, FcntlArg::F_SETFL(flags))?;
    let mut left = [0; 4096];
    loop {
        match pipe.read(&mut left) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error.into()),
        }
    }
    pipe.write_all(holds)?;
    Ok(())
}

/// Makes the files in a guest's folder, and what lies beside it and must not be reached.
pub fn make(dir: &Path, setting: Setting) -> Result<()> {
    std::fs::write(dir.join("hello.txt"), "hello, world\n")?;
    std::fs::write(dir.join("empty.txt"), "")?;
    std::fs::write(dir.join("data.bin"), (0..=255).collect::<Vec<u8>>())?;
    std::fs::create_dir_all(dir.join("folder/deep/er"))?;
    std::fs::write(dir.join("folder/deep/er/leaf.txt"), "leaf")?;
    for i in 0..20 {
        let name = format!("entry-{i:02}");
        std::fs::write(dir.join("folder").join(&name), &name)?;
    }
    for (link, to) in [
        ("to-hello", "hello.txt"),
        ("to-folder", "folder"),
        ("dangling", "nowhere"),
        ("loop", "loop"),
        ("outside", "../secret.txt"),
    ] {
        symlink(to, dir.join(link))?;
    }
    if let Some(above) = dir.parent() {
        std::fs::write(above.join("secret.txt"), "secret")?;
    }
    if setting.second_folder {
        std::fs::create_dir(beside(dir))?;
        std::fs::write(beside(dir).join("other.txt"), "other")?;
    }
    Ok(())
}

/// The host's folder that is the guest's `/second`: nothing but the host calls it so.
fn beside(dir: &Path) -> PathBuf {
    dir.with_file_name("beside")
}

/// Whether what lies beside a guest's folder is as it was made.
pub fn is_intact(dir: &Path) -> bool {
    dir.parent().is_some_and(|above| {
        let secret = std::fs::read(above.join("secret.txt"));
        // Probes that try to make a file there call it so.
        secret.is_ok_and(|text| text == b"secret") && !above.join("made").exists()
    })
}

/// What the guest is given; without an environment for runtimes that have none.
pub fn arguments(dir: &Path, setting: Setting, with_environment: bool) -> WasiArguments {
    let args = ["guest", "", "two words", "\u{fc}n\u{ef}c\u{f6}de\n=\"'$"];
    let env = [("EMPTY", ""), ("ODD", "a=b\n\u{fc} "), ("PLAIN", "value")];
    let env = env.map(|(name, value)| (name.to_string(), value.to_string()));
    WasiArguments {
        args: args.map(str::to_string).to_vec(),
        env: if with_environment {
            BTreeMap::from(env)
        } else {
            BTreeMap::new()
        },
        dir: Some(dir.to_path_buf()),
        read_only: setting.read_only,
        second_dir: setting.second_folder.then(|| beside(dir)),
        network: setting.network,
        listen: None,
    }
}

/// What a folder holds: of each entry its kind, its content, and when it was changed.
#[derive(Debug, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<PathBuf, Entry>);

#[derive(Debug, PartialEq, Eq)]
struct Entry {
    mode: u32,
    links: u64,
    changed_ns: i128,
    /// Of a file its bytes, of a link where it leads to.
    content: Vec<u8>,
}

impl Snapshot {
    /// Of what there is now.
    pub fn of(dir: &Path) -> Result<Self> {
        let mut entries = BTreeMap::new();
        for found in walkdir::WalkDir::new(dir) {
            let found = found?;
            let (path, metadata) = (found.path(), found.path().symlink_metadata()?);
            let content = if metadata.is_symlink() {
                std::fs::read_link(path)?.into_os_string().into_vec()
            } else if metadata.is_file() {
                std::fs::read(path)?
            } else {
                Vec::new()
            };
            let entry = Entry {
                mode: metadata.mode(),
                links: metadata.nlink(),
                changed_ns: i128::from(metadata.mtime()) * 1_000_000_000
                    + i128::from(metadata.mtime_nsec()),
                content,
            };
            entries.insert(path.strip_prefix(dir)?.to_path_buf(), entry);
        }
        Ok(Snapshot(entries))
    }

    /// The first entry that is not as it was, if there is one.
    pub fn difference(&self, now: &Snapshot) -> Option<String> {
        let paths = self.0.keys().chain(now.0.keys());
        let differs = |path: &&PathBuf| self.0.get(*path) != now.0.get(*path);
        paths
            .filter(differs)
            .min()
            .map(|path| format!("/{}", path.display()))
    }
}
