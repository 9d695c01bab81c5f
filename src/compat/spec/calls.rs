//! For runtimes whose interface cannot pass every value: a module that calls an export with 64-bit
//! integers in place of numbers and vectors, bit for bit. A JavaScript engine rounds no bits of an
//! i64, but those of a NaN.

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    AbstractHeapType, CodeSection, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, HeapType, ImportSection, Instruction as I, Module, TypeSection, ValType,
};
use wasmeter_worker::{Family, Value, ValueType};
use wasmparser::types;
use wasmparser::{Validator, WasmFeatures};

/// The export of the module that is made.
pub const EXPORT: &str = "call";

/// A module that stands between, and the types of what it passes.
#[derive(Debug)]
pub struct Between {
    pub wasm: Vec<u8>,
    /// References pass as they are: these are theirs.
    pub references: Vec<ValueType>,
    results: Vec<ValType>,
}

/// What is called or read.
struct Export {
    entity: EntityType,
    parameters: Vec<ValType>,
    results: Vec<ValType>,
    import: Option<(Vec<ValType>, Vec<ValType>)>,
}

/// Makes the module that imports `export` of `wasm` from an instance registered as `instance`.
pub fn between(wasm: &[u8], instance: &str, export: &str) -> Result<Between> {
    let found = find(wasm, export)?;
    let (parameters, results) = (wide(&found.parameters), wide(&found.results));
    let mut types = TypeSection::new();
    types.ty().function(parameters.clone(), results);
    if let Some((parameters, results)) = &found.import {
        types
            .ty()
            .function(parameters.iter().copied(), results.iter().copied());
    }
    let mut imports = ImportSection::new();
    imports.import(instance, export, found.entity);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut exports = ExportSection::new();
    let index = u32::from(found.import.is_some());
    exports.export(EXPORT, ExportKind::Func, index);
    let mut code = CodeSection::new();
    code.function(&body(&found, parameters.len() as u32));
    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&exports)
        .section(&code);
    let all = found.parameters.iter().chain(&found.results);
    Ok(Between {
        wasm: module.finish(),
        references: all.filter_map(family).map(ValueType::from).collect(),
        results: found.results,
    })
}

/// The types of what an export gives.
pub fn result_types(wasm: &[u8], export: &str) -> Result<Vec<ValueType>> {
    let found = find(wasm, export)?;
    let one = |ty: &ValType| match ty {
        ValType::I32 => ValueType::I32,
        ValType::I64 => ValueType::I64,
        ValType::F32 => ValueType::F32,
        ValType::F64 => ValueType::F64,
        ValType::V128 => ValueType::V128,
        ValType::Ref(_) => family(ty).map_or(ValueType::AnyRef, ValueType::from),
    };
    Ok(found.results.iter().map(one).collect())
}

fn body(export: &Export, parameters: u32) -> Function {
    // Results wait in locals, because each has to be converted and all are on the stack.
    let mut function = Function::new_with_locals_types(export.results.iter().copied());
    let mut local = 0;
    for parameter in &export.parameters {
        function.instruction(&I::LocalGet(local));
        local += 1;
        match parameter {
            ValType::I32 => function.instruction(&I::I32WrapI64),
            ValType::F32 => function
                .instruction(&I::I32WrapI64)
                .instruction(&I::F32ReinterpretI32),
            ValType::F64 => function.instruction(&I::F64ReinterpretI64),
            ValType::V128 => {
                local += 1;
                function
                    .instruction(&I::I64x2Splat)
                    .instruction(&I::LocalGet(local - 1))
                    .instruction(&I::I64x2ReplaceLane(1))
            }
            ValType::I64 | ValType::Ref(_) => &mut function,
        };
    }
    function.instruction(&match export.import {
        Some(_) => I::Call(0),
        None => I::GlobalGet(0),
    });
    for index in (0..export.results.len() as u32).rev() {
        function.instruction(&I::LocalSet(parameters + index));
    }
    for (index, result) in (parameters..).zip(&export.results) {
        function.instruction(&I::LocalGet(index));
        match result {
            ValType::I32 => function.instruction(&I::I64ExtendI32U),
            ValType::F32 => function
                .instruction(&I::I32ReinterpretF32)
                .instruction(&I::I64ExtendI32U),
            ValType::F64 => function.instruction(&I::I64ReinterpretF64),
            ValType::V128 => function
                .instruction(&I::I64x2ExtractLane(0))
                .instruction(&I::LocalGet(index))
                .instruction(&I::I64x2ExtractLane(1)),
            ValType::I64 | ValType::Ref(_) => &mut function,
        };
    }
    function.instruction(&I::End);
    function
}

fn find(wasm: &[u8], export: &str) -> Result<Export> {
    let types = Validator::new_with_features(WasmFeatures::all()).validate_all(wasm)?;
    let types = types.as_ref();
    let mut exports = types.core_exports().context("it is no module")?;
    let (_, entity) = exports
        .find(|(name, _)| *name == export)
        .with_context(|| format!("{export}: no such export"))?;
    match entity {
        types::EntityType::Func(id) | types::EntityType::FuncExact(id) => {
            let function = types[id].unwrap_func();
            let (parameters, results) = (
                translated(function.params())?,
                translated(function.results())?,
            );
            Ok(Export {
                entity: EntityType::Function(1),
                import: Some((parameters.clone(), results.clone())),
                parameters,
                results,
            })
        }
        types::EntityType::Global(global) => Ok(Export {
            entity: EntityType::Global(RoundtripReencoder.global_type(global)?),
            import: None,
            parameters: Vec::new(),
            results: translated(&[global.content_type])?,
        }),
        _ => bail!("{export} is neither a function nor a global"),
    }
}

/// Types that a module has defined itself have no name in another one.
fn translated(types: &[wasmparser::ValType]) -> Result<Vec<ValType>> {
    let one = |ty: &wasmparser::ValType| match ty {
        wasmparser::ValType::Ref(reference) if reference.is_concrete_type_ref() => {
            bail!("a type that the module has defined does not pass")
        }
        ty => Ok(RoundtripReencoder.val_type(*ty)?),
    };
    types.iter().map(one).collect()
}

fn family(ty: &ValType) -> Option<Family> {
    use AbstractHeapType::{Exn, Extern, Func, NoExn, NoExtern, NoFunc};
    let ValType::Ref(reference) = ty else {
        return None;
    };
    Some(match reference.heap_type {
        HeapType::Abstract {
            ty: Func | NoFunc, ..
        } => Family::Func,
        HeapType::Abstract {
            ty: Extern | NoExtern,
            ..
        } => Family::Extern,
        HeapType::Abstract {
            ty: Exn | NoExn, ..
        } => Family::Exn,
        _ => Family::Any,
    })
}

fn wide(types: &[ValType]) -> Vec<ValType> {
    let one = |ty: &ValType| match ty {
        ValType::Ref(_) => vec![*ty],
        ValType::V128 => vec![ValType::I64; 2],
        _ => vec![ValType::I64],
    };
    types.iter().flat_map(one).collect()
}

/// Arguments, as that module takes them.
pub fn widen(arguments: &[Value]) -> Vec<Value> {
    let i64 = |bits: u64| Value::I64 { bits };
    let one = |value: &Value| match value {
        Value::I32 { bits } | Value::F32 { bits } => vec![i64(u64::from(*bits))],
        Value::F64 { bits } => vec![i64(*bits)],
        Value::V128 { bits } => vec![i64(*bits as u64), i64((*bits >> 64) as u64)],
        other => vec![other.clone()],
    };
    arguments.iter().flat_map(one).collect()
}

impl Between {
    /// Results of the export, from those of the module between; none, if there are more or other
    /// ones.
    pub fn narrow(&self, results: &[Value]) -> Option<Vec<Value>> {
        let mut results = results.iter();
        let bits = |results: &mut std::slice::Iter<Value>| match results.next()? {
            Value::I64 { bits } => Some(*bits),
            _ => None,
        };
        let mut narrow = Vec::new();
        for ty in &self.results {
            narrow.push(match ty {
                ValType::I32 => Value::I32 {
                    bits: u32::try_from(bits(&mut results)?).ok()?,
                },
                ValType::F32 => Value::F32 {
                    bits: u32::try_from(bits(&mut results)?).ok()?,
                },
                ValType::I64 => Value::I64 {
                    bits: bits(&mut results)?,
                },
                ValType::F64 => Value::F64 {
                    bits: bits(&mut results)?,
                },
                ValType::V128 => {
                    let low = u128::from(bits(&mut results)?);
                    Value::V128 {
                        bits: low | u128::from(bits(&mut results)?) << 64,
                    }
                }
                ValType::Ref(_) => results.next()?.clone(),
            });
        }
        results.next().is_none().then_some(narrow)
    }
}

#[cfg(test)]
mod tests {
    use super::{between, result_types, widen};
    use wasmeter_worker::{Value, ValueType};

    const MANY: &str = r#"(module
        (global (export "global") (mut f32) (f32.const nan:0x200000))
        (func (export "all") (param i32 f32 v128 externref) (result externref v128 f32 i32)
            local.get 3 local.get 2 local.get 1 local.get 0)
        (type $own (func))
        (func (export "own") (param (ref null $own))))"#;

    #[test]
    fn the_module_between_is_valid_and_passes_all_bits() {
        let wasm = wat::parse_str(MANY).unwrap();
        for export in ["all", "global"] {
            let between = between(&wasm, "it", export).unwrap();
            wasmparser::validate(&between.wasm).unwrap();
        }
        let of_all = between(&wasm, "it", "all").unwrap();
        let values = [
            Value::Null { of: None },
            Value::V128 { bits: 1 << 100 | 7 },
            Value::F32 { bits: 0x7fa0_0000 },
            Value::I32 { bits: u32::MAX },
        ];
        assert_eq!(of_all.narrow(&widen(&values)).unwrap(), values);
        assert_eq!(of_all.narrow(&widen(&values[1..])), None);
        assert_eq!(
            result_types(&wasm, "all").unwrap(),
            [
                ValueType::ExternRef,
                ValueType::V128,
                ValueType::F32,
                ValueType::I32
            ]
        );
        assert!(between(&wasm, "it", "own").is_err());
        assert!(between(&wasm, "it", "missing").is_err());
    }
}
