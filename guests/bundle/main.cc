// Several libraries behind one door: the argument says which of them does a little work.

#include <iostream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "quickjs.h"
#include "sqlite3.h"
#include "zstd.h"

extern "C" {
#include "lauxlib.h"
#include "lualib.h"
}

namespace {

std::string with_sqlite() {
    sqlite3 *db;
    sqlite3_stmt *query;
    std::ostringstream out;
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db, "CREATE TABLE t(x); INSERT INTO t VALUES (1), (4), (9), (16), (25), (36);", nullptr, nullptr, nullptr);
    sqlite3_prepare_v2(db, "SELECT count(*), sum(x) FROM t", -1, &query, nullptr);
    if (sqlite3_step(query) == SQLITE_ROW)
        out << sqlite3_column_int(query, 0) << " rows, the sum is " << sqlite3_column_int(query, 1);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return out.str();
}

std::string with_lua() {
    lua_State *lua = luaL_newstate();
    luaL_requiref(lua, LUA_GNAME, luaopen_base, 1);
    luaL_requiref(lua, LUA_STRLIBNAME, luaopen_string, 1);
    std::string result;
    if (luaL_dostring(lua, "local s = 0; for i = 1, 10 do s = s + i end; return ('lua hello'):reverse() .. ' ' .. s") == LUA_OK)
        result = lua_tostring(lua, -1);
    lua_close(lua);
    return result;
}

std::string with_quickjs() {
    static const std::string script =
        "['hello', 'js'].map(w => w.toUpperCase()).join() + ' ' + Array.from({length: 10}, (_, i) => i + 1).reduce((a, b) => a * b)";
    JSRuntime *runtime = JS_NewRuntime();
    JSContext *js = JS_NewContext(runtime);
    JSValue value = JS_Eval(js, script.data(), script.size(), "script.js", JS_EVAL_TYPE_GLOBAL);
    const char *text = JS_ToCString(js, value);
    std::string result = text ? text : "";
    JS_FreeCString(js, text);
    JS_FreeValue(js, value);
    JS_FreeContext(js);
    JS_FreeRuntime(runtime);
    return result;
}

std::string with_zstd() {
    std::string text, packed, unpacked;
    for (int i = 0; i < 100; i++)
        text += "one of many ";
    packed.resize(ZSTD_compressBound(text.size()));
    packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
    unpacked.resize(text.size());
    ZSTD_decompress(unpacked.data(), unpacked.size(), packed.data(), packed.size());
    return std::to_string(unpacked.size()) + (unpacked == text ? " bytes and back" : " bytes, but others");
}

std::string with_cpp() {
    static const std::regex entry(R"((\w+)=(\d+))");
    std::map<std::string, int> counts;
    std::istringstream words("fig=3 cherry=1 banana=2");
    for (std::string word; words >> word;) {
        std::smatch match;
        if (std::regex_match(word, match, entry))
            counts[match[1]] = std::stoi(match[2]);
    }
    std::ostringstream out;
    for (const auto &[name, count] : counts)
        out << (out.tellp() > 0 ? ", " : "") << name << ' ' << count;
    return out.str();
}

} // namespace

int main(int argc, char **argv) {
    const std::map<std::string, std::string (*)()> parts = {
        {"sqlite", with_sqlite}, {"lua", with_lua}, {"quickjs", with_quickjs}, {"zstd", with_zstd}, {"cpp", with_cpp},
    };
    const auto part = parts.find(argc > 1 ? argv[1] : "");
    if (part == parts.end()) {
        std::cerr << "usage: bundle sqlite|lua|quickjs|zstd|cpp\n";
        return 2;
    }
    std::cout << part->second() << '\n';
}
