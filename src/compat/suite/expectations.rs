//! Files that say which tests are to be skipped and which are known to fail.

use crate::files;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// By suite and test.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    skip: BTreeSet<(String, String)>,
    fail: BTreeSet<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "one")]
    version: u32,
    #[serde(default)]
    suite: Vec<SuiteTable>,
}

fn one() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuiteTable {
    name: String,
    #[serde(default)]
    test: Vec<TestTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestTable {
    name: String,
    action: Option<Action>,
    expected: Option<Expected>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Skip,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Pass,
    Fail,
}

impl Expectations {
    /// Reads such files.
    pub fn read(files: &[impl AsRef<Path>]) -> Result<Self> {
        let mut all = Expectations::default();
        for file in files {
            let file = file.as_ref();
            let text = files::read_text(file, "name a file of expectations, or none")?;
            let read: File =
                toml::from_str(&text).with_context(|| format!("{}", file.display()))?;
            if read.version != 1 {
                bail!(
                    "{}: version {} is not known here, but 1 is",
                    file.display(),
                    read.version
                );
            }
            for suite in read.suite {
                for test in suite.test {
                    let key = (suite.name.clone(), test.name);
                    if test.action.is_some() {
                        all.skip.insert(key.clone());
                    }
                    if test.expected == Some(Expected::Fail) {
                        all.fail.insert(key);
                    }
                }
            }
        }
        Ok(all)
    }

    /// Whether a test is to be skipped.
    pub fn skips(&self, suite: &str, test: &str) -> bool {
        self.skip.contains(&(suite.to_string(), test.to_string()))
    }

    /// Whether a test is known to fail.
    pub fn fails(&self, suite: &str, test: &str) -> bool {
        self.fail.contains(&(suite.to_string(), test.to_string()))
    }
}
