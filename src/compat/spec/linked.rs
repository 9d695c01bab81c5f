//! What a worker links: modules and instances by their numbers, and how their exports are called.

use super::calls::{self, Between, between};
use super::expected::{Expected, list, shown};
use super::script::Action;
use crate::results::outcome::End;
use crate::worker::Worker;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasmeter_worker::protocol::{Reply, Request, Status};
use wasmeter_worker::{Referent, Value, ValueType};

/// What every interface passes but those that have their reasons.
const NUMBERS: [ValueType; 5] = [
    ValueType::I32,
    ValueType::I64,
    ValueType::F32,
    ValueType::F64,
    ValueType::V128,
];

const CANNOT_PASS: &str = "its interface cannot pass such values";

/// A module, or an instance of it, by its number. The bytes are needed to call its exports by
/// another module.
#[derive(Debug, Clone)]
pub struct Defined {
    pub number: usize,
    wasm: Rc<Vec<u8>>,
}

/// What a reply comes to: `ok`, or else what was got.
pub enum Answer {
    Ok(Box<Reply>),
    Refused(String),
    Trap(String),
    Exception(String),
}

impl Answer {
    fn of(reply: Reply) -> Self {
        let message = reply.message.clone().unwrap_or_default();
        match reply.outcome {
            Status::Ok => Answer::Ok(Box::new(reply)),
            Status::Trap if reply.exception => Answer::Exception(message),
            Status::Trap => Answer::Trap(message),
            Status::Unsupported => Answer::Refused(format!("unsupported: {message}")),
            Status::BadRequest => Answer::Refused(format!("bad-request: {message}")),
        }
    }

    fn has_unknown(&self) -> bool {
        let to = Referent::Unknown;
        matches!(self, Answer::Ok(reply) if reply.values.contains(&Value::Ref { to }))
    }

    /// What came, in one line.
    pub fn told(&self) -> String {
        match self {
            Answer::Ok(reply) if reply.values.is_empty() => "ok".to_string(),
            Answer::Ok(reply) => values(&reply.values),
            Answer::Refused(message) => message.clone(),
            Answer::Trap(message) => format!("trap: {message}"),
            Answer::Exception(message) => format!("exception: {message}"),
        }
    }
}

/// The number of a module between, or why there is none.
type ThereBetween = Result<(usize, Rc<Between>), String>;

/// A worker that links modules.
pub struct Linked {
    worker: Worker,
    passes: Vec<ValueType>,
    between: BTreeMap<(usize, String), ThereBetween>,
}

impl Linked {
    /// A worker that has made its engine, and says that it passes values of these types.
    pub fn new(worker: Worker, passes: Vec<ValueType>) -> Self {
        Linked {
            worker,
            passes,
            between: BTreeMap::new(),
        }
    }

    pub fn make(&mut self, wasm: &[u8]) -> Result<Result<Defined, Answer>, End> {
        match self.define(wasm)? {
            Ok(module) => self.link(&module),
            Err(answer) => Ok(Err(answer)),
        }
    }

    pub fn define(&mut self, wasm: &[u8]) -> Result<Result<Defined, Answer>, End> {
        let reply = self.worker.ask(&Request::Define {
            wasm: wasm.to_vec(),
        })?;
        Ok(match Answer::of(reply) {
            Answer::Ok(reply) => Ok(Defined {
                number: reply.module.unwrap_or(0),
                wasm: Rc::new(wasm.to_vec()),
            }),
            answer => Err(answer),
        })
    }

    pub fn link(&mut self, module: &Defined) -> Result<Result<Defined, Answer>, End> {
        let reply = self.worker.ask(&Request::Link {
            module: module.number,
        })?;
        Ok(match Answer::of(reply) {
            Answer::Ok(reply) => Ok(Defined {
                number: reply.instance.unwrap_or(0),
                wasm: module.wasm.clone(),
            }),
            answer => Err(answer),
        })
    }

    pub fn register(&mut self, instance: usize, name: String) -> Result<Result<(), String>, End> {
        let reply = self.worker.ask(&Request::Register { instance, name })?;
        Ok(match Answer::of(reply) {
            Answer::Ok(_) => Ok(()),
            answer => Err(answer.told()),
        })
    }

    /// Calls or reads an export. The inner error says why that cannot be.
    pub fn call(
        &mut self,
        instance: &Defined,
        action: &Action,
        results: Option<&Vec<Expected>>,
    ) -> Result<Result<Answer, String>, End> {
        let passes = |ty: Option<ValueType>| ty.is_none_or(|ty| self.passes.contains(&ty));
        let mut arguments = action.arguments.iter().flatten();
        let enters = arguments.all(|value| passes(value.value_type()));
        let leaves = match results {
            Some(results) => results.iter().all(|result| passes(result.value_type())),
            // The script does not say of which types they would be, but the module does.
            None => {
                let all = NUMBERS.iter().all(|ty| passes(Some(*ty)));
                let types = || calls::result_types(&instance.wasm, &action.export);
                all || types().is_ok_and(|types| types.iter().all(|ty| passes(Some(*ty))))
            }
        };
        if enters && leaves {
            let answer = self.directly(instance.number, action)?;
            return Ok(match results.is_some() && answer.has_unknown() {
                true => Err("its interface does not tell what a reference refers to".to_string()),
                false => Ok(answer),
            });
        }
        match self.by_a_module_between(instance, action)? {
            Err(_) if enters && results.is_none() => {
                Ok(Ok(self.directly(instance.number, action)?))
            }
            other => Ok(other),
        }
    }

    fn directly(&mut self, instance: usize, action: &Action) -> Result<Answer, End> {
        let export = action.export.clone();
        let reply = self.worker.ask(&match &action.arguments {
            Some(arguments) => Request::Invoke {
                instance,
                export,
                arguments: arguments.clone(),
            },
            None => Request::Get { instance, export },
        })?;
        Ok(Answer::of(reply))
    }

    /// The inner error says why that cannot be.
    fn by_a_module_between(
        &mut self,
        instance: &Defined,
        action: &Action,
    ) -> Result<Result<Answer, String>, End> {
        let key = (instance.number, action.export.clone());
        let there = match self.between.get(&key) {
            Some(there) => there.clone(),
            None => {
                let there = self.put_between(instance, &action.export)?;
                self.between.insert(key, there.clone());
                there
            }
        };
        let (number, between) = match there {
            Ok(there) => there,
            Err(why) => return Ok(Err(why)),
        };
        let reply = self.worker.ask(&Request::Invoke {
            instance: number,
            export: calls::EXPORT.to_string(),
            arguments: calls::widen(action.arguments.as_deref().unwrap_or_default()),
        })?;
        Ok(Ok(match Answer::of(reply) {
            Answer::Ok(reply) => match between.narrow(&reply.values) {
                Some(values) => Answer::Ok(Box::new(Reply { values, ..*reply })),
                None => Answer::Refused(format!("other types: {}", values(&reply.values))),
            },
            answer => answer,
        }))
    }

    fn put_between(&mut self, instance: &Defined, export: &str) -> Result<ThereBetween, End> {
        let name = format!("wasmeter-{}", instance.number);
        let between = match between(&instance.wasm, &name, export) {
            Ok(between) => between,
            Err(error) => return Ok(Err(format!("{CANNOT_PASS}: {error:#}"))),
        };
        let mut references = between.references.iter();
        if let Some(ty) = references.find(|ty| !self.passes.contains(ty)) {
            return Ok(Err(format!("{CANNOT_PASS}: {ty:?}")));
        }
        if let Err(answer) = self.register(instance.number, name)? {
            return Ok(Err(answer));
        }
        Ok(match self.make(&between.wasm)? {
            Ok(made) => Ok((made.number, Rc::new(between))),
            Err(answer) => Err(format!(
                "{CANNOT_PASS}, nor a module between: {}",
                answer.told()
            )),
        })
    }
}

fn values(values: &[Value]) -> String {
    let values: Vec<String> = values.iter().map(shown).collect();
    list(&values, ", ")
}
