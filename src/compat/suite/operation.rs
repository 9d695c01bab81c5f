//! What a test does, one operation after another, as its file has it.

use super::server::{get, root};
use nix::sys::signal::Signal;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The operations that there are.
pub const KNOWN: [&str; 9] = [
    "run", "wait", "read", "write", "connect", "send", "recv", "request", "kill",
];

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub enum Operation {
    /// Start the guest.
    Run(Run),
    /// Close its standard input, and wait for its end.
    Wait {
        #[serde(default)]
        exit_code: i32,
    },
    /// It has written this next.
    Read {
        #[serde(default)]
        id: Output,
        #[serde(default)]
        payload: String,
    },
    /// Put this into its standard input.
    Write {
        id: Input,
        #[serde(default)]
        payload: String,
    },
    /// Connect to the address that is its next line on standard output.
    Connect {
        #[serde(default = "server")]
        id: String,
        #[serde(default)]
        protocol_type: Protocol,
    },
    Send {
        id: String,
        #[serde(default)]
        payload: String,
    },
    Recv {
        id: String,
        #[serde(default)]
        payload: String,
    },
    /// Ask the guest by HTTP, at the address that is its first line on standard error.
    Request(Request),
    /// Send it a signal.
    Kill {
        #[serde(default = "terminate", deserialize_with = "signal")]
        signal: Signal,
    },
}

/// How the guest is started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Run {
    pub args: Vec<String>,
    pub env: BTreeMap<String, String>,
    /// A folder whose copy is preopened as `/`.
    pub root: Option<PathBuf>,
    /// Folders whose copies stand in `/` under their names: what tests had before there was `root`.
    pub dirs: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    #[default]
    Stdout,
    Stderr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    Stdin,
}

/// The suite has names for others, and uses none of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    #[default]
    Tcp,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    #[serde(default = "get")]
    pub method: String,
    #[serde(default = "root")]
    pub path: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub response: Response,
}

/// What is wanted of a response. Further headers may be there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Response {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Default for Response {
    fn default() -> Self {
        Response {
            status: 200,
            headers: BTreeMap::new(),
            body: String::new(),
        }
    }
}

fn server() -> String {
    "server".to_string()
}

fn terminate() -> Signal {
    Signal::SIGTERM
}

fn signal<'de, D: Deserializer<'de>>(from: D) -> Result<Signal, D::Error> {
    let name = String::deserialize(from)?;
    let unknown = |_| serde::de::Error::custom(format!("unknown signal `{name}`"));
    name.parse().map_err(unknown)
}

/// Why these operations are none that can be done in this order. They begin with one `run` and end
/// with one `wait`.
pub fn problem(operations: &[Operation]) -> Option<String> {
    let runs = |operation: &&Operation| matches!(operation, Operation::Run(_));
    let waits = |operation: &&Operation| matches!(operation, Operation::Wait { .. });
    if !operations.first().is_some_and(|first| runs(&first))
        || !operations.last().is_some_and(|last| waits(&last))
    {
        return Some("its operations do not begin with run and end with wait".to_string());
    }
    if operations.iter().filter(runs).count() + operations.iter().filter(waits).count() > 2 {
        return Some("it runs more than once".to_string());
    }
    let mut open = BTreeSet::new();
    operations.iter().find_map(|operation| match operation {
        Operation::Connect { id, .. } if !open.insert(id) => {
            Some(format!("it connects twice as {id}"))
        }
        Operation::Send { id, .. } | Operation::Recv { id, .. } if !open.contains(id) => {
            Some(format!("it uses the connection {id}, which is not there"))
        }
        _ => None,
    })
}
