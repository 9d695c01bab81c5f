//! The words of the command lines in `runtime.toml`, and what they stand for.

use super::Unavailable;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The variables that words may refer to.
pub struct Words<'a> {
    /// The runtime's folder.
    pub dir: &'a Path,
    /// The value of `{work}`; `{release}` is cargo's folder in it.
    pub work: &'a Path,
    /// The output of the set-up: `{NAME}` stands for a value.
    pub env: &'a [(String, String)],
}

impl Words<'_> {
    /// A word that names a file in the runtime's folder stands for that file, any other for itself.
    pub fn expand(&self, word: &str) -> Result<OsString, Unavailable> {
        let word = self.fill(word)?;
        Ok(in_folder(self.dir, &word).map_or(OsString::from(word), PathBuf::into_os_string))
    }

    /// A whole command line.
    pub fn expand_all(&self, words: &[String]) -> Result<Vec<OsString>, Unavailable> {
        words.iter().map(|word| self.expand(word)).collect()
    }

    /// Where cargo puts what it builds in `{work}`: below the triple if there is one.
    fn release(&self) -> PathBuf {
        let triple = self
            .env
            .iter()
            .find(|(name, _)| name == "CARGO_BUILD_TARGET");
        let below = triple.map_or(self.work.to_path_buf(), |(_, triple)| {
            self.work.join(triple)
        });
        below.join("release")
    }

    /// Puts values in the place of names in braces.
    pub fn fill(&self, word: &str) -> Result<String, Unavailable> {
        let release = self.release();
        let mut text = word
            .replace("{work}", &self.work.to_string_lossy())
            .replace("{release}", &release.to_string_lossy());
        for (name, value) in self.env {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        match names_a_variable(&text) {
            false => Ok(text),
            true => Err(Unavailable {
                reason: format!("its runtime.toml says {word:?}, which its set-up does not print"),
                fix: None,
            }),
        }
    }
}

/// True if a text still has a variable's name in braces, in capitals. Other braces are its own.
fn names_a_variable(text: &str) -> bool {
    let capitals = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let mut behind = text.split('{').skip(1);
    behind.any(|rest| {
        rest.split_once('}')
            .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(capitals))
    })
}

/// The file in a folder that a word names, if there is one.
pub fn in_folder(dir: &Path, word: &str) -> Option<PathBuf> {
    Some(dir.join(word)).filter(|file| !word.is_empty() && file.is_file())
}

#[cfg(test)]
mod tests {
    use super::Words;
    use std::path::Path;

    #[test]
    fn words_stand_for_values_and_files() {
        let dir = tempfile::TempDir::new().unwrap();
        let script = dir.path().join("worker.py");
        std::fs::write(&script, "").unwrap();
        let env = [("NODE".to_string(), "/opt/node".to_string())];
        let words = Words {
            dir: dir.path(),
            work: Path::new("/built"),
            env: &env,
        };
        assert_eq!(words.expand("{NODE}").unwrap(), "/opt/node");
        assert_eq!(words.expand("{work}/a").unwrap(), "/built/a");
        assert_eq!(words.expand("{release}/a").unwrap(), "/built/release/a");
        let cross = [("CARGO_BUILD_TARGET".to_string(), "other-cpu".to_string())];
        let cross = Words {
            env: &cross,
            ..words
        };
        assert_eq!(
            cross.fill("{release}/a").unwrap(),
            "/built/other-cpu/release/a"
        );
        assert_eq!(words.expand("worker.py").unwrap(), script.as_os_str());
        assert_eq!(words.expand("--flag").unwrap(), "--flag");
        assert_eq!(words.expand("{\"a\": 1}").unwrap(), "{\"a\": 1}");
        let unknown = words.expand("{BUN}").unwrap_err();
        assert!(unknown.reason.contains("{BUN}"), "{unknown}");
    }
}
