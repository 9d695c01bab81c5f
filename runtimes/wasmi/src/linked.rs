//! Modules that are linked to each other, in one store.

use crate::failure;
use std::collections::BTreeMap;
use wasmeter_worker::{Failure, Family, Linked, Referent, Value};
use wasmi::errors::{ErrorKind, InstantiationError};
use wasmi::{Engine, ExternRef, F32, F64, Instance, Module, Nullable, Store, V128, Val};

pub struct Modules {
    store: Store<()>,
    modules: Vec<Module>,
    instances: Vec<Instance>,
    registered: BTreeMap<String, Instance>,
}

impl Modules {
    pub fn new(engine: &Engine) -> Self {
        Modules {
            store: Store::new(engine, ()),
            modules: Vec::new(),
            instances: Vec::new(),
            registered: BTreeMap::new(),
        }
    }

    fn value(&self, val: &Val) -> Value {
        match val {
            Val::I32(n) => Value::I32 { bits: *n as u32 },
            Val::I64(n) => Value::I64 { bits: *n as u64 },
            Val::F32(n) => Value::F32 { bits: n.to_bits() },
            Val::F64(n) => Value::F64 { bits: n.to_bits() },
            Val::V128(n) => Value::V128 { bits: n.as_u128() },
            Val::FuncRef(Nullable::Null) => null(Family::Func),
            Val::FuncRef(_) => Value::Ref { to: Referent::Func },
            Val::ExternRef(Nullable::Null) => null(Family::Extern),
            Val::ExternRef(Nullable::Val(host)) => {
                match host.data(&self.store).downcast_ref::<u32>() {
                    Some(&bits) => Value::Host {
                        of: Family::Extern,
                        bits,
                    },
                    None => Value::Ref {
                        to: Referent::Extern,
                    },
                }
            }
        }
    }

    fn val(&mut self, value: &Value) -> Result<Val, Failure> {
        Ok(match *value {
            Value::I32 { bits } => Val::I32(bits as i32),
            Value::I64 { bits } => Val::I64(bits as i64),
            Value::F32 { bits } => Val::F32(F32::from_bits(bits)),
            Value::F64 { bits } => Val::F64(F64::from_bits(bits)),
            Value::V128 { bits } => Val::V128(V128::from(bits)),
            Value::Null {
                of: Some(Family::Func),
            } => Val::FuncRef(Nullable::Null),
            Value::Null {
                of: Some(Family::Extern),
            } => Val::ExternRef(Nullable::Null),
            Value::Host {
                of: Family::Extern,
                bits,
            } => Val::ExternRef(ExternRef::new(&mut self.store, bits).into()),
            _ => return Err(Failure::unsupported("wasmi has no such reference")),
        })
    }
}

impl Linked for Modules {
    fn define(&mut self, wasm: &[u8]) -> Result<(), Failure> {
        let module = Module::new(self.store.engine(), wasm).map_err(failure)?;
        self.modules.push(module);
        Ok(())
    }

    fn link(&mut self, module: usize) -> Result<(), Failure> {
        let module = &self.modules[module];
        let mut imports = Vec::new();
        for import in module.imports() {
            let (from, name) = (import.module(), import.name());
            let export = self
                .registered
                .get(from)
                .and_then(|instance| instance.get_export(&self.store, name));
            let missing = || Failure::unsupported(format!("unknown import {from}.{name}"));
            imports.push(export.ok_or_else(missing)?);
        }
        let instance = Instance::new(&mut self.store, module, &imports).map_err(|error| {
            match error.kind() {
                // With the imports in place, these are segments that do not fit.
                ErrorKind::Table(_)
                | ErrorKind::Memory(_)
                | ErrorKind::Instantiation(InstantiationError::ElementSegmentDoesNotFit {
                    ..
                }) => Failure::trap(error),
                _ => failure(error),
            }
        })?;
        self.instances.push(instance);
        Ok(())
    }

    fn register(&mut self, instance: usize, name: &str) -> Result<(), Failure> {
        let instance = self.instances[instance];
        self.registered.insert(name.to_string(), instance);
        Ok(())
    }

    fn invoke(
        &mut self,
        instance: usize,
        export: &str,
        arguments: &[Value],
    ) -> Result<Vec<Value>, Failure> {
        let function = self.instances[instance]
            .get_func(&self.store, export)
            .ok_or_else(|| Failure::unsupported(format!("{export}: no such function")))?;
        let arguments: Vec<Val> = arguments
            .iter()
            .map(|value| self.val(value))
            .collect::<Result<_, _>>()?;
        let results = function.ty(&self.store).results().len();
        let mut results = vec![Val::I32(0); results];
        function
            .call(&mut self.store, &arguments, &mut results)
            .map_err(failure)?;
        Ok(results.iter().map(|val| self.value(val)).collect())
    }

    fn get(&mut self, instance: usize, export: &str) -> Result<Value, Failure> {
        let global = self.instances[instance].get_global(&self.store, export);
        let global = global.ok_or_else(|| Failure::unsupported(format!("{export}: no global")))?;
        Ok(self.value(&global.get(&self.store)))
    }
}

fn null(of: Family) -> Value {
    Value::Null { of: Some(of) }
}
