//! Modules one beside the other: wasm3 links a module to functions of the host, but to no other module.

use crate::{STACK_BYTES, m3, no_export, sys};
use std::rc::Rc;
use wasmeter_worker::{Failure, Linked, Value};

pub struct Modules {
    environment: Rc<m3::Environment>,
    modules: Vec<Rc<[u8]>>,
    instances: Vec<m3::Runtime>,
}

impl Modules {
    pub fn new(environment: Rc<m3::Environment>) -> Self {
        Modules {
            environment,
            modules: Vec::new(),
            instances: Vec::new(),
        }
    }
}

impl Linked for Modules {
    fn define(&mut self, wasm: &[u8]) -> Result<(), Failure> {
        let wasm = Rc::from(wasm);
        m3::Module::parse(&self.environment, &wasm)?;
        self.modules.push(wasm);
        Ok(())
    }

    /// A function that is imported wasm3 misses when it is called.
    fn link(&mut self, module: usize) -> Result<(), Failure> {
        let parsed = m3::Module::parse(&self.environment, &self.modules[module])?;
        let runtime = m3::Runtime::new(parsed, STACK_BYTES)?;
        runtime.run_start()?;
        self.instances.push(runtime);
        Ok(())
    }

    /// Nothing can be imported from it; scripts register modules also where nobody does.
    fn register(&mut self, _instance: usize, _name: &str) -> Result<(), Failure> {
        Ok(())
    }

    fn invoke(
        &mut self,
        instance: usize,
        export: &str,
        arguments: &[Value],
    ) -> Result<Vec<Value>, Failure> {
        let runtime = &self.instances[instance];
        let function = runtime.find(export)?.ok_or_else(|| no_export(export))?;
        let bits: Vec<u64> = arguments.iter().map(bits).collect::<Result<_, _>>()?;
        let results = runtime.call_any(function, &bits)?;
        results.into_iter().map(value).collect()
    }

    fn get(&mut self, instance: usize, export: &str) -> Result<Value, Failure> {
        let global = self.instances[instance].global(export)?;
        value(global.ok_or_else(|| no_export(export))?)
    }
}

fn bits(value: &Value) -> Result<u64, Failure> {
    match *value {
        Value::I32 { bits } | Value::F32 { bits } => Ok(bits.into()),
        Value::I64 { bits } | Value::F64 { bits } => Ok(bits),
        _ => Err(Failure::unsupported("wasm3 has numbers only")),
    }
}

fn value((kind, bits): (i32, u64)) -> Result<Value, Failure> {
    match kind {
        sys::TYPE_I32 => Ok(Value::I32 { bits: bits as u32 }),
        sys::TYPE_I64 => Ok(Value::I64 { bits }),
        sys::TYPE_F32 => Ok(Value::F32 { bits: bits as u32 }),
        sys::TYPE_F64 => Ok(Value::F64 { bits }),
        _ => Err(Failure::unsupported("a result that is no number")),
    }
}
