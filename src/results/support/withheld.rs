//! Cases that broke a runtime, described in words.
//!
//! Its input leaves the tree, its name and evidence leave the saved file; the rest says which probe
//! had it, and how it ended, where and when.

use super::case::CaseEnd;
use crate::hash::sha256;
use crate::results::runtime::Security;
use crate::results::saved::Saved;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The version of the file's form.
pub const SCHEMA: &str = "wasmeter-withheld/1";

/// Where a project keeps it, below its folder.
pub const FILE: &str = "results/withheld.json";

/// All that is withheld, of all support files: `wasmeter results withhold` writes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    pub schema: String,
    pub cases: Vec<Withheld>,
    /// By runtime, what its makers' documents say about protection, and where to report.
    pub runtimes: BTreeMap<String, Security>,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// `group/name`
    pub probe: String,
    /// SHA-256 of the probe's name, a zero byte and the case's name: identifies a case without
    /// saying what it does.
    pub key: String,
    /// The question of the case, without its input.
    pub asked: String,
    pub seen: Vec<Seen>,
}

/// The end of a case on some configurations.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Seen {
    /// The day, as YYYY-MM-DD.
    pub date: String,
    /// The architecture, and whether it was emulated.
    pub place: String,
    pub outcome: CaseEnd,
    /// The switch that was on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_switch: Option<String>,
    /// Versions by configuration.
    pub on: BTreeMap<String, String>,
}

impl Default for Known {
    fn default() -> Self {
        Known {
            schema: SCHEMA.to_string(),
            cases: Vec::new(),
            runtimes: BTreeMap::new(),
        }
    }
}

impl Known {
    /// Reads a file. Nothing is known where there is none.
    ///
    /// # Errors
    /// Names the file, if it is there and cannot be read.
    pub fn read(file: &Path) -> Result<Self> {
        if !file.exists() {
            return Ok(Known::default());
        }
        Known::of(&Saved::read(file)?, file)
    }

    /// Reads a file's contents.
    ///
    /// # Errors
    /// Names the file, the fault and the fix.
    pub fn of(saved: &Saved, file: &Path) -> Result<Self> {
        saved.parse(SCHEMA, file, "run `wasmeter results withhold` again")
    }

    /// True if a case with this key is withheld.
    pub fn has(&self, key: &str) -> bool {
        self.cases.iter().any(|case| case.key == key)
    }
}

/// Adds cases to others: what was seen of the same case stands together.
pub fn join(all: &mut Vec<Withheld>, more: &[Withheld]) {
    for case in more {
        let Some(known) = all.iter_mut().find(|known| known.key == case.key) else {
            all.push(case.clone());
            continue;
        };
        for seen in &case.seen {
            if !known.seen.contains(seen) {
                known.seen.push(seen.clone());
            }
        }
        known.seen.sort();
    }
    all.sort_by(|a, b| (&a.probe, &a.key).cmp(&(&b.probe, &b.key)));
}

/// Returns the key that identifies a case without its name.
pub fn key(probe: &str, case: &str) -> String {
    sha256(format!("{probe}\0{case}").as_bytes())
}
