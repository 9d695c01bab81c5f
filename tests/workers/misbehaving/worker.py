"""A worker that does what its configuration's name says, and none of it is right. Its arguments are those names."""

import json
import os
import signal
import sys
import time

requests = os.fdopen(3, "r")
replies = os.fdopen(4, "w")


def reply(message):
    replies.write(json.dumps(message) + "\n")
    replies.flush()


def load(configuration):
    """The step at which each goes wrong; returns the reply if there still is one."""
    if configuration == "aborts":
        print("about to abort", file=sys.stderr, flush=True)
        os.abort()
    if configuration == "exits":
        sys.exit(3)
    if configuration == "recurses":
        try:
            load(configuration)
        except RecursionError:
            # So a native stack that has no end comes to one.
            os.kill(os.getpid(), signal.SIGSEGV)
    if configuration == "hangs":
        time.sleep(3600)
    if configuration == "floods":
        while True:
            os.write(1, b"x" * 65536)
    if configuration == "swells":
        hoard = []
        while True:
            hoard.append(bytearray(b"x") * (1 << 24))
    if configuration == "refuses":
        return {"outcome": "unsupported", "message": "not this module"}
    if configuration == "traps":
        return {"outcome": "trap", "message": "out of luck"}
    if configuration == "shrugs":
        return {"outcome": "bad-request", "message": "what?"}
    return {"outcome": "ok", "ns": 1}


def answer(request, state):
    op = request["op"]
    if op == "describe":
        configurations = [{"name": name, "artifact": "wasm"} for name in sys.argv[1:]]
        return {
            "outcome": "ok",
            "runtime": {
                "name": "misbehaving",
                "version": "1",
                "configurations": configurations,
                "wasi": "worker",
            },
        }
    if op == "engine":
        state["configuration"] = request["configuration"]
        return {"outcome": "ok", "ns": 1}
    if op == "load":
        return load(state["configuration"])
    if op == "run":
        print("a lie", flush=True)
        return {"outcome": "ok", "ns": 2, "instantiate_ns": 1, "exit_code": 0}
    if op == "instantiate":
        return {"outcome": "ok", "ns": 1, "instance": 0}
    return {"outcome": "ok", "ns": 1, "samples_ns": [1], "results": ["12345"]}


reply({"protocol": 1})
state = {}
for line in requests:
    if state.get("configuration") == "babbles" and '"load"' in line:
        replies.write("Hello! How are you?\n")
        replies.flush()
        continue
    reply(answer(json.loads(line), state))
