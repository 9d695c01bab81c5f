//! Answers the requests about linked modules: keeps count of what the store holds, so that adapters need not.

use crate::linked::Linked;
use crate::protocol::{Reply, Request};
use crate::serve::{Stop, timed};

/// A store, with how many modules and instances it holds.
pub struct Store {
    linked: Box<dyn Linked>,
    modules: usize,
    instances: usize,
}

impl Store {
    pub fn new(linked: Box<dyn Linked>) -> Self {
        Store {
            linked,
            modules: 0,
            instances: 0,
        }
    }

    /// Whether a request is about linked modules.
    pub fn answers(request: &Request) -> bool {
        matches!(
            request,
            Request::Define { .. }
                | Request::Link { .. }
                | Request::Register { .. }
                | Request::Invoke { .. }
                | Request::Get { .. }
        )
    }

    /// Answers a request that is about linked modules.
    pub fn answer(&mut self, request: Request) -> Result<Reply, Stop> {
        let (modules, instances) = (self.modules, self.instances);
        let linked = &mut self.linked;
        match request {
            Request::Define { wasm } => {
                let ((), reply) = timed(|| linked.define(&wasm))?;
                self.modules += 1;
                Ok(Reply {
                    module: Some(modules),
                    ..reply
                })
            }
            Request::Link { module } => {
                known(module, modules, "there is no module of that number")?;
                let ((), reply) = timed(|| linked.link(module))?;
                self.instances += 1;
                Ok(Reply {
                    instance: Some(instances),
                    ..reply
                })
            }
            Request::Register { instance, name } => {
                known(instance, instances, NO_INSTANCE)?;
                Ok(timed(|| linked.register(instance, &name))?.1)
            }
            Request::Invoke {
                instance,
                export,
                arguments,
            } => {
                known(instance, instances, NO_INSTANCE)?;
                let (values, reply) = timed(|| linked.invoke(instance, &export, &arguments))?;
                Ok(Reply { values, ..reply })
            }
            Request::Get { instance, export } => {
                known(instance, instances, NO_INSTANCE)?;
                let (value, reply) = timed(|| linked.get(instance, &export))?;
                Ok(Reply {
                    values: vec![value],
                    ..reply
                })
            }
            _ => Err(Stop::OutOfOrder("this is not about linked modules")),
        }
    }
}

const NO_INSTANCE: &str = "there is no linked instance of that number";

fn known(number: usize, count: usize, otherwise: &'static str) -> Result<(), Stop> {
    match number < count {
        true => Ok(()),
        false => Err(Stop::OutOfOrder(otherwise)),
    }
}
