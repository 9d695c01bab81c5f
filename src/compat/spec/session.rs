//! A worker in the middle of a script: its modules and instances, by the script's names.

use super::expected::{Expected, list};
use super::linked::{Answer, Defined, Linked};
use super::script::{Act, Action};
use super::spectest;
use crate::compat::Target;
use crate::results::outcome::End;
use crate::worker::Limits;
use crate::worker::With;
use crate::worker::Worker;
use anyhow::Result;
use std::collections::BTreeMap;
use wasmeter_worker::Value;

/// How a directive ended, when the worker lived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    Passed,
    Failed {
        expected: String,
        got: String,
    },
    /// It rests on a module that is not there, for this reason.
    Rests(String),
    /// It cannot be asked of this runtime, for this reason.
    Skipped(String),
    /// It asserts nothing.
    Done,
}

/// What is there under a name, or why not.
type There = Result<Defined, String>;

pub struct Session {
    linked: Linked,
    module: There,
    instance: There,
    modules: BTreeMap<String, There>,
    instances: BTreeMap<String, There>,
}

impl Session {
    /// Starts a worker and gives it `spectest`. The innermost error is why this configuration
    /// cannot be asked.
    pub fn start(target: Target, limits: Limits) -> Result<Result<Result<Self, String>, End>> {
        // What is linked is compiled where it is executed.
        let target = Target {
            worker: target.worker.for_compiling(),
            ..target
        };
        if target.worker.passes.is_empty() {
            let why = "its worker does not answer `invoke`";
            return Ok(Ok(Err(why.to_string())));
        }
        let worker = target.start(None, limits, With::default())?;
        Ok(worker.and_then(|worker| Session::prepare(worker, target)))
    }

    fn prepare(mut worker: Worker, target: Target) -> Result<Result<Self, String>, End> {
        target.engine(&mut worker)?;
        let nothing = Err("there is no module before it".to_string());
        let mut session = Session {
            linked: Linked::new(worker, target.worker.passes.clone()),
            module: nothing.clone(),
            instance: nothing,
            modules: BTreeMap::new(),
            instances: BTreeMap::new(),
        };
        let mut refusal = String::new();
        for form in spectest::forms() {
            match session.linked.make(&form)? {
                Ok(instance) => {
                    let name = "spectest".to_string();
                    match session.linked.register(instance.number, name)? {
                        Ok(()) => return Ok(Ok(session)),
                        Err(answer) => refusal = answer,
                    }
                }
                Err(answer) => refusal = answer.told(),
            }
        }
        Ok(Err(format!(
            "it does not take the module `spectest`: {refusal}"
        )))
    }

    /// Does what a directive says. The error is how the worker ended.
    pub fn perform(&mut self, act: &Act) -> Result<Check, End> {
        match act {
            Act::Module { name, wasm } => {
                let made = self.linked.make(wasm)?.map_err(|answer| answer.told());
                Ok(self.keep_instance(name, made))
            }
            Act::Definition { name, wasm } => {
                let made = self.linked.define(wasm)?.map_err(|answer| answer.told());
                let check = check_there(&made);
                if let Some(name) = name {
                    self.modules.insert(name.clone(), made.clone());
                }
                self.module = made;
                Ok(check)
            }
            Act::Instance { name, of } => {
                let module = match of {
                    Some(name) => named(&self.modules, name),
                    None => self.module.clone(),
                };
                match module {
                    Err(why) => {
                        self.keep_instance(name, Err(why.clone()));
                        Ok(Check::Rests(why))
                    }
                    Ok(module) => {
                        let made = self.linked.link(&module)?.map_err(|answer| answer.told());
                        Ok(self.keep_instance(name, made))
                    }
                }
            }
            Act::Register { name, instance } => match self.instance(instance) {
                Err(why) => Ok(Check::Rests(why)),
                Ok(instance) => Ok(match self.linked.register(instance.number, name.clone())? {
                    Ok(()) => Check::Done,
                    Err(got) => failed("it is registered", got),
                }),
            },
            Act::Action(action) => self.act(action, None, |answer| match answer {
                Answer::Ok(_) => Ok(()),
                _ => Err("no trap".to_string()),
            }),
            Act::Return(action, expected) => {
                self.act(action, Some(expected), |answer| match answer {
                    Answer::Ok(reply) if all_match(expected, &reply.values) => Ok(()),
                    _ if expected.is_empty() => Err("no results".to_string()),
                    _ => Err(list(expected, ", ")),
                })
            }
            Act::Trap(action) => self.act(action, None, |answer| match answer {
                Answer::Trap(_) => Ok(()),
                _ => Err("a trap".to_string()),
            }),
            Act::Exhaustion(action) => self.act(action, None, |answer| match answer {
                Answer::Trap(_) => Ok(()),
                _ => Err("an exhausted stack".to_string()),
            }),
            Act::Exception(action) => self.act(action, None, |answer| match answer {
                Answer::Exception(_) => Ok(()),
                _ => Err("an exception".to_string()),
            }),
            Act::Malformed(wasm) => self.refuses(wasm, "a refusal: the bytes are no module"),
            Act::Invalid(wasm) => self.refuses(wasm, "a refusal: the module is not valid"),
            Act::Unlinkable(wasm) => self.links(wasm, |answer| match answer {
                Answer::Refused(_) => Ok(()),
                _ => Err("a refusal: its imports are not to be had".to_string()),
            }),
            Act::Uninstantiable(wasm) => self.links(wasm, |answer| match answer {
                Answer::Trap(_) => Ok(()),
                _ => Err("a trap when it is instantiated".to_string()),
            }),
            Act::Skipped(why) => Ok(Check::Skipped(why.clone())),
        }
    }

    fn keep_instance(&mut self, name: &Option<String>, made: There) -> Check {
        let check = check_there(&made);
        if let Some(name) = name {
            self.instances.insert(name.clone(), made.clone());
        }
        self.instance = made;
        check
    }

    fn instance(&self, name: &Option<String>) -> There {
        match name {
            Some(name) => named(&self.instances, name),
            None => self.instance.clone(),
        }
    }

    fn refuses(&mut self, wasm: &[u8], wanted: &str) -> Result<Check, End> {
        Ok(match self.linked.define(wasm)? {
            Err(Answer::Refused(_)) => Check::Passed,
            Err(other) => failed(wanted, other.told()),
            Ok(_) => failed(wanted, "it was accepted"),
        })
    }

    fn links(
        &mut self,
        wasm: &[u8],
        judge: impl Fn(&Answer) -> Result<(), String>,
    ) -> Result<Check, End> {
        let module = match self.linked.define(wasm)? {
            Ok(module) => module,
            Err(answer) => return Ok(failed("a valid module", answer.told())),
        };
        let answer = match self.linked.link(&module)? {
            Ok(_) => return Ok(failed("no instance", "it was instantiated")),
            Err(answer) => answer,
        };
        Ok(match judge(&answer) {
            Ok(()) => Check::Passed,
            Err(wanted) => failed(&wanted, answer.told()),
        })
    }

    /// Calls or reads an export, and judges what comes of it: the inner error is what was expected.
    fn act(
        &mut self,
        action: &Action,
        results: Option<&Vec<Expected>>,
        judge: impl Fn(&Answer) -> Result<(), String>,
    ) -> Result<Check, End> {
        let instance = match self.instance(&action.instance) {
            Ok(instance) => instance,
            Err(why) => return Ok(Check::Rests(why)),
        };
        let answer = match self.linked.call(&instance, action, results)? {
            Ok(answer) => answer,
            Err(why) => return Ok(Check::Skipped(why)),
        };
        Ok(match judge(&answer) {
            Ok(()) => Check::Passed,
            Err(expected) => failed(&expected, answer.told()),
        })
    }
}

fn named(there: &BTreeMap<String, There>, name: &str) -> There {
    let unknown = || Err(format!("there is nothing called {name}"));
    there.get(name).cloned().unwrap_or_else(unknown)
}

fn check_there(made: &There) -> Check {
    match made {
        Ok(_) => Check::Passed,
        Err(got) => failed("a module that is accepted", got),
    }
}

fn failed(expected: &str, got: impl Into<String>) -> Check {
    Check::Failed {
        expected: expected.to_string(),
        got: got.into(),
    }
}

fn all_match(expected: &[Expected], got: &[Value]) -> bool {
    expected.len() == got.len()
        && expected
            .iter()
            .zip(got)
            .all(|(wanted, got)| wanted.matches(got))
}
