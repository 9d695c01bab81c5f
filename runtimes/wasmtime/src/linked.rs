//! Modules that are linked to each other, in one store.

use crate::{compiler, ended, not_instantiated, refused};
use std::collections::BTreeMap;
use wasmeter_worker::{Artifact, Failure, Family, Linked, Referent, Value};
use wasmtime::{AnyRef, Engine, ExternRef, Instance, Module, Store, ThrownException, V128, Val};

pub struct Modules {
    store: Store<()>,
    artifact: Artifact,
    modules: Vec<Module>,
    instances: Vec<Instance>,
    registered: BTreeMap<String, Instance>,
}

impl Modules {
    pub fn new(engine: &Engine, artifact: Artifact) -> Self {
        Modules {
            store: Store::new(engine, ()),
            artifact,
            modules: Vec::new(),
            instances: Vec::new(),
            registered: BTreeMap::new(),
        }
    }

    fn value(&mut self, val: Val) -> Result<Value, Failure> {
        let to = |to| Value::Ref { to };
        let null = |of| Value::Null { of: Some(of) };
        Ok(match val {
            Val::I32(n) => Value::I32 { bits: n as u32 },
            Val::I64(n) => Value::I64 { bits: n as u64 },
            Val::F32(bits) => Value::F32 { bits },
            Val::F64(bits) => Value::F64 { bits },
            Val::V128(n) => Value::V128 { bits: n.as_u128() },
            Val::FuncRef(function) => function.map_or(null(Family::Func), |_| to(Referent::Func)),
            Val::ExnRef(exception) => exception.map_or(null(Family::Exn), |_| to(Referent::Exn)),
            Val::ContRef(_) => return Err(Failure::unsupported("a continuation does not pass")),
            Val::ExternRef(None) => null(Family::Extern),
            Val::ExternRef(Some(host)) => match host.data(&self.store).map_err(refused)? {
                Some(data) => number(data.downcast_ref(), Family::Extern),
                None => to(Referent::Extern),
            },
            Val::AnyRef(None) => null(Family::Any),
            Val::AnyRef(Some(any)) => {
                if any.is_i31(&self.store).map_err(refused)? {
                    to(Referent::I31)
                } else if any.is_struct(&self.store).map_err(refused)? {
                    to(Referent::Struct)
                } else if any.is_array(&self.store).map_err(refused)? {
                    to(Referent::Array)
                } else {
                    let host = ExternRef::convert_any(&mut self.store, any).map_err(refused)?;
                    let data = host.data(&self.store).map_err(refused)?;
                    number(data.and_then(|data| data.downcast_ref()), Family::Any)
                }
            }
        })
    }

    fn val(&mut self, value: &Value) -> Result<Val, Failure> {
        Ok(match *value {
            Value::I32 { bits } => Val::I32(bits as i32),
            Value::I64 { bits } => Val::I64(bits as i64),
            Value::F32 { bits } => Val::F32(bits),
            Value::F64 { bits } => Val::F64(bits),
            Value::V128 { bits } => Val::V128(V128::from(bits)),
            Value::Null { of: Some(family) } => match family {
                Family::Func => Val::FuncRef(None),
                Family::Extern => Val::ExternRef(None),
                Family::Any => Val::AnyRef(None),
                Family::Exn => Val::ExnRef(None),
            },
            Value::Host { of, bits } => {
                let host = ExternRef::new(&mut self.store, bits).map_err(refused)?;
                match of {
                    Family::Any => {
                        let any = AnyRef::convert_extern(&mut self.store, host);
                        Val::AnyRef(Some(any.map_err(refused)?))
                    }
                    _ => Val::ExternRef(Some(host)),
                }
            }
            _ => return Err(Failure::unsupported("such a reference cannot be made")),
        })
    }
}

fn number(data: Option<&u32>, of: Family) -> Value {
    let to = Referent::Extern;
    data.map_or(Value::Ref { to }, |&bits| Value::Host { of, bits })
}

impl Linked for Modules {
    fn define(&mut self, wasm: &[u8]) -> Result<(), Failure> {
        let engine = self.store.engine();
        let module = match self.artifact {
            Artifact::Precompiled => {
                let code = compiler::code(engine, wasm)?;
                // SAFETY: this engine has just compiled it.
                unsafe { Module::deserialize(engine, code) }.map_err(refused)?
            }
            _ => compiler::module(engine, wasm)?,
        };
        self.modules.push(module);
        Ok(())
    }

    fn link(&mut self, module: usize) -> Result<(), Failure> {
        let module = &self.modules[module];
        let mut imports = Vec::new();
        for import in module.imports() {
            let (from, name) = (import.module(), import.name());
            let instance = self.registered.get(from);
            let export = instance.and_then(|it| it.get_export(&mut self.store, name));
            let missing = || Failure::unsupported(format!("unknown import {from}.{name}"));
            imports.push(export.ok_or_else(missing)?);
        }
        let instance =
            Instance::new(&mut self.store, module, &imports).map_err(not_instantiated)?;
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
            .get_func(&mut self.store, export)
            .ok_or_else(|| Failure::unsupported(format!("{export}: no such function")))?;
        let mut vals = Vec::new();
        for value in arguments {
            vals.push(self.val(value)?);
        }
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        let called = function.call(&mut self.store, &vals, &mut results);
        called.map_err(|error| match error.is::<ThrownException>() {
            true => Failure::exception(error),
            false => ended(error),
        })?;
        let values = results.into_iter().map(|val| self.value(val));
        values.collect()
    }

    fn get(&mut self, instance: usize, export: &str) -> Result<Value, Failure> {
        let global = self.instances[instance].get_global(&mut self.store, export);
        let global = global.ok_or_else(|| Failure::unsupported(format!("{export}: no global")))?;
        let val = global.get(&mut self.store);
        self.value(val)
    }
}
