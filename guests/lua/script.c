/* Lua running a script, which is the input: its global function `step` returns a string. */
#include "bench.h"
#include "lauxlib.h"
#include "lualib.h"

#include <stdio.h>

static lua_State *lua;

static void must(int status) {
    if (status != LUA_OK) {
        fprintf(stderr, "lua: %s\n", lua_tostring(lua, -1));
        abort();
    }
}

static void setup(const uint8_t *input, size_t size) {
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},       {LUA_TABLIBNAME, luaopen_table}, {LUA_STRLIBNAME, luaopen_string},
        {LUA_MATHLIBNAME, luaopen_math}, {NULL, NULL},
    };
    lua = luaL_newstate();
    check(lua != NULL);
    for (const luaL_Reg *library = libraries; library->func; library++) {
        luaL_requiref(lua, library->name, library->func, 1);
        lua_pop(lua, 1);
    }
    must(luaL_loadbuffer(lua, (const char *)input, size, "=input"));
    must(lua_pcall(lua, 0, 0, 0));
}

static uint64_t step(void) {
    size_t size;
    lua_getglobal(lua, "step");
    must(lua_pcall(lua, 0, 1, 0));
    const char *result = lua_tolstring(lua, -1, &size);
    check(result != NULL);
    uint64_t digest = digest_bytes(DIGEST_NEW, result, size);
    lua_pop(lua, 1);
    return digest;
}
