//! Differences between a landscape and what was measured that are known, and that a check accepts.

use super::check::{Drift, FIELDS};
use super::listed::same_name;
use crate::catalog::files::toml_of;
use crate::files::read_text;
use anyhow::{Result, bail};
use serde::Deserialize;
use std::path::Path;

/// A file of known differences.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    #[serde(default)]
    pub accept: Vec<Known>,
}

/// A known difference.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The item's name.
    pub item: String,
    /// One of [`FIELDS`].
    pub field: String,
    /// The value in the landscape; left out: any value.
    pub value: Option<String>,
    /// Why it is accepted.
    pub reason: String,
}

/// A check's findings beside the known differences.
#[derive(Debug)]
pub struct Checked {
    /// Differences that are not accepted.
    pub open: Vec<Drift>,
    /// Entries that accept nothing, with the reason.
    pub idle: Vec<Drift>,
    /// The number of differences that are accepted.
    pub accepted: usize,
}

impl Accepted {
    /// Reads a TOML file of `[[accept]]` tables.
    pub fn read(file: &Path) -> Result<Self> {
        let text = read_text(file, "--accept wants a TOML file of known differences")?;
        let accepted: Accepted = toml_of(&text, file)?;
        for known in &accepted.accept {
            let (file, item, field) = (file.display(), &known.item, &known.field);
            if !FIELDS.contains(&field.as_str()) {
                let all = FIELDS.join(", ");
                bail!("{file}: {item}: no field {field:?} is compared; these are: {all}");
            }
            if known.reason.trim().is_empty() {
                bail!("{file}: {item}, {field}: wants a reason");
            }
        }
        Ok(accepted)
    }

    /// Divides the findings of a check into accepted ones and others.
    pub fn divide(&self, found: Vec<Drift>) -> Checked {
        let idle = self.accept.iter().filter_map(|known| known.idle(&found));
        let idle = idle.collect();
        let is_known = |drift: &Drift| self.accept.iter().any(|known| known.accepts(drift));
        let (known, open): (Vec<_>, Vec<_>) = found.into_iter().partition(is_known);
        Checked {
            open,
            idle,
            accepted: known.len(),
        }
    }
}

impl Known {
    fn is_about(&self, drift: &Drift) -> bool {
        same_name(&self.item, &drift.item) && self.field == drift.field
    }

    fn accepts(&self, drift: &Drift) -> bool {
        let value = self.value.as_ref();
        self.is_about(drift) && value.is_none_or(|value| *value == drift.value)
    }

    /// Why it accepts none of these differences, if it accepts none.
    fn idle(&self, found: &[Drift]) -> Option<Drift> {
        if found.iter().any(|drift| self.accepts(drift)) {
            return None;
        }
        let other = found.iter().find(|drift| self.is_about(drift));
        let value = self.value.clone().unwrap_or_default();
        let what = other.map_or_else(
            || "accepted, and no such difference is there: remove the entry".to_string(),
            |drift| format!("accepted as {value:?}, and it is {:?}", drift.value),
        );
        Some(Drift {
            item: self.item.clone(),
            field: self.field.clone(),
            value,
            what,
        })
    }
}
