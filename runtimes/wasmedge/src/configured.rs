//! A configuration of the SDK's, for the C interface.

use wasmedge_sdk::RunMode;
use wasmedge_sdk::config::Config;
use wasmedge_sys::ffi as c;

/// The same configuration, for the C interface: the SDK does not lend its own.
pub fn copied(config: &Config) -> *mut c::WasmEdge_ConfigureContext {
    let proposals = [
        (
            config.mutable_globals_enabled(),
            c::WasmEdge_Proposal_ImportExportMutGlobals,
        ),
        (
            config.non_trap_conversions_enabled(),
            c::WasmEdge_Proposal_NonTrapFloatToIntConversions,
        ),
        (
            config.sign_extension_operators_enabled(),
            c::WasmEdge_Proposal_SignExtensionOperators,
        ),
        (
            config.multi_value_enabled(),
            c::WasmEdge_Proposal_MultiValue,
        ),
        (
            config.bulk_memory_operations_enabled(),
            c::WasmEdge_Proposal_BulkMemoryOperations,
        ),
        (config.simd_enabled(), c::WasmEdge_Proposal_SIMD),
        (config.tail_call_enabled(), c::WasmEdge_Proposal_TailCall),
        (
            config.extended_const_enabled(),
            c::WasmEdge_Proposal_ExtendedConst,
        ),
        (
            config.multi_memories_enabled(),
            c::WasmEdge_Proposal_MultiMemories,
        ),
        (config.relax_simd_enabled(), c::WasmEdge_Proposal_RelaxSIMD),
        (
            config.annotations_enabled(),
            c::WasmEdge_Proposal_Annotations,
        ),
        (
            config.exception_handling_enabled(),
            c::WasmEdge_Proposal_ExceptionHandling,
        ),
        (config.memory64_enabled(), c::WasmEdge_Proposal_Memory64),
        (config.threads_enabled(), c::WasmEdge_Proposal_Threads),
        // Those that others rest on come last, as the SDK has it.
        (config.gc_enabled(), c::WasmEdge_Proposal_GC),
        (
            config.function_references_enabled(),
            c::WasmEdge_Proposal_FunctionReferences,
        ),
        (
            config.reference_types_enabled(),
            c::WasmEdge_Proposal_ReferenceTypes,
        ),
    ];
    // SAFETY: the context was just made.
    unsafe {
        let copy = c::WasmEdge_ConfigureCreate();
        for (enabled, proposal) in proposals {
            match enabled {
                true => c::WasmEdge_ConfigureAddProposal(copy, proposal),
                false => c::WasmEdge_ConfigureRemoveProposal(copy, proposal),
            }
        }
        let mode = match config.run_mode() {
            RunMode::Aot => c::WasmEdge_RunMode_AOT,
            _ => c::WasmEdge_RunMode_Interpreter,
        };
        c::WasmEdge_ConfigureSetRunMode(copy, mode);
        copy
    }
}
