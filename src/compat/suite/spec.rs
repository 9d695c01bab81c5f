//! What a test is given and what it must do.

use super::operation::{self, KNOWN, Operation, Output, Run};
use super::server::Server;
use crate::compat::suite::json::read_json;
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a test is given and what it must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    pub run: Run,
    /// All after that, up to the last: [`Spec::exit_code`] tells what that one wants.
    pub operations: Vec<Operation>,
    pub exit_code: i32,
    pub proposals: Vec<Proposal>,
    pub world: World,
    pub servers: Vec<Server>,
}

/// What of WASI is to be switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proposal {
    Http,
    Sockets,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum World {
    #[default]
    #[serde(rename = "wasi:cli/command")]
    Command,
    /// It answers HTTP requests.
    #[serde(rename = "wasi:http/service")]
    Service,
}

/// The form of operations. Keys of both forms at once are an error in the suite.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    operations: Vec<Operation>,
    #[serde(default)]
    proposals: Vec<Proposal>,
    #[serde(default)]
    world: World,
    #[serde(default)]
    servers: Vec<Server>,
}

/// The legacy form.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Legacy {
    args: Vec<String>,
    env: BTreeMap<String, String>,
    root: Option<PathBuf>,
    dirs: Vec<PathBuf>,
    stdout: Option<String>,
    stderr: Option<String>,
    exit_code: i32,
}

impl Default for Spec {
    fn default() -> Self {
        Legacy::default().into_spec()
    }
}

impl Spec {
    /// Reads a test's file. The inner error says why the test cannot be run here.
    pub fn read(file: &Path) -> Result<std::result::Result<Self, String>> {
        let json: Value = read_json(file)?;
        let spec = match understand(json) {
            Ok(Ok(spec)) => spec,
            Ok(Err(why)) => return Ok(Err(why)),
            Err(error) => match not_known(&error.to_string()) {
                Some(why) => return Ok(Err(why)),
                None => return Err(error).with_context(|| format!("{}", file.display())),
            },
        };
        Ok(Ok(spec.beside(file)))
    }

    /// Whether all of it can be told when the guest has ended.
    pub fn only_looks_back(&self) -> bool {
        let looks_back = |operation: &Operation| matches!(operation, Operation::Read { .. });
        self.servers.is_empty() && self.operations.iter().all(looks_back)
    }

    /// Workers preopen one folder, as `/`. The only one of `dirs`, if an argument tells its name,
    /// can be that one.
    fn beside(mut self, file: &Path) -> Self {
        let run = &mut self.run;
        if let [dir] = run.dirs.as_slice()
            && run.root.is_none()
            && run.args.iter().any(|arg| Path::new(arg) == dir)
        {
            for arg in run.args.iter_mut().filter(|arg| Path::new(*arg) == dir) {
                *arg = "/".to_string();
            }
            run.root = run.dirs.pop();
        }
        run.root = run.root.take().map(|root| file.with_file_name(root));
        for dir in &mut run.dirs {
            *dir = file.with_file_name(&*dir);
        }
        self
    }
}

/// The inner error is what the file may say and this cannot do.
fn understand(json: Value) -> serde_json::Result<std::result::Result<Spec, String>> {
    let has = |key: &str| json.get(key).is_some_and(|value| !value.is_null());
    if !["operations", "proposals", "servers", "world"]
        .into_iter()
        .any(has)
    {
        return Ok(Ok(serde_json::from_value::<Legacy>(json)?.into_spec()));
    }
    let types = json["operations"].as_array().into_iter().flatten();
    for operation in types {
        let name = operation["type"].as_str().unwrap_or("nameless");
        if !KNOWN.contains(&name) {
            return Ok(Err(format!("it wants the operation {name}")));
        }
    }
    Ok(serde_json::from_value::<File>(json)?.into_spec())
}

/// Of an error about a name that is none of those that are known: the reason not to run the test.
fn not_known(error: &str) -> Option<String> {
    let named = |start: &str| Some(error.strip_prefix(start)?.split('`').next()?.to_string());
    None.or_else(|| {
        Some(format!(
            "its key `{}` is not known here",
            named("unknown field `")?
        ))
    })
    .or_else(|| Some(format!("it wants `{}`", named("unknown variant `")?)))
    .or_else(|| {
        Some(format!(
            "it wants the signal {}",
            named("unknown signal `")?
        ))
    })
}

impl Legacy {
    fn into_spec(self) -> Spec {
        let read =
            |id, payload: Option<String>| payload.map(|payload| Operation::Read { id, payload });
        let reads = [
            read(Output::Stdout, self.stdout),
            read(Output::Stderr, self.stderr),
        ];
        Spec {
            run: Run {
                args: self.args,
                env: self.env,
                root: self.root,
                dirs: self.dirs,
            },
            operations: reads.into_iter().flatten().collect(),
            exit_code: self.exit_code,
            proposals: Vec::new(),
            world: World::default(),
            servers: Vec::new(),
        }
    }
}

impl File {
    fn into_spec(mut self) -> std::result::Result<Spec, String> {
        let wrong = operation::problem(&self.operations)
            .or_else(|| self.servers.iter().find_map(Server::problem));
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        let names: BTreeSet<_> = self.servers.iter().map(Server::variable).collect();
        if names.len() < self.servers.len() {
            return Err("two of its servers have the same name".to_string());
        }
        let last = self.operations.pop();
        let first = self.operations.remove(0);
        let (Operation::Run(run), Some(Operation::Wait { exit_code })) = (first, last) else {
            unreachable!("it was looked at")
        };
        Ok(Spec {
            run,
            operations: self.operations,
            exit_code,
            proposals: self.proposals,
            world: self.world,
            servers: self.servers,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Spec, World};

    fn read(json: &str) -> Result<Spec, String> {
        let dir = tempfile::TempDir::new().unwrap();
        let file = dir.path().join("test.json");
        std::fs::write(&file, json).unwrap();
        Spec::read(&file).unwrap()
    }

    /// A test with this between its start and its end.
    fn between(operations: &str) -> Result<Spec, String> {
        read(&format!(
            r#"{{"operations": [{{"type": "run"}}, {operations}, {{"type": "wait"}}]}}"#
        ))
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
    fn all_operations_of_the_suite_are_known() {
        let spec = between(
            r#"{"type": "read"}, {"type": "write", "id": "stdin", "payload": "a"},
               {"type": "connect", "id": "a", "protocol_type": "tcp"}, {"type": "send", "id": "a"},
               {"type": "recv", "id": "a", "payload": "a"}, {"type": "request", "response": {"status": 404}},
               {"type": "kill", "signal": "SIGINT"}"#,
        );
        let spec = spec.unwrap();
        assert!(spec.operations.len() == 7 && !spec.only_looks_back());
        let service = read(
            r#"{"world": "wasi:http/service", "proposals": ["http", "sockets"],
                "servers": [{"name": "a", "endpoints": [{"path": "/x", "response": "short"},
                    {"mode": "echo-body"}, {"response": {"chunks": ["a"], "trailers": {"b": "c"}}}]},
                    {"name": "b", "kind": "closed"}],
                "operations": [{"type": "run"}, {"type": "wait"}]}"#,
        );
        let service = service.unwrap();
        assert_eq!((service.world, service.servers.len()), (World::Service, 2));
        assert_eq!(service.servers[1].variable(), "HTTP_SERVER_B");
    }

    #[test]
    fn what_cannot_be_done_is_reported() {
        for (operations, why) in [
            (r#"{"type": "dance"}"#, "it wants the operation dance"),
            (
                r#"{"type": "kill", "signal": "SIGNOTHING"}"#,
                "it wants the signal SIGNOTHING",
            ),
            (
                r#"{"type": "connect", "protocol_type": "udp"}"#,
                "it wants `udp`",
            ),
            (r#"{"type": "write", "id": "stdout"}"#, "it wants `stdout`"),
            (
                r#"{"type": "send", "id": "a"}"#,
                "it uses the connection a, which is not there",
            ),
            (r#"{"type": "run"}"#, "it runs more than once"),
        ] {
            assert_eq!(between(operations).unwrap_err(), why);
        }
        let world = r#"{"operations": [{"type": "run"}, {"type": "wait"}], "world": "wasi:x/y"}"#;
        assert_eq!(read(world).unwrap_err(), "it wants `wasi:x/y`");
        let proposal = r#"{"operations": [{"type": "run"}, {"type": "wait"}], "proposals": ["x"]}"#;
        assert_eq!(read(proposal).unwrap_err(), "it wants `x`");
        let open = read(r#"{"operations": [{"type": "run"}]}"#);
        assert!(open.unwrap_err().contains("end with wait"));
        for servers in [
            r#"{"name": "a b"}"#,
            r#"{"name": "a"}, {"name": "A"}"#,
            r#"{"name": "a", "kind": "closed", "endpoints": [{}]}"#,
            r#"{"name": "a", "endpoints": [{"method": "DANCE"}]}"#,
            r#"{"name": "a", "endpoints": [{"mode": "echo-body", "response": "b"}]}"#,
            r#"{"name": "a", "endpoints": [{"response": {"trailers": {"b": "c"}}}]}"#,
            r#"{"name": "a", "endpoints": [{"response": {"body": "b", "chunks": []}}]}"#,
        ] {
            let json = format!(
                r#"{{"operations": [{{"type": "run"}}, {{"type": "wait"}}], "servers": [{servers}]}}"#
            );
            assert!(read(&json).is_err(), "{servers}");
        }
    }

    #[test]
    fn a_key_that_is_not_known_is_named() {
        for json in [
            r#"{"exit_codes": 3}"#,
            r#"{"operations": [{"type": "run", "exit_codes": 3}]}"#,
            r#"{"operations": [{"type": "wait", "exit_codes": 3}]}"#,
            r#"{"operations": [{"type": "read", "exit_codes": 3}]}"#,
            r#"{"operations": [{"type": "request", "exit_codes": 3}]}"#,
            r#"{"operations": [{"type": "request", "response": {"exit_codes": 3}}]}"#,
            r#"{"servers": [{"name": "a", "exit_codes": 3}]}"#,
            r#"{"servers": [{"name": "a", "endpoints": [{"response": {"exit_codes": 3}}]}]}"#,
            r#"{"exit_codes": 3, "world": "wasi:cli/command"}"#,
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
        assert_eq!(named.run.args, ["/", "b"]);
        assert!(named.run.root.unwrap().ends_with("a.dir") && named.run.dirs.is_empty());
        let two = read(r#"{"dirs": ["a.dir", "b.dir"], "args": ["a.dir"]}"#).unwrap();
        assert_eq!((&*two.run.args[0], two.run.dirs.len()), ("a.dir", 2));
        let quiet =
            read(r#"{"operations": [{"type": "run", "dirs": ["a.dir"]}, {"type": "wait"}]}"#);
        let quiet = quiet.unwrap();
        assert!(quiet.run.root.is_none() && quiet.run.dirs[0].ends_with("a.dir"));
    }
}
