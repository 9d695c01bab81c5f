//! Checks, and what came of them.

use crate::build::built::{BuiltWorker, LIMITS};
use crate::results::outcome::{End, Outcome};
use crate::worker::Worker;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeSet;
use wasmeter_worker::protocol::{Reply, Status};

/// One thing that was tried.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// The configuration it was tried on; `None` if it concerns all of them.
    pub configuration: Option<String>,
    /// The rule that must hold.
    pub what: &'static str,
    /// The behaviour that was seen instead.
    pub failure: Option<String>,
}

/// The checks made so far.
#[derive(Default)]
pub struct Checks {
    pub list: Vec<Check>,
    /// The configurations on which something hung: what comes next would hang as well, at the full
    /// price.
    pub hung: BTreeSet<Option<String>>,
}

impl Checks {
    pub fn try_on(
        &mut self,
        configuration: Option<&str>,
        what: &'static str,
        attempt: impl FnOnce() -> Result<Option<Failed>>,
    ) -> Result<()> {
        let configuration = configuration.map(str::to_string);
        if self.hung.contains(&None) || self.hung.contains(&configuration) {
            return Ok(());
        }
        let failed = attempt()?;
        let failure = failed.map(|failed| {
            if !failed.hung {
                return failed.how;
            }
            self.hung.insert(configuration.clone());
            format!("{}; nothing more was tried on it", failed.how)
        });
        self.list.push(Check {
            configuration,
            what,
            failure,
        });
        Ok(())
    }
}

/// The behaviour that was seen instead of the rule.
pub struct Failed {
    pub how: String,
    pub hung: bool,
}

impl From<String> for Failed {
    fn from(how: String) -> Self {
        Failed { how, hung: false }
    }
}

/// The result of a check inside a worker: a failure as text, or the worker's own end.
pub type Attempt = Result<Option<String>, End>;

/// Converts the result of an attempt into the failure of a check.
pub fn came_of(attempt: Attempt) -> Option<Failed> {
    match attempt {
        Ok(failure) => failure.map(Failed::from),
        Err(end) => Some(Failed {
            how: end.to_string(),
            hung: end.outcome == Outcome::Timeout,
        }),
    }
}

pub fn start(built: &BuiltWorker) -> Result<Result<Worker, End>> {
    Worker::start(&built.program, None, LIMITS)
}

/// A fresh worker for one attempt.
pub fn session(
    built: &BuiltWorker,
    attempt: impl FnOnce(&mut Worker) -> Attempt,
) -> Result<Option<Failed>> {
    Ok(came_of(
        start(built)?.and_then(|mut worker| attempt(&mut worker)),
    ))
}

pub fn expect(reply: Reply, status: Status) -> Attempt {
    if reply.outcome == status {
        return Ok(None);
    }
    let (got, message) = (reply.outcome, reply.message.unwrap_or_default());
    Ok(Some(format!(
        "answered {got:?} ({message}), wanted {status:?}"
    )))
}

/// Returns the failure for processes that a worker leaves running, if any.
pub fn left_behind(left: &[String]) -> Option<String> {
    let names = left.join(", ");
    (!left.is_empty()).then(|| format!("it left processes behind: {names}"))
}
