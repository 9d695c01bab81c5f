//! What a test is given and what it must do.

use super::read_json;
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
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
    /// Folders whose copies stand in `/` under their names.
    pub dirs: Vec<PathBuf>,
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
    servers: Option<Value>,
    #[serde(flatten)]
    legacy: Legacy,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Legacy {
    args: Vec<String>,
    env: BTreeMap<String, String>,
    root: Option<PathBuf>,
    /// Folders that are preopened by their names: what tests had before there was `root`.
    dirs: Vec<PathBuf>,
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
    Other(Value),
}

fn stdout() -> String {
    "stdout".to_string()
}

impl Spec {
    /// Reads a test's file. The inner error says why the test cannot be run here.
    pub fn read(file: &Path) -> Result<std::result::Result<Self, String>> {
        let json: Value = read_json(file)?;
        if let Some(key) = unknown_key(&json) {
            return Ok(Err(format!("its key `{key}` is not known here")));
        }
        let read: File =
            serde_json::from_value(json).with_context(|| format!("{}", file.display()))?;
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
        spec.preopen();
        spec.root = spec.root.map(|root| file.with_file_name(root));
        for dir in &mut spec.dirs {
            *dir = file.with_file_name(&*dir);
        }
        Ok(Ok(spec))
    }
}

impl Spec {
    /// Workers preopen one folder, as `/`. The only one of `dirs`, if an argument tells its name, can be that one.
    fn preopen(&mut self) {
        if let [dir] = self.dirs.as_slice()
            && self.root.is_none()
            && self.args.iter().any(|arg| Path::new(arg) == dir)
        {
            for arg in self.args.iter_mut().filter(|arg| Path::new(*arg) == dir) {
                *arg = "/".to_string();
            }
            self.root = self.dirs.pop();
        }
    }
}

/// Keys of a test, and of the operations that are done here.
const KEYS: [&str; 11] = [
    "operations",
    "proposals",
    "world",
    "servers",
    "args",
    "env",
    "root",
    "dirs",
    "stdout",
    "stderr",
    "exit_code",
];
const RUN: [&str; 5] = ["type", "args", "env", "root", "dirs"];
const WAIT: [&str; 2] = ["type", "exit_code"];
const READ: [&str; 3] = ["type", "id", "payload"];

/// A key without which the test may mean something else.
fn unknown_key(test: &Value) -> Option<&str> {
    let other = |value, known: &'static [&str]| {
        let keys = Value::as_object(value)
            .into_iter()
            .flat_map(|map| map.keys());
        keys.map(String::as_str).find(|key| !known.contains(key))
    };
    let operations = test["operations"].as_array().into_iter().flatten();
    let in_operations = |operation: &'_ Value| match operation["type"].as_str() {
        Some("run") => Some(&RUN[..]),
        Some("wait") => Some(&WAIT[..]),
        Some("read") => Some(&READ[..]),
        _ => None,
    };
    other(test, &KEYS).or_else(|| {
        let mut operations = operations;
        operations.find_map(|operation| other(operation, in_operations(operation)?))
    })
}

impl Legacy {
    fn into_spec(self) -> Spec {
        Spec {
            args: self.args,
            env: self.env,
            root: self.root,
            dirs: self.dirs,
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
                (spec.args, spec.env) = (run.args, run.env);
                (spec.root, spec.dirs) = (run.root, run.dirs);
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

    #[test]
    fn a_key_that_is_not_known_is_named() {
        for json in [
            r#"{"exit_codes": 3}"#,
            r#"{"operations": [{"type": "run", "exit_codes": 3}]}"#,
            r#"{"operations": [{"type": "wait", "exit_codes": 3}]}"#,
            r#"{"operations": [{"type": "read", "exit_codes": 3}]}"#,
        ] {
            assert_eq!(
                read(json).unwrap_err(),
                "its key `exit_codes` is not known here"
            );
        }
    }

    #[test]
    fn dirs_are_preopened_by_their_names() {
        let named = read(r#"{"dirs": ["a.dir"], "args": ["a.dir", "b"]}"#).unwrap();
        assert_eq!(named.args, ["/", "b"]);
        assert!(named.root.unwrap().ends_with("a.dir") && named.dirs.is_empty());
        let two = read(r#"{"dirs": ["a.dir", "b.dir"], "args": ["a.dir"]}"#).unwrap();
        assert_eq!((two.args, two.dirs.len()), (vec!["a.dir".to_string()], 2));
        let quiet = read(r#"{"operations": [{"type": "run", "dirs": ["a.dir"]}]}"#).unwrap();
        assert!(quiet.root.is_none() && quiet.dirs[0].ends_with("a.dir"));
    }
}
