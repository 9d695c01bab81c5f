"""The runtime's half of a worker in Python, as an example; PROTOCOL.md has the other half.

The runtime is Wasmtime, by its makers' Python package."""

from importlib.metadata import version

import wasmtime

VERSION = version("wasmtime")
engine = wasmtime.Engine


class Refused(Exception):
    """The runtime says no."""


class Trapped(Exception):
    """The guest ended abnormally."""


def guarded(step, *arguments):
    """Tells the runtime's exceptions apart."""
    try:
        return step(*arguments)
    except (wasmtime.Trap, wasmtime.ExitTrap) as error:
        raise Trapped(" ".join(str(error).split())) from error
    except wasmtime.WasmtimeError as error:
        raise Refused(" ".join(str(error).split())) from error


def compile(engine, wasm):
    return engine, guarded(wasmtime.Module, engine, wasm)


def instantiate(compiled, request):
    engine, module = compiled
    wasi, store, linker = wasmtime.WasiConfig(), wasmtime.Store(engine), wasmtime.Linker(engine)
    for inherit in wasi.inherit_stdin, wasi.inherit_stdout, wasi.inherit_stderr:
        inherit()
    wasi.argv = request.get("args", [])
    wasi.env = request.get("env", {}).items()
    if "dir" in request:
        wasi.preopen_dir(request["dir"], "/")
    store.set_wasi(wasi)
    linker.define_wasi()
    exports = guarded(linker.instantiate, store, module).exports(store)
    if "_initialize" in exports and "_start" not in exports:
        guarded(exports["_initialize"], store)
    return store, exports


def lookup(instance, export):
    store, exports = instance
    if export not in exports:
        raise Refused(f"{export}: no such export")
    return lambda *n: guarded(exports[export], store, *n)


def start(instance):
    try:
        lookup(instance, "_start")()
    except Trapped as trapped:
        if not isinstance(trapped.__cause__, wasmtime.ExitTrap):
            raise
        return trapped.__cause__.code
    return 0
