/* QuickJS running a script, which is the input: its global function `step` returns a string. */
#include "bench.h"
#include "quickjs.h"

#include <stdio.h>

static JSContext *js;
static JSValue work;

static JSValue must(JSValue value) {
    if (JS_IsException(value)) {
        const char *text = JS_ToCString(js, JS_GetException(js));
        fprintf(stderr, "quickjs: %s\n", text ? text : "?");
        abort();
    }
    return value;
}

static void setup(const uint8_t *input, size_t size) {
    JSRuntime *runtime = JS_NewRuntime();
    check(runtime != NULL);
    js = JS_NewContext(runtime);
    check(js != NULL);
    JS_FreeValue(js, must(JS_Eval(js, (const char *)input, size, "input.js", JS_EVAL_TYPE_GLOBAL)));
    JSValue global = JS_GetGlobalObject(js);
    work = must(JS_GetPropertyStr(js, global, "step"));
    JS_FreeValue(js, global);
}

static uint64_t step(void) {
    size_t size;
    JSValue result = must(JS_Call(js, work, JS_UNDEFINED, 0, NULL));
    const char *text = JS_ToCStringLen(js, &size, result);
    check(text != NULL);
    uint64_t digest = digest_bytes(DIGEST_NEW, text, size);
    JS_FreeCString(js, text);
    JS_FreeValue(js, result);
    return digest;
}
