//! Runs a script on a configuration.

use super::files::File;
use super::script::Step;
use super::session::{Check, Session};
use crate::compat::Target;
use crate::results::outcome::{End, Outcome};
use crate::results::spec::{Counts, Failure, FileResult};
use crate::worker::Limits;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const LIMITS: Limits = Limits {
    time: Duration::from_secs(30),
    memory_bytes: 2 << 30,
    output_bytes: 16 << 20,
    time_option: None,
    memory_option: None,
};

/// After so many processes of a script have died, the rest of it is not tried.
const LIVES: usize = 10;
/// The same, of those that hung: each took its whole time.
const PATIENCE: usize = 2;

/// Runs a script, and tells all of it or what is at one line. Fails only if the harness itself
/// cannot work.
pub fn run(target: Target, file: &File, line: Option<usize>) -> Result<FileResult> {
    let steps = file.steps()?;
    let mut tally = Tally {
        target,
        file,
        line,
        result: FileResult {
            configuration: target.name.to_string(),
            file: file.name().to_string(),
            counts: Counts::default(),
            skipped: BTreeMap::new(),
            failures: Vec::new(),
        },
    };
    let mut fatal: BTreeSet<usize> = BTreeSet::new();
    let mut hung = 0;
    let mut next = 0;
    while next < steps.len() {
        let mut end = None;
        match begin(target, &steps[..next], &fatal)? {
            Ok(Ok(mut session)) => {
                while next < steps.len() && end.is_none() {
                    match session.perform(&steps[next].act) {
                        Ok(check) => tally.count(&steps[next], check),
                        Err(how) => {
                            tally.ended(&steps[next], &how);
                            fatal.insert(next);
                            end = Some(how);
                        }
                    }
                    next += 1;
                }
            }
            Ok(Err(why)) => {
                for step in &steps[next..] {
                    tally.count(step, Check::Skipped(why.clone()));
                }
                break;
            }
            Err(how) => {
                tally.rest_ended(&steps[next..], "what comes before it runs again", &how);
                break;
            }
        }
        hung += usize::from(
            end.as_ref()
                .is_some_and(|end| end.outcome == Outcome::Timeout),
        );
        if let Some(end) = end.filter(|_| fatal.len() >= LIVES || hung >= PATIENCE) {
            tally.rest_ended(&steps[next..], "fewer deaths in a script", &end);
            break;
        }
    }
    Ok(tally.result)
}

/// Starts a worker, and does again what was done before, but for what killed it.
fn begin(
    target: Target,
    before: &[Step],
    fatal: &BTreeSet<usize>,
) -> Result<Result<Result<Session, String>, End>> {
    let mut session = match Session::start(target, LIMITS)? {
        Ok(Ok(session)) => session,
        other => return Ok(other),
    };
    for (index, step) in before.iter().enumerate() {
        if fatal.contains(&index) || !step.act.leaves_something() {
            continue;
        }
        if let Err(end) = session.perform(&step.act) {
            return Ok(Err(end));
        }
    }
    Ok(Ok(Ok(session)))
}

/// Counts what the directives come to.
struct Tally<'a> {
    target: Target<'a>,
    file: &'a File,
    line: Option<usize>,
    result: FileResult,
}

impl Tally<'_> {
    fn count(&mut self, step: &Step, check: Check) {
        if self.line.is_some_and(|line| line != step.line) {
            return;
        }
        let counts = &mut self.result.counts;
        match check {
            Check::Passed => counts.passed += 1,
            Check::Done => {}
            Check::Skipped(why) => {
                counts.skipped += 1;
                *self.result.skipped.entry(why).or_default() += 1;
            }
            Check::Failed { expected, got } => {
                counts.failed += 1;
                self.fail(step, "failed", expected, got);
            }
            Check::Rests(why) => {
                counts.failed += 1;
                let expected = "the module that it rests on".to_string();
                self.fail(step, "failed", expected, why);
            }
        }
    }

    fn ended(&mut self, step: &Step, end: &End) {
        if self.line.is_some_and(|line| line != step.line) {
            return;
        }
        let word = self.bump(end, 1);
        self.fail(step, word, "an answer".to_string(), end.message.clone());
    }

    /// The directives that are not tried any more.
    fn rest_ended(&mut self, steps: &[Step], expected: &str, end: &End) {
        let told = |step: &&Step| self.line.is_none_or(|line| line == step.line);
        let told: Vec<&Step> = steps.iter().filter(told).collect();
        let word = self.bump(end, told.len());
        for step in told {
            self.fail(step, word, expected.to_string(), end.message.clone());
        }
    }

    fn bump(&mut self, end: &End, by: usize) -> &'static str {
        match end.outcome {
            Outcome::Timeout => {
                self.result.counts.timeout += by;
                "timeout"
            }
            _ => {
                self.result.counts.crashed += by;
                "crashed"
            }
        }
    }

    fn fail(&mut self, step: &Step, end: &str, expected: String, got: String) {
        let (name, line) = (self.file.name(), step.line);
        let failure = Failure {
            lines: vec![line],
            directive: step.act.word().to_string(),
            end: end.to_string(),
            expected,
            got,
            again: format!(
                "wasmeter compat spec '{name}:{line}' -r {}",
                self.target.name
            ),
        };
        fn told(failure: &Failure) -> [&str; 4] {
            [
                &failure.directive,
                &failure.end,
                &failure.expected,
                &failure.got,
            ]
        }
        let same = |known: &&mut Failure| told(known) == told(&failure);
        match self.result.failures.iter_mut().find(same) {
            Some(known) => known.lines.push(line),
            None => self.result.failures.push(failure),
        }
    }
}
