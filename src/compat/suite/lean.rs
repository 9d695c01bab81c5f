//! Modules without what is only for debuggers, which most of the suite's consist of.

use super::test::Test;
use anyhow::{Context, Result};
use std::path::PathBuf;
use tempfile::{NamedTempFile, TempDir};
use wasm_encoder::{Module, RawSection};
use wasmparser::{Parser, Payload};

/// The lean modules of a suite, each made when it is first asked for.
#[derive(Debug)]
pub struct Lean(TempDir);

impl Lean {
    pub fn new() -> Result<Self> {
        Ok(Lean(TempDir::with_prefix("wasmeter-")?))
    }

    /// A test's module without its custom sections; the module itself, where that cannot be made.
    pub fn module(&self, test: &Test) -> Result<PathBuf> {
        let file = self.0.path().join(format!("{}.wasm", test.name));
        if file.exists() {
            return Ok(file);
        }
        let wasm =
            std::fs::read(&test.module).with_context(|| format!("{}", test.module.display()))?;
        let Some(lean) = without_custom_sections(&wasm) else {
            return Ok(test.module.clone());
        };
        // Two configurations may come at the same time.
        let partial = NamedTempFile::new_in(self.0.path())?;
        std::fs::write(partial.path(), lean)?;
        partial.persist(&file)?;
        Ok(file)
    }
}

/// `None`: it is no module that can be read.
fn without_custom_sections(wasm: &[u8]) -> Option<Vec<u8>> {
    let mut lean = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.ok()?;
        if let Payload::Version { encoding, .. } = payload
            && encoding != wasmparser::Encoding::Module
        {
            return None;
        }
        if let (Some((id, range)), false) = (
            payload.as_section(),
            matches!(payload, Payload::CustomSection(_)),
        ) {
            let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
            let data = wasm.get(start.ok()?..end.ok()?)?;
            lean.section(&RawSection { id, data });
        }
    }
    Some(lean.finish())
}

#[cfg(test)]
mod tests {
    use super::without_custom_sections;

    #[test]
    fn only_custom_sections_are_left_out() {
        let text = "(module $named (@custom \"debug\" \"much\") (func $f (export \"f\") (result \
        i32) (i32.const 7)))";
        let plain = "(module (func (export \"f\") (result i32) (i32.const 7)))";
        let lean = without_custom_sections(&wat::parse_str(text).unwrap()).unwrap();
        assert_eq!(lean, wat::parse_str(plain).unwrap());
        let component = wat::parse_str("(component)").unwrap();
        assert!(without_custom_sections(&component).is_none());
        assert!(without_custom_sections(b"\0asm\x01\0\0\0\x01\x7f").is_none());
    }
}
