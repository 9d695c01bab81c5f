//! The claims of tables of features: the file features.json of webassembly.org, read and written.

use crate::files;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The file. What it has besides is for the page that shows it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Table {
    pub features: BTreeMap<String, Proposal>,
    /// Browsers, and all else that executes or makes modules.
    pub browsers: BTreeMap<String, Platform>,
}

/// A feature.
#[derive(Debug, Serialize, Deserialize)]
pub struct Proposal {
    pub description: String,
    pub url: String,
    pub phase: Phase,
}

/// The stage of a feature's proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Phase {
    /// 1 to 5; 5 is merged into the specification.
    Number(u32),
    /// `inactive`.
    Word(String),
}

/// The claims about a runtime.
#[derive(Debug, Serialize, Deserialize)]
pub struct Platform {
    pub url: String,
    pub category: Category,
    /// A feature that is left out is unknown.
    pub features: BTreeMap<String, Status>,
}

/// The first is the main one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Category {
    One(String),
    Several(Vec<String>),
}

/// A claim, with or without a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Status {
    Plain(State),
    Noted(State, String),
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum State {
    Is(bool),
    /// A version since which it is there, or `flag`.
    Since(String),
    /// It does not apply there.
    NotApplicable(()),
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// Names the file, what is wrong and what to do.
    pub fn read(file: &Path) -> Result<Self> {
        let next = "a copy of features.json of webassembly.org is wanted";
        let text = files::read(file, next)?;
        serde_json::from_slice(&text).with_context(|| {
            format!(
                "{}: not a table of features\n\
                 it wants features.json of the repository WebAssembly/website, with `features` and \
                 `browsers`",
                file.display()
            )
        })
    }
}

impl Status {
    pub fn state(&self) -> &State {
        match self {
            Status::Plain(state) | Status::Noted(state, _) => state,
        }
    }
}
