//! What a test is given and what it must do.

use super::read_json;
use anyhow::Result;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The only world that is run: a command.
const WORLD: &str = "wasi:cli/command";

/// What a test is given and what it must do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spec {
    pub args: Vec<String>,
    pub env: BTreeMap<String, String>,
    /// A folder whose copy is preopened as `/`.
    pub root: Option<PathBuf>,
    /// What it prints must begin with these.
    pub stdout: String,
    pub stderr: String,
    pub exit_code: i32,
}

/// A file in either form: keys of both at once are an error in the suite.
#[derive(Deserialize)]
struct File {
    operations: Option<Vec<Operation>>,
    #[serde(default)]
    proposals: Vec<String>,
    world: Option<String>,
    servers: Option<serde_json::Value>,
    #[serde(flatten)]
    legacy: Legacy,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Legacy {
    args: Vec<String>,
    env: BTreeMap<String, String>,
    root: Option<PathBuf>,
    stdout: Option<String>,
    stderr: Option<String>,
    exit_code: i32,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Operation {
    Run(Legacy),
    Wait {
        #[serde(default)]
        exit_code: i32,
    },
    Read {
        #[serde(default = "stdout")]
        id: String,
        #[serde(default)]
        payload: String,
    },
    #[serde(untagged)]
    Other(serde_json::Value),
}

fn stdout() -> String {
    "stdout".to_string()
}

impl Spec {
    /// Reads a test's file. The inner error says why the test cannot be run here.
    pub fn read(file: &Path) -> Result<std::result::Result<Self, String>> {
        let read: File = read_json(file)?;
        let mut spec = match read.operations {
            None => read.legacy.into_spec(),
            Some(operations) => match of_operations(operations) {
                Ok(spec) => spec,
                Err(why) => return Ok(Err(why)),
            },
        };
        if let Some(world) = read.world.filter(|world| world != WORLD) {
            return Ok(Err(format!("it is of the world {world}")));
        }
        if read.servers.is_some() || !read.proposals.is_empty() {
            return Ok(Err(format!(
                "it wants servers or proposals: {}",
                read.proposals.join(", ")
            )));
        }
        spec.root = spec.root.map(|root| file.with_file_name(root));
        Ok(Ok(spec))
    }
}

impl Legacy {
    fn into_spec(self) -> Spec {
        Spec {
            args: self.args,
            env: self.env,
            root: self.root,
            stdout: self.stdout.unwrap_or_default(),
            stderr: self.stderr.unwrap_or_default(),
            exit_code: self.exit_code,
        }
    }
}

fn of_operations(operations: Vec<Operation>) -> std::result::Result<Spec, String> {
    let mut spec = Spec::default();
    for operation in operations {
        match operation {
            Operation::Run(run) => {
                (spec.args, spec.env, spec.root) = (run.args, run.env, run.root);
            }
            Operation::Wait { exit_code } => spec.exit_code = exit_code,
            Operation::Read { id, payload } if id == "stderr" => spec.stderr += &payload,
            Operation::Read { payload, .. } => spec.stdout += &payload,
            Operation::Other(other) => {
                let what = other["type"].as_str().unwrap_or("nameless");
                return Err(format!("it wants the operation {what}"));
            }
        }
    }
    Ok(spec)
}

#[cfg(test)]
mod tests {
    use super::Spec;

    fn read(json: &str) -> Result<Spec, String> {
        let dir = tempfile::TempDir::new().unwrap();
        let file = dir.path().join("test.json");
        std::fs::write(&file, json).unwrap();
        Spec::read(&file).unwrap()
    }

    #[test]
    fn both_forms_say_the_same() {
        let legacy = read(r#"{"args": ["a"], "stdout": "out", "stderr": "err", "exit_code": 3}"#);
        let operations = read(
            r#"{"operations": [{"type": "run", "args": ["a"]}, {"type": "read", "payload": "out"},
                {"type": "read", "id": "stderr", "payload": "err"}, {"type": "wait", "exit_code": 3}]}"#,
        );
        assert_eq!(legacy, operations);
        assert_eq!(legacy.unwrap().exit_code, 3);
        assert_eq!(read("{}").unwrap(), Spec::default());
    }

    #[test]
    fn what_cannot_be_done_is_told() {
        let network =
            read(r#"{"operations": [{"type": "run"}, {"type": "connect", "id": "server"}]}"#);
        assert_eq!(network.unwrap_err(), "it wants the operation connect");
        let http = read(r#"{"operations": [{"type": "run"}], "world": "wasi:http/service"}"#);
        assert!(http.unwrap_err().contains("wasi:http/service"));
    }
}
