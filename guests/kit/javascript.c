/* A JavaScript guest: QuickJS, with the guest's script inside the module. The script's global function `setup`
   is given the input as text; each call of `step` returns a string, which is the result of that step. */
#include "bench.h"
#include "quickjs.h"
#include "script.h"

#include <stdio.h>

static JSContext *js;
static JSValue work;

static JSValue must(JSValue value) {
    if (JS_IsException(value)) {
        const char *text = JS_ToCString(js, JS_GetException(js));
        fprintf(stderr, "script: %s\n", text ? text : "?");
        abort();
    }
    return value;
}

static void setup(const uint8_t *input, size_t size) {
    JSRuntime *runtime = JS_NewRuntime();
    check(runtime != NULL);
    js = JS_NewContext(runtime);
    check(js != NULL);
    JS_FreeValue(js, must(JS_Eval(js, script, sizeof script - 1, "script.js", JS_EVAL_TYPE_GLOBAL)));
    JSValue global = JS_GetGlobalObject(js);
    work = must(JS_GetPropertyStr(js, global, "step"));
    JSValue prepare = must(JS_GetPropertyStr(js, global, "setup"));
    JSValue text = must(JS_NewStringLen(js, (const char *)input, size));
    JS_FreeValue(js, must(JS_Call(js, prepare, JS_UNDEFINED, 1, &text)));
    JS_FreeValue(js, text);
    JS_FreeValue(js, prepare);
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
