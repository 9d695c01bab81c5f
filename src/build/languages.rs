//! Languages of guests: the facts that each one's script prints before anything is compiled.

use super::key::Key;
use super::{Home, Unavailable, shell};
use crate::progress::Progress;
use crate::worker::text;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A language.
pub struct Language {
    /// Builds its guests.
    pub script: PathBuf,
    /// The environment of the builds, or why guests cannot be compiled for Wasm here.
    pub toolchain: Result<Vec<(String, String)>, Unavailable>,
    /// The environment of native builds.
    pub native_env: Vec<(String, String)>,
    /// The compiler of native builds, or why there is none: the module's own, where that builds for
    /// the host too.
    pub native: Result<String, Unavailable>,
    /// The system's compiler, which may be the same.
    pub system: Result<String, Unavailable>,
    /// Names what all guests of the language are built from.
    pub shared: String,
}

impl Language {
    /// Asks `guests/languages/<name>.sh`. With `pinned_only`, no toolchain for Wasm is set up.
    /// `modules` is where those are, `home` where native builds are made.
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
                if verb.starts_with("setup") {
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
        // Another compiler than the module's would be in every ratio to native: so it is wanted
        // also where the modules are the pinned ones.
        let folder = modules.folder("toolchains")?.join(name);
        let native_env = answer("setup-native", home.env(), Some(&folder))?;
        let native_env = native_env.map(|text| shell::variables(&text));
        let native_env = [native_env.as_deref().unwrap_or_default(), home.env()].concat();
        let compiler = |more: &[(String, String)]| {
            let env = [toolchain.as_deref().unwrap_or_default(), &native_env, more].concat();
            let name = answer("native-toolchain", &env, None)?;
            anyhow::Ok(name.map(|name| text::name(&name)))
        };
        let (native, system) = (compiler(&[])?, compiler(&[system_compiler()])?);
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
            native_env,
            native,
            system,
            shared: key.short(),
        })
    }
}

/// Asks a language's script for the system's compiler.
pub fn system_compiler() -> (String, String) {
    ("NATIVE_COMPILER".to_string(), "system".to_string())
}
