//! A script: what is to be done and asserted, step by step. Modules are bytes already.

use super::expected::Expected;
use wasmeter_worker::Value;

/// A directive of a script.
#[derive(Debug, Clone)]
pub struct Step {
    /// In the `.wast` file, from 1.
    pub line: usize,
    pub act: Act,
}

/// What a directive wants. A module or instance without a name is the last one.
#[derive(Debug, Clone)]
pub enum Act {
    /// Define a module and make an instance of it.
    Module {
        name: Option<String>,
        wasm: Vec<u8>,
    },
    Definition {
        name: Option<String>,
        wasm: Vec<u8>,
    },
    Instance {
        name: Option<String>,
        of: Option<String>,
    },
    Register {
        name: String,
        instance: Option<String>,
    },
    /// Whatever it returns.
    Action(Action),
    Return(Action, Vec<Expected>),
    Trap(Action),
    Exhaustion(Action),
    Exception(Action),
    /// No module can be made of these bytes.
    Malformed(Vec<u8>),
    /// The module is not valid.
    Invalid(Vec<u8>),
    /// The module's imports are not to be had.
    Unlinkable(Vec<u8>),
    /// The module traps when it is instantiated.
    Uninstantiable(Vec<u8>),
    /// What cannot be asked of a runtime, and why.
    Skipped(String),
}

/// An invocation of an exported function, or the value of an exported global.
#[derive(Debug, Clone)]
pub struct Action {
    pub instance: Option<String>,
    pub export: String,
    /// None, if it is a global.
    pub arguments: Option<Vec<Value>>,
}

impl Act {
    /// The directive's name.
    pub fn word(&self) -> &'static str {
        match self {
            Act::Module { .. } => "module",
            Act::Definition { .. } => "module definition",
            Act::Instance { .. } => "module instance",
            Act::Register { .. } => "register",
            Act::Action(_) => "invoke",
            Act::Return(..) => "assert_return",
            Act::Trap(_) | Act::Uninstantiable(_) => "assert_trap",
            Act::Exhaustion(_) => "assert_exhaustion",
            Act::Exception(_) => "assert_exception",
            Act::Malformed(_) => "assert_malformed",
            Act::Invalid(_) => "assert_invalid",
            Act::Unlinkable(_) => "assert_unlinkable",
            Act::Skipped(_) => "skipped",
        }
    }

    /// Whether later directives may rest on it.
    pub fn leaves_something(&self) -> bool {
        !matches!(
            self,
            Act::Malformed(_) | Act::Invalid(_) | Act::Skipped(_) | Act::Exhaustion(_)
        )
    }
}
