"""A worker whose process remembers what it ran: some guests come to something else in one that is not new.

It runs no guest, and does what the first argument says. Each run is a line of the file SHARING_LOG: the process
and the module's name.
"""

import json
import os
import sys


def fine(is_new):
    return 0


def wrong(is_new):
    print("it is wrong", file=sys.stderr, flush=True)
    return 1


def wants_a_new_one(is_new):
    return 0 if is_new else wrong(is_new)


def dies_in_an_old_one(is_new):
    return 0 if is_new else os._exit(9)


ACTS = {act.__name__: act for act in (fine, wrong, wants_a_new_one, dies_in_an_old_one)}
ran = []


def run(request):
    module, act = request["args"]
    with open(os.environ["SHARING_LOG"], "a") as log:
        print(os.getpid(), module.removesuffix(".wasm"), file=log)
    ran.append(module)
    return {"exit_code": ACTS[act](len(ran) == 1), "instantiate_ns": 0}


def answer(request):
    if request["op"] == "describe":
        one = {"name": "default", "artifact": "wasm"}
        return {"runtime": {"name": "sharing", "version": "1", "wasi": "worker", "configurations": [one]}}
    return run(request) if request["op"] == "run" else {}


requests, replies = open(3), open(4, "w", buffering=1)
print(json.dumps({"protocol": 1}), file=replies)
for line in requests:
    sized = {"outcome": "ok", "ns": 1, "cpu_ns": 1, "peak_bytes": 1 << 20, "resident_bytes": 1 << 20}
    print(json.dumps(sized | answer(json.loads(line))), file=replies)
