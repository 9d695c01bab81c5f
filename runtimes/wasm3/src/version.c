/* The version stands in the header only. */
#include "wasm3.h"

const char *wasmeter_wasm3_version(void) { return M3_VERSION; }
