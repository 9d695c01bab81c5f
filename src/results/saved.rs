//! Files that wasmeter wrote, of whatever kind: read once, and looked at before they are taken apart.

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

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
    /// Fails if the file cannot be read, or is no JSON object.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
        Saved::of(text, file)
    }

    /// Of a file's contents. Fails if they are no JSON object.
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

    /// Whether it is of this schema, in whatever version.
    pub fn is_of(&self, schema: &str) -> bool {
        let own = self.schema.as_deref();
        own.and_then(|own| own.split('/').next()) == schema.split('/').next()
    }

    /// Takes it apart, if it is of this version of the schema. The error names the file, what is wrong, and what to do:
    /// `again` says how to make such a file.
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

/// Writes what is to be read again by a [`Saved`], all of it or nothing.
pub fn write(file: &Path, what: &impl Serialize) -> Result<()> {
    write_text(file, serde_json::to_vec(what)?)
}

/// The same for small files that people read, too.
pub fn write_pretty(file: &Path, what: &impl Serialize) -> Result<()> {
    write_text(file, serde_json::to_vec_pretty(what)?)
}

fn write_text(file: &Path, mut text: Vec<u8>) -> Result<()> {
    text.push(b'\n');
    let dir = file.parent().unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(dir)
        .with_context(|| format!("writing into {}", dir.display()))?;
    std::io::Write::write_all(&mut temporary, &text)?;
    use std::os::unix::fs::PermissionsExt;
    temporary
        .as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644))?;
    temporary
        .persist(file)
        .with_context(|| format!("{}", file.display()))?;
    Ok(())
}
