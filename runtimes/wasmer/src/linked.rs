//! Modules that are linked to each other, in one store.

use crate::failure::{ended, not_linked};
use std::collections::BTreeMap;
use wasmer::{Engine, ExternRef, Imports, Instance, Module, Store};
use wasmeter_worker::{Failure, Family, Linked, Referent, Value};

pub struct Modules {
    store: Store,
    engine: Engine,
    /// What compiles ahead of time, where that is what is executed.
    ahead: Option<Engine>,
    modules: Vec<Module>,
    instances: Vec<Instance>,
    /// Indices of instances.
    registered: BTreeMap<String, usize>,
}

impl Modules {
    pub fn new(engine: &Engine, ahead: Option<Engine>) -> Self {
        Modules {
            store: Store::new(engine.clone()),
            engine: engine.clone(),
            ahead,
            modules: Vec::new(),
            instances: Vec::new(),
            registered: BTreeMap::new(),
        }
    }

    fn value(&self, value: &wasmer::Value) -> Value {
        use wasmer::Value as W;
        let null = |of| Value::Null { of: Some(of) };
        let to = |to| Value::Ref { to };
        match value {
            W::I32(n) => Value::I32 { bits: *n as u32 },
            W::I64(n) => Value::I64 { bits: *n as u64 },
            W::F32(n) => Value::F32 { bits: n.to_bits() },
            W::F64(n) => Value::F64 { bits: n.to_bits() },
            W::V128(bits) => Value::V128 { bits: *bits },
            W::FuncRef(None) => null(Family::Func),
            W::FuncRef(Some(_)) => to(Referent::Func),
            W::ExceptionRef(None) => null(Family::Exn),
            W::ExceptionRef(Some(_)) => to(Referent::Exn),
            W::ExternRef(None) => null(Family::Extern),
            W::ExternRef(Some(host)) => match host.downcast::<u32>(&self.store) {
                Some(&bits) => Value::Host {
                    of: Family::Extern,
                    bits,
                },
                None => to(Referent::Extern),
            },
        }
    }

    fn argument(&mut self, value: &Value) -> Result<wasmer::Value, Failure> {
        use wasmer::Value as W;
        Ok(match *value {
            Value::I32 { bits } => W::I32(bits as i32),
            Value::I64 { bits } => W::I64(bits as i64),
            Value::F32 { bits } => W::F32(f32::from_bits(bits)),
            Value::F64 { bits } => W::F64(f64::from_bits(bits)),
            Value::V128 { bits } => W::V128(bits),
            Value::Null { of } => match of {
                Some(Family::Func) => W::FuncRef(None),
                Some(Family::Extern) => W::ExternRef(None),
                Some(Family::Exn) => W::ExceptionRef(None),
                _ => return Err(Failure::unsupported("wasmer has no such reference")),
            },
            Value::Host {
                of: Family::Extern,
                bits,
            } => W::ExternRef(Some(ExternRef::new(&mut self.store, bits))),
            _ => return Err(Failure::unsupported("wasmer has no such reference")),
        })
    }
}

impl Linked for Modules {
    fn define(&mut self, wasm: &[u8]) -> Result<(), Failure> {
        let module = match &self.ahead {
            Some(compiler) => {
                let module = Module::from_binary(compiler, wasm);
                let module = module.map_err(Failure::refused)?;
                let code = module.serialize().map_err(Failure::refused)?;
                // SAFETY: the compiler has just written it.
                unsafe { Module::deserialize(&self.engine, code) }.map_err(Failure::refused)?
            }
            None => Module::from_binary(&self.engine, wasm).map_err(Failure::refused)?,
        };
        self.modules.push(module);
        Ok(())
    }

    fn link(&mut self, module: usize) -> Result<(), Failure> {
        let module = &self.modules[module];
        let mut imports = Imports::new();
        for import in module.imports() {
            let instance = self.registered.get(import.module());
            let export =
                instance.and_then(|&index| self.instances[index].exports.get_extern(import.name()));
            // What is missing Wasmer tells itself.
            if let Some(export) = export {
                imports.define(import.module(), import.name(), export.clone());
            }
        }
        let instance = Instance::new(&mut self.store, module, &imports).map_err(not_linked)?;
        self.instances.push(instance);
        Ok(())
    }

    fn register(&mut self, instance: usize, name: &str) -> Result<(), Failure> {
        self.registered.insert(name.to_string(), instance);
        Ok(())
    }

    fn invoke(
        &mut self,
        instance: usize,
        export: &str,
        arguments: &[Value],
    ) -> Result<Vec<Value>, Failure> {
        let function = self.instances[instance].exports.get_function(export);
        let function = function.map_err(Failure::refused)?.clone();
        let arguments: Result<Vec<_>, _> = arguments.iter().map(|v| self.argument(v)).collect();
        let called = function.call(&mut self.store, &arguments?);
        let results = called.map_err(|error| match error.is_exception() {
            true => Failure::exception(error.message()),
            false => ended(error),
        })?;
        Ok(results.iter().map(|value| self.value(value)).collect())
    }

    fn get(&mut self, instance: usize, export: &str) -> Result<Value, Failure> {
        let global = self.instances[instance].exports.get_global(export);
        let global = global.map_err(Failure::refused)?.clone();
        let value = global.get(&mut self.store);
        Ok(self.value(&value))
    }
}
