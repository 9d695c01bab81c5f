//! Languages of guests: what each one's script tells before anything is compiled.

use super::key::Key;
use super::{Home, Unavailable, shell};
use crate::progress::Progress;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A language.
pub struct Language {
    /// Builds its guests.
    pub script: PathBuf,
    /// The environment of the builds, or why guests cannot be compiled for Wasm here.
    pub toolchain: Result<Vec<(String, String)>, Unavailable>,
    /// The host's compiler, or why there is none.
    pub host: Result<String, Unavailable>,
    /// Names what all guests of the language are built from.
    pub shared: String,
}

impl Language {
    /// Asks `guests/languages/<name>.sh`. With `pinned_only`, no toolchain for Wasm is set up. `modules` is where those are, `home`
    /// where native builds are made.
    pub fn ask(
        root: &Path,
        name: &str,
        modules: &Home,
        home: &Home,
        pinned_only: bool,
        progress: &Progress,
    ) -> Result<Self> {
        let guests = root.join("guests");
        let own = format!("languages/{name}.sh");
        let script = guests.join(&own);
        let logs = home.folder("logs")?;
        let answer = |verb: &str, env: &[(String, String)], folder: Option<&Path>| {
            let mut command = Command::new(&script);
            command.arg(verb).args(folder).envs(env.iter().cloned());
            shell::run(command, &logs.join(format!("{name}-{verb}.log")), &|line| {
                // Only a set-up takes long.
                if verb == "setup" {
                    progress.announce(&format!("toolchain for {name}: {line}"));
                }
            })
        };
        let toolchain = if pinned_only {
            Err(Unavailable {
                reason: "only pinned modules were asked for".into(),
                fix: Some("leave out --pinned".into()),
            })
        } else {
            let folder = modules.folder("toolchains")?.join(name);
            answer("setup", &[], Some(&folder))?.map(|text| shell::variables(&text))
        };
        let env = [toolchain.as_deref().unwrap_or_default(), home.env()].concat();
        let host = answer("native-toolchain", &env, None)?;
        // A script that cannot be asked builds nothing either.
        let depends = answer("depends", &[], None)?.unwrap_or_default();
        let mut key = Key::default();
        for shared in std::iter::once(own.as_str()).chain(depends.lines()) {
            let path = guests.join(shared);
            if path.exists() {
                key = key.text(shared).path(&path)?;
            }
        }
        Ok(Language {
            script,
            toolchain,
            host: host.map(|text| text.trim().to_string()),
            shared: key.short(),
        })
    }
}
