//! Files that wasmeter wrote, of whatever kind: read once, and looked at before they are taken
//! apart.

use crate::files;
use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

/// Where there is no such file.
const WRITTEN_BY: &str =
    "`wasmeter matrix`, `wasmeter bench --save` and `wasmeter compat --save` write such files";

/// A file's contents, and what they say of themselves.
pub struct Saved {
    pub text: Vec<u8>,
    pub schema: Option<String>,
    /// The version that wrote it.
    pub wasmeter: Option<String>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    schema: Value,
    #[serde(default)]
    wasmeter: Value,
}

impl Saved {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, or is no JSON object.
    pub fn read(file: &Path) -> Result<Self> {
        Saved::of(files::read(file, WRITTEN_BY)?, file)
    }

    /// Reads a file's contents.
    ///
    /// # Errors
    /// They are no JSON object.
    pub fn of(text: Vec<u8>, file: &Path) -> Result<Self> {
        let head: Head = serde_json::from_slice(&text)
            .with_context(|| format!("{}: not a results file", file.display()))?;
        let string = |value: Value| value.as_str().map(str::to_string);
        Ok(Saved {
            schema: string(head.schema),
            wasmeter: string(head.wasmeter),
            text,
        })
    }

    /// True if it is of this schema, in whatever version.
    pub fn is_of(&self, schema: &str) -> bool {
        let own = self.schema.as_deref();
        own.and_then(|own| own.split('/').next()) == schema.split('/').next()
    }

    /// Takes it apart, if it is of this version of the schema.
    ///
    /// # Errors
    /// Names the file, what is wrong, and what to do: `again` says how to make such a file.
    pub fn parse<T: DeserializeOwned>(&self, schema: &str, file: &Path, again: &str) -> Result<T> {
        let file = file.display();
        if self.schema.as_deref() != Some(schema) {
            bail!(
                "{file}: its schema is {}, this wasmeter reads {schema}\n\
                 read it with the wasmeter that wrote it ({}), or {again}",
                self.schema.as_deref().unwrap_or("unknown"),
                self.wasmeter.as_deref().unwrap_or("of unknown version")
            );
        }
        serde_json::from_slice(&self.text).with_context(|| format!("{file}: damaged; {again}"))
    }
}

/// True if a file holds what wasmeter wrote.
///
/// # Errors
/// It holds something else, which may be somebody's only copy, or cannot be read.
pub fn is_ours(file: &Path) -> Result<bool> {
    if !file.is_file() || std::fs::metadata(file)?.len() == 0 {
        return Ok(false);
    }
    let text = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
    // What became of the tests of a suite is a list, without a head.
    let tests = || serde_json::from_slice::<Vec<Test>>(&text).is_ok();
    let head = serde_json::from_slice::<Head>(&text).ok();
    let schema = head.and_then(|head| Some(head.schema.as_str()?.starts_with("wasmeter-")));
    if schema == Some(true) || tests() {
        return Ok(true);
    }
    bail!(
        "{}: it holds something else than results of wasmeter, and is not overwritten\n\
         name another file, or remove this one",
        file.display()
    )
}

/// The fields by which the result of a suite's test is recognised among other JSON.
#[derive(Deserialize)]
#[expect(dead_code, reason = "only read to see that they are there")]
struct Test {
    configuration: String,
    suite: String,
    end: String,
}

/// Writes a file that a [`Saved`] reads again, all of it or nothing.
///
/// # Errors
/// Names the file or folder that cannot be written.
pub fn write(file: &Path, what: &impl Serialize) -> Result<()> {
    write_text(file, serde_json::to_vec(what)?)
}

/// The same for small files that people read, too.
///
/// # Errors
/// Names the file or folder that cannot be written.
pub fn write_pretty(file: &Path, what: &impl Serialize) -> Result<()> {
    write_text(file, serde_json::to_vec_pretty(what)?)
}

fn write_text(file: &Path, mut text: Vec<u8>) -> Result<()> {
    text.push(b'\n');
    // Anything but a file, such as a pipe, is not replaced by one.
    if file.exists() && !file.is_file() {
        return std::fs::write(file, &text).with_context(|| format!("{}", file.display()));
    }
    let dir = file.parent().unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(dir)
        .with_context(|| format!("writing into {}", dir.display()))?;
    std::io::Write::write_all(&mut temporary, &text)
        .with_context(|| format!("{}", file.display()))?;
    use std::os::unix::fs::PermissionsExt;
    temporary
        .as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644))?;
    temporary
        .persist(file)
        .with_context(|| format!("{}", file.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{is_ours, write};
    use serde_json::json;

    #[test]
    fn only_files_of_wasmeter_are_replaced() {
        let dir = tempfile::TempDir::new().unwrap();
        let file = dir.path().join("a");
        let holds = |text: &str| {
            std::fs::write(&file, text).unwrap();
            is_ours(&file).map_err(|error| error.to_string())
        };
        assert_eq!(holds(""), Ok(false));
        assert_eq!(holds(r#"{"schema": "wasmeter-results/99"}"#), Ok(true));
        assert_eq!(
            holds(r#"[{"configuration": "a/b", "suite": "s", "test": "t", "end": "pass"}]"#),
            Ok(true)
        );
        for other in ["Dear reader", "{}", "[1]", r#"{"schema": "other/1"}"#] {
            assert!(
                holds(other).unwrap_err().contains("not overwritten"),
                "{other}"
            );
        }
        assert!(!is_ours(&dir.path().join("none")).unwrap());
    }

    #[test]
    fn a_full_disk_is_an_error_and_a_device_stays_one() {
        let full = std::path::Path::new("/dev/full");
        let error = write(full, &json!({})).unwrap_err();
        assert!(format!("{error:#}").contains("/dev/full"), "{error:#}");
        assert!(!full.is_file());
    }
}
