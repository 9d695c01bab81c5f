//! Facts about a runtime that were not measured: they come from its `runtime.toml`, and every
//! results file contains them, so that pages are made from results alone.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A runtime whose configurations were asked for. Files of an older wasmeter contain less about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuntimeNotes {
    /// Its folder's name: what the names of its configurations begin with.
    pub name: String,
    /// As people write it. Empty: see [`RuntimeNotes::title`].
    #[serde(default)]
    pub title: String,
    /// One line: what it is.
    #[serde(default)]
    pub description: String,
    pub homepage: String,
    #[serde(default)]
    pub repository: String,
    /// SPDX expression.
    #[serde(default)]
    pub licence: String,
    /// The machines of wasmeter that it can be built for, as its makers say; measured is what there
    /// is a results file of.
    #[serde(default)]
    pub architectures: Vec<String>,
    /// The way in which the worker embeds it.
    #[serde(default)]
    pub embedding: String,
    /// Languages of programs that its makers document how to embed it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hosts: Option<Hosts>,
    /// The runtime that this is too, driven another way or of another version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twin_of: Option<String>,
    /// Its name in the table of features at webassembly.org.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webassembly_org: Option<String>,
    /// Its item in the landscape; left out if it has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landscape: Option<LandscapeItem>,
    /// The address to which a vulnerability is reported, and what its documents say about
    /// protection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<Security>,
}

/// Statements of a runtime's makers about embedding it: nothing of it was measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hosts {
    pub languages: Vec<String>,
    /// The address of the document that says so.
    pub source: String,
}

/// Statements of a runtime's makers about security.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// The address of their policy: how a hole is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The attacks that it does not protect from, according to their own documents, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclaims: Option<String>,
    /// The address of that document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An item of the landscape, as far as nothing is measured of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandscapeItem {
    /// Its name there.
    pub name: String,
    /// File name of its logo there: an SVG.
    pub logo: String,
    /// Words to find it by, of an older wasmeter: not used, as the landscape lets only a project's
    /// own people write them.
    #[serde(default, skip_serializing)]
    pub tags: Vec<String>,
    /// Addresses by what they lead to.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub links: BTreeMap<String, String>,
}

impl RuntimeNotes {
    /// As people write it, else its folder's name.
    pub fn title(&self) -> &str {
        if self.title.is_empty() {
            &self.name
        } else {
            &self.title
        }
    }
}

/// The way of a configuration from a module to the code that the processor executes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Execution {
    Interpreter,
    /// Compiles in one pass, for a short start.
    Baseline,
    Optimising,
    /// Begins with one of these and goes on to another while the guest runs.
    Tiered,
}

impl Execution {
    /// As tables show it.
    pub fn word(self) -> &'static str {
        match self {
            Execution::Interpreter => "interpreter",
            Execution::Baseline => "baseline compiler",
            Execution::Optimising => "optimising compiler",
            Execution::Tiered => "tiers",
        }
    }
}
