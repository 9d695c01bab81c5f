/* The makers' compiler `wamrc` as a function. */
#include <stdarg.h>
#include <stdio.h>

#include "aot_export.h"
#include "wasm_export.h"

/* What WAMR prints: not on the guest's standard output. */
int
wamr_vprintf(const char *format, va_list arguments)
{
    return vfprintf(stderr, format, arguments);
}

/* Compiles a module (which it may change) into the file `to`. If it cannot, tells why in `error`. */
__attribute__((visibility("default"))) bool
wasmeter_compile(uint8_t *wasm, uint32_t length, const char *to, char *error, uint32_t error_length)
{
    /* What wamrc sets where no option is given. */
    AOTCompOption option = {
        .opt_level = 3,
        .size_level = 3,
        .output_format = AOT_FORMAT_FILE,
        .bounds_checks = 2,       /* 2: as the platform needs it */
        .stack_bounds_checks = 2,
        .enable_simd = true,
        .enable_aux_stack_check = true,
        .enable_bulk_memory = true,
        .enable_bulk_memory_opt = true,
        .enable_ref_types = true,
        .enable_call_indirect_overlong = true,
    };
    wasm_module_t module;
    aot_comp_data_t data = NULL;
    aot_comp_context_t context = NULL;
    bool done = false;

    aot_call_stack_features_init_default(&option.call_stack_features);
    if (!wasm_runtime_init()) {
        snprintf(error, error_length, "WAMR's compiler does not start");
        return false;
    }
    if (!(module = wasm_runtime_load(wasm, length, error, error_length)))
        return false;
    done = (data = aot_create_comp_data(module, NULL, false)) && (context = aot_create_comp_context(data, &option))
           && aot_compile_wasm(context) && aot_emit_aot_file(context, data, to);
    if (!done)
        snprintf(error, error_length, "%s", aot_get_last_error());
    if (context)
        aot_destroy_comp_context(context);
    if (data)
        aot_destroy_comp_data(data);
    wasm_runtime_unload(module);
    return done;
}
