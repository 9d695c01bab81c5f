//! Modules that are linked to each other, in one store. Through the C interface: the SDK registers an instance under no
//! name but the one that it was made with.

use crate::configured::copied;
use crate::guest::precompile;
use std::ffi::CStr;
use std::ptr::{null, null_mut, without_provenance_mut};
use wasmedge_sdk::config::Config;
use wasmedge_sys::ffi as c;
use wasmeter_worker::{Artifact, Failure, Family, Linked, Referent, Value};

/// What is in it lives until the worker ends.
pub struct Modules {
    /// Where each module is compiled ahead of time.
    ahead: Option<Config>,
    loader: *mut c::WasmEdge_LoaderContext,
    validator: *mut c::WasmEdge_ValidatorContext,
    executor: *mut c::WasmEdge_ExecutorContext,
    store: *mut c::WasmEdge_StoreContext,
    modules: Vec<*mut c::WasmEdge_ASTModuleContext>,
    instances: Vec<*mut c::WasmEdge_ModuleInstanceContext>,
}

impl Modules {
    pub fn new(config: &Config, artifact: Artifact) -> Self {
        let is_ahead = artifact == Artifact::Precompiled;
        // SAFETY: contexts are made of a configuration that was just made, and copy it.
        unsafe {
            let copy = copied(config);
            Modules {
                ahead: is_ahead.then(|| config.clone()),
                loader: c::WasmEdge_LoaderCreate(copy),
                validator: c::WasmEdge_ValidatorCreate(copy),
                executor: c::WasmEdge_ExecutorCreate(copy, null_mut()),
                store: c::WasmEdge_StoreCreate(),
                modules: Vec::new(),
                instances: Vec::new(),
            }
        }
    }
}

fn compiled(config: &Config, wasm: &[u8]) -> Result<Vec<u8>, Failure> {
    let file = std::env::temp_dir().join("linked");
    precompile(config, wasm, &file)?;
    std::fs::read(&file).map_err(Failure::unsupported)
}

impl Linked for Modules {
    fn define(&mut self, wasm: &[u8]) -> Result<(), Failure> {
        let code = match &self.ahead {
            Some(config) => compiled(config, wasm)?,
            None => wasm.to_vec(),
        };
        let mut module = null_mut();
        // SAFETY: the bytes live for the call, and the module lives for ever.
        unsafe {
            let bytes = c::WasmEdge_BytesWrap(code.as_ptr(), code.len() as u32);
            check(c::WasmEdge_LoaderParseFromBytes(
                self.loader,
                &mut module,
                bytes,
            ))?;
            check(c::WasmEdge_ValidatorValidate(self.validator, module))?;
        }
        self.modules.push(module);
        Ok(())
    }

    fn link(&mut self, module: usize) -> Result<(), Failure> {
        let (mut instance, module) = (null_mut(), self.modules[module]);
        // SAFETY: the module is validated, and the store has what lives for ever.
        check(unsafe {
            c::WasmEdge_ExecutorInstantiate(self.executor, &mut instance, self.store, module)
        })?;
        self.instances.push(instance);
        Ok(())
    }

    fn register(&mut self, instance: usize, name: &str) -> Result<(), Failure> {
        let instance = self.instances[instance];
        // SAFETY: the store copies the name, and the instance lives for ever.
        check(unsafe {
            c::WasmEdge_ExecutorRegisterImportWithAlias(
                self.executor,
                self.store,
                instance,
                wrap(name),
            )
        })
    }

    fn invoke(
        &mut self,
        instance: usize,
        export: &str,
        arguments: &[Value],
    ) -> Result<Vec<Value>, Failure> {
        let arguments: Vec<_> = arguments.iter().map(argument).collect::<Result<_, _>>()?;
        // SAFETY: the instance lives, and so do its functions; results have as much room as the type says.
        unsafe {
            let function =
                c::WasmEdge_ModuleInstanceFindFunction(self.instances[instance], wrap(export));
            if function.is_null() {
                return Err(Failure::unsupported(format!("{export}: no such function")));
            }
            let ty = c::WasmEdge_FunctionInstanceGetFunctionType(function);
            let count = c::WasmEdge_FunctionTypeGetReturnsLength(ty);
            let mut results = vec![c::WasmEdge_ValueGenI32(0); count as usize];
            let given = match arguments.is_empty() {
                true => null(),
                false => arguments.as_ptr(),
            };
            let (results_at, length) = (results.as_mut_ptr(), arguments.len() as u32);
            check(c::WasmEdge_ExecutorInvoke(
                self.executor,
                function,
                given,
                length,
                results_at,
                count,
            ))?;
            Ok(results.into_iter().map(|result| value(result)).collect())
        }
    }

    fn get(&mut self, instance: usize, export: &str) -> Result<Value, Failure> {
        // SAFETY: the instance lives, and so do its globals.
        unsafe {
            let global =
                c::WasmEdge_ModuleInstanceFindGlobal(self.instances[instance], wrap(export));
            match global.is_null() {
                true => Err(Failure::unsupported(format!("{export}: no such global"))),
                false => Ok(value(c::WasmEdge_GlobalInstanceGetValue(global))),
            }
        }
    }
}

/// A text for the time of one call.
fn wrap(text: &str) -> c::WasmEdge_String {
    // SAFETY: pointer and length are of one text.
    unsafe { c::WasmEdge_StringWrap(text.as_ptr().cast(), text.len() as u32) }
}

fn argument(value: &Value) -> Result<c::WasmEdge_Value, Failure> {
    // SAFETY: no value is more than its bits; of a host's reference the runtime looks at nothing but null.
    Ok(unsafe {
        match *value {
            Value::I32 { bits } => c::WasmEdge_ValueGenI32(bits as i32),
            Value::I64 { bits } => c::WasmEdge_ValueGenI64(bits as i64),
            Value::F32 { bits } => c::WasmEdge_ValueGenF32(f32::from_bits(bits)),
            Value::F64 { bits } => c::WasmEdge_ValueGenF64(f64::from_bits(bits)),
            Value::V128 { bits } => c::WasmEdge_ValueGenV128(bits as i128),
            Value::Null {
                of: Some(Family::Func),
            } => c::WasmEdge_ValueGenFuncRef(null()),
            Value::Null {
                of: Some(Family::Extern),
            } => c::WasmEdge_ValueGenExternRef(null_mut()),
            Value::Host {
                of: Family::Extern,
                bits,
            } => c::WasmEdge_ValueGenExternRef(without_provenance_mut(bits as usize + 1)),
            _ => {
                return Err(Failure::unsupported(
                    "the interface makes no such reference",
                ));
            }
        }
    })
}

/// # Safety
/// The value is of the runtime.
unsafe fn value(value: c::WasmEdge_Value) -> Value {
    let bits = value.Value;
    // SAFETY: types are plain data.
    unsafe {
        let is = |test: unsafe extern "C" fn(c::WasmEdge_ValType) -> bool| test(value.Type);
        if is(c::WasmEdge_ValTypeIsI32) {
            Value::I32 { bits: bits as u32 }
        } else if is(c::WasmEdge_ValTypeIsI64) {
            Value::I64 { bits: bits as u64 }
        } else if is(c::WasmEdge_ValTypeIsF32) {
            Value::F32 { bits: bits as u32 }
        } else if is(c::WasmEdge_ValTypeIsF64) {
            Value::F64 { bits: bits as u64 }
        } else if is(c::WasmEdge_ValTypeIsV128) {
            Value::V128 { bits }
        } else {
            let (func, external) = (
                is(c::WasmEdge_ValTypeIsFuncRef),
                is(c::WasmEdge_ValTypeIsExternRef),
            );
            match (c::WasmEdge_ValueIsNullRef(value), func, external) {
                (true, true, _) => Value::Null {
                    of: Some(Family::Func),
                },
                (true, _, true) => Value::Null {
                    of: Some(Family::Extern),
                },
                (true, ..) => Value::Null { of: None },
                (false, true, _) => Value::Ref { to: Referent::Func },
                (false, _, true) => Value::Host {
                    of: Family::Extern,
                    bits: (c::WasmEdge_ValueGetExternRef(value).addr() - 1) as u32,
                },
                _ => Value::Ref {
                    to: Referent::Unknown,
                },
            }
        }
    }
}

/// Phases have codes of their own: below those of execution, a module is refused.
fn check(result: c::WasmEdge_Result) -> Result<(), Failure> {
    // SAFETY: results are plain data, their messages constants.
    unsafe {
        if c::WasmEdge_ResultOK(result) {
            return Ok(());
        }
        let message = CStr::from_ptr(c::WasmEdge_ResultGetMessage(result)).to_string_lossy();
        match c::WasmEdge_ResultGetCode(result) {
            c::WasmEdge_ErrCode_UncaughtException => Err(Failure::exception(message)),
            c::WasmEdge_ErrCode_DataSegDoesNotFit | c::WasmEdge_ErrCode_ElemSegDoesNotFit => {
                Err(Failure::trap(message))
            }
            0x100..0x400 => Err(Failure::unsupported(message)),
            _ => Err(Failure::trap(message)),
        }
    }
}
