//! The functions of wasm3 that the worker calls, as `wasm3.h` and `m3_api_wasi.h` declare them.

use std::ffi::{c_char, c_void};
use std::marker::PhantomData;

/// A type of wasm3's own, known by pointers only.
#[repr(C)]
pub struct Opaque<Tag>([u8; 0], PhantomData<*mut Tag>);
pub enum EnvironmentTag {}
pub enum RuntimeTag {}
pub enum ModuleTag {}
pub enum FunctionTag {}
pub enum GlobalTag {}
pub type M3Environment = Opaque<EnvironmentTag>;
pub type M3Runtime = Opaque<RuntimeTag>;
pub type M3Module = Opaque<ModuleTag>;
pub type M3Function = Opaque<FunctionTag>;
pub type M3Global = Opaque<GlobalTag>;

/// Null if all went well, else a text that lives for ever.
pub type M3Result = *const c_char;

/// What went wrong last.
#[repr(C)]
pub struct ErrorInfo {
    pub result: M3Result,
    pub runtime: *mut M3Runtime,
    pub module: *mut M3Module,
    pub function: *mut M3Function,
    pub file: *const c_char,
    pub line: u32,
    pub message: *const c_char,
}

/// What wasm3's WASI knows of the guest: one for the whole process.
#[repr(C)]
pub struct WasiContext {
    pub exit_code: i32,
    pub argc: u32,
    pub argv: *const *const c_char,
}

/// `M3ValueType`
pub const TYPE_I32: i32 = 1;
pub const TYPE_I64: i32 = 2;
pub const TYPE_F32: i32 = 3;
pub const TYPE_F64: i32 = 4;

/// A value with its type.
#[repr(C)]
pub struct TaggedValue {
    pub kind: i32,
    pub bits: u64,
}

unsafe extern "C" {
    /// Of `version.c`.
    pub fn wasmeter_wasm3_version() -> *const c_char;

    pub fn m3_NewEnvironment() -> *mut M3Environment;
    pub fn m3_FreeEnvironment(environment: *mut M3Environment);
    pub fn m3_NewRuntime(
        environment: *mut M3Environment,
        stack_bytes: u32,
        user_data: *mut c_void,
    ) -> *mut M3Runtime;
    pub fn m3_FreeRuntime(runtime: *mut M3Runtime);
    pub fn m3_ParseModule(
        environment: *mut M3Environment,
        module: *mut *mut M3Module,
        wasm: *const u8,
        length: u32,
    ) -> M3Result;
    pub fn m3_FreeModule(module: *mut M3Module);
    pub fn m3_LoadModule(runtime: *mut M3Runtime, module: *mut M3Module) -> M3Result;
    pub fn m3_RunStart(module: *mut M3Module) -> M3Result;
    pub fn m3_FindFunction(
        function: *mut *mut M3Function,
        runtime: *mut M3Runtime,
        name: *const c_char,
    ) -> M3Result;
    pub fn m3_GetArgCount(function: *mut M3Function) -> u32;
    pub fn m3_GetRetCount(function: *mut M3Function) -> u32;
    pub fn m3_GetArgType(function: *mut M3Function, index: u32) -> i32;
    pub fn m3_GetRetType(function: *mut M3Function, index: u32) -> i32;
    pub fn m3_Call(
        function: *mut M3Function,
        count: u32,
        arguments: *const *const c_void,
    ) -> M3Result;
    pub fn m3_GetResults(
        function: *mut M3Function,
        count: u32,
        results: *const *const c_void,
    ) -> M3Result;
    pub fn m3_FindGlobal(module: *mut M3Module, name: *const c_char) -> *mut M3Global;
    pub fn m3_GetGlobal(global: *mut M3Global, value: *mut TaggedValue) -> M3Result;
    pub fn m3_GetErrorInfo(runtime: *mut M3Runtime, info: *mut ErrorInfo);
    pub fn m3_GetWasiContext() -> *mut WasiContext;

    pub static m3Err_functionLookupFailed: M3Result;
    pub static m3Err_trapExit: M3Result;
}
