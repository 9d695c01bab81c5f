#include "../probe.h"

/* wasi-nn: no runtime here comes with a backend that could execute a model, so the function can only be looked for. */
struct bytes { const u8 *at; u32 size; };
__attribute__((import_module("wasi_ephemeral_nn"), import_name("load")))
u32 nn_load(const struct bytes *parts, u32 n, u32 encoding, u32 target, u32 *graph);

enum { ONNX = 1, CPU = 0 };

CASE(load, "links: a model can be loaded") {
    static const struct bytes model = {(const u8 *)"no model", 8};
    u32 graph;
    return nn_load(&model, 1, ONNX, CPU, &graph);
}
