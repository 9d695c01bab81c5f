"""A worker that is right in all but one thing: what its configuration's name says.

It runs no guest. It knows what the guests of the test do: `bench(n)` is seven times n, and `_start`
prints "fine". Each lie is a function below, of that name, and of the step that it is told at.
"""

import json
import os
import signal
import sys
import time
import tomllib

# Told by the test, which looks for it afterwards in all processes.
NAP = os.environ.get("LIARS_NAP", "3600")
HERE = os.path.dirname(os.path.abspath(__file__))
requests = replies = None
lies = {}


def lie(*steps):
    """Marks a function as a lie told at these steps."""
    def keep(function):
        lies[function.__name__.replace("_", "-")] = (steps, function)
        return function
    return keep


def write(line):
    replies.write(line)
    replies.flush()


def send(reply):
    write(json.dumps(reply).encode() + b"\n")


def spin(ns):
    """Executes for so long, however long it waits for a processor."""
    end = time.thread_time_ns() + ns
    while time.thread_time_ns() < end:
        pass


def detach(then, session=True):
    """Does something in a process of its own that nobody waits for."""
    if os.fork() == 0:
        if session:
            os.setsid()
        if os.fork() == 0:
            then()
        os._exit(0)
    os.wait()


def linger():
    time.sleep(float(NAP))
    os._exit(0)


def right(request):
    """The right answer."""
    op, begin = request["op"], time.monotonic_ns()
    reply = {"outcome": "ok", "peak_bytes": 20 << 20, "resident_bytes": 10 << 20}
    if op == "describe":
        with open(os.path.join(HERE, "runtime.toml"), "rb") as file:
            configurations = tomllib.load(file)["configurations"]
        names = [{"name": c["name"], "artifact": c["artifact"]} for c in configurations]
        runtime = {"name": "liars", "version": "1", "wasi": "worker", "configurations": names}
        return reply | {"runtime": runtime}
    if op == "precompile":
        with open(request["file"], "rb") as module, open(request["to"], "wb") as to:
            to.write(module.read())
    if op == "load":
        open(request["file"], "rb").close()
        spin(1_000_000)
    if op == "instantiate":
        reply |= {"instance": right.instances}
        right.instances += 1
    if op == "run":
        os.write(1, b"fine\n")
        spin(5_000_000)
        reply |= {"exit_code": 0, "instantiate_ns": 1000}
    if op == "call":
        clock, cpu = [time.monotonic_ns()], time.thread_time_ns()
        while len(clock) <= request["samples"]:
            spin(request["n"] * 1000)
            clock.append(time.monotonic_ns())
            # By what it has executed: a busy machine is not to make its lies too small to be seen.
            if time.thread_time_ns() - cpu >= request["budget_ns"]:
                break
        samples = [after - before for before, after in zip(clock, clock[1:])]
        result = str(7 * request["n"] % 2**64)
        reply |= {"samples_ns": samples, "results": [result] * len(samples)}
        return reply | {"ns": sum(samples), "cpu_ns": time.thread_time_ns() - cpu}
    return reply | {"ns": time.monotonic_ns() - begin}


right.instances = 0


def scaled(reply, factor):
    """The same with other times."""
    samples = [int(ns * factor) for ns in reply.get("samples_ns", [])]
    times = {key: int(reply.get(key, 0) * factor) for key in ("ns", "cpu_ns")}
    return reply | times | ({"samples_ns": samples} if samples else {})


def told(reply, **fields):
    return send(reply | fields)


# Times.
@lie("call", "run")
def ages(request, reply):
    told(reply, ns=10**15, **({"samples_ns": [10**15], "results": reply["results"][:1]} if "results" in reply else {}))


@lie("call", "run")
def largest_time(request, reply):
    told(scaled(reply, 0), ns=2**64 - 1)


@lie("call", "run")
def three_times(request, reply):
    send(scaled(reply, 3))


def executed(reply, factor):
    """A part of the time that it has executed for, the same for each call."""
    ns, count = int(reply["cpu_ns"] * factor), len(reply["samples_ns"])
    return reply | {"ns": ns, "cpu_ns": ns, "samples_ns": [ns // count] * count}


@lie("call")
def half(request, reply):
    send(executed(reply, 0.5))


@lie("call")
def tenth(request, reply):
    send(executed(reply, 0.1))


@lie("call")
def no_time(request, reply):
    send(scaled(reply, 0))


@lie("call")
def no_samples_time(request, reply):
    told(scaled(reply, 0), ns=reply["ns"])


@lie("call")
def samples_too_large(request, reply):
    told(reply, samples_ns=[2**64 - 1] * len(reply["samples_ns"]))


@lie("call")
def sum_too_small(request, reply):
    told(reply, ns=reply["ns"] // 3)


@lie("call", "run", "load")
def cpu_ages(request, reply):
    told(reply, cpu_ns=2**63)


@lie("load")
def load_ages(request, reply):
    told(reply, ns=10**15)


@lie("engine")
def engine_ages(request, reply):
    told(reply, ns=10**15)


@lie("instantiate", "run")
def instantiate_ages(request, reply):
    told(reply, **({"ns": 10**15} if request["op"] == "instantiate" else {"instantiate_ns": 10**15}))


@lie("run")
def phases_longer_than_the_whole(request, reply):
    told(reply, instantiate_ns=reply["ns"] + 1)


@lie("load")
def load_in_no_time(request, reply):
    spin(200_000_000)
    told(reply, ns=0)


@lie("load")
def load_asleep(request, reply):
    time.sleep(1.5)
    told(reply, ns=0)


@lie("call", "run")
def negative_time(request, reply):
    told(reply, ns=-1)


@lie("call", "run")
def broken_time(request, reply):
    told(reply, ns=1.5)


@lie("call", "run")
def time_in_words(request, reply):
    told(reply, ns="long")


# Memory.
@lie("call", "run")
def peak_beyond(request, reply):
    told(reply, peak_bytes=2**64 - 1)


@lie("call", "run")
def resident_beyond(request, reply):
    told(reply, resident_bytes=2**50)


# Replies.
@lie("load")
def answers_twice(request, reply):
    send(reply), send(reply)


@lie("load")
def answers_a_thousand_times(request, reply):
    for _ in range(1000):
        send(reply)


@lie("load")
def answers_in_parts(request, reply):
    """Honest, but slow: it is to be understood."""
    for byte in json.dumps(reply).encode():
        write(bytes([byte]))
    write(b"\n")


@lie("load")
def drips(request, reply):
    while True:
        write(b" ")
        time.sleep(0.005)


@lie("load")
def pours(request, reply):
    while True:
        write(b" " * 4096)
        time.sleep(0.0005)


@lie("load")
def floods_replies(request, reply):
    while True:
        write(b"x" * 65536)


@lie("load")
def large_line(request, reply):
    told(reply, message="x" * (64 << 20))


@lie("load")
def no_text(request, reply):
    write(b'{"outcome":"ok","message":"\xff\xfe"}\n')


@lie("load")
def no_json(request, reply):
    write(b"Hello! How are you?\n")


@lie("load")
def a_list(request, reply):
    write(b'["ok"]\n')


@lie("load")
def empty_line(request, reply):
    write(b"\n")


@lie("load")
def deep(request, reply):
    write(b"[" * 100_000 + b"\n")


@lie("load")
def zero_bytes(request, reply):
    write(b"\0" * 100 + b"\n")


@lie("load")
def unknown_outcome(request, reply):
    told(reply, outcome="splendid")


@lie("load")
def two_outcomes(request, reply):
    write(b'{"outcome":"trap","outcome":"ok"}\n')


@lie("instantiate", "call", "run")
def bare_ok(request, reply):
    send({"outcome": "ok"})


@lie("call")
def bare_call(request, reply):
    send({"outcome": "ok", "ns": reply["ns"]})


@lie("call")
def more_samples(request, reply):
    count = request["samples"] + 1
    told(reply, samples_ns=[1] * count, results=reply["results"][:1] * count)


@lie("call")
def fewer_results(request, reply):
    told(reply, results=[])


@lie("call")
def words_for_results(request, reply):
    told(reply, results=["\x1b[31mseven"] * len(reply["results"]))


@lie("call")
def wide_results(request, reply):
    told(reply, results=[str(2**70)] * len(reply["results"]))


@lie("call", "run")
def wrong(request, reply):
    os.write(1, b"lies\n")
    told(reply, **({"results": ["5"] * len(reply["results"])} if "results" in reply else {}))


@lie("call")
def second_instance_lacks_data(request, reply):
    """Honest but for that: the first one has what the check's module has at that place."""
    if request["export"] != "data":
        return send(reply)
    data = int.from_bytes(b"segments", "little") if request["instance"] == 0 else 0
    told(reply, results=[str(data)] * len(reply["results"]))


@lie("run")
def exits_with_456(request, reply):
    told(reply, exit_code=456)


@lie("run")
def exits_with_200(request, reply):
    told(reply, exit_code=200)


# Text.
@lie("load")
def coloured(request, reply):
    send({"outcome": "unsupported", "message": "\x1b[31mred\x1b[0m\x07 \x1b]0;title\x07text"})


@lie("load")
def turned(request, reply):
    send({"outcome": "unsupported", "message": "txt.\u202eexe\u2066\u200b"})


@lie("load")
def long_winded(request, reply):
    send({"outcome": "unsupported", "message": "x" * 100_000})


# Processes.
@lie("load")
def hangs(request, reply):
    linger()


@lie("load")
def reads_no_more(request, reply):
    send(reply)
    linger()


@lie("load")
def in_another_group(request, reply):
    if os.fork() == 0:
        os.setpgid(0, 0)
        linger()
    linger()


@lie("load")
def leaves_its_group(request, reply):
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        linger()
    time.sleep(0.1)
    os.setpgid(0, child)
    linger()


@lie("load")
def leaves_a_child(request, reply):
    if os.fork() == 0:
        linger()
    os._exit(0)


@lie("load")
def leaves_an_orphan(request, reply):
    detach(linger)
    send(reply)


@lie("load")
def leaves_a_nameless_orphan(request, reply):
    detach(lambda: os.execve("/bin/sleep", ["sleep", NAP], {}))
    send(reply)


@lie("load")
def leaves_a_stranger(request, reply):
    """An orphan with neither the worker's environment, group, session nor descriptors."""
    def go():
        os.closerange(0, 100)
        os.execve("/bin/sleep", ["sleep", NAP], {})
    detach(go)
    os._exit(0)


@lie("load")
def an_orphan_holds_the_pipes(request, reply):
    detach(linger)
    os._exit(0)


@lie("load")
def an_orphan_answers(request, reply):
    def go():
        time.sleep(0.2)
        while True:
            send(reply)
            time.sleep(0.01)
    detach(go)
    os._exit(3)


@lie("load")
def an_orphan_hoards(request, reply):
    def go():
        hoard = []
        while True:
            hoard.append(bytearray(b"x") * (1 << 25))
    detach(go)
    linger()


@lie("run")
def holds_300_mib(request, reply):
    """Within the default limit, and so for ever."""
    hoard = bytearray(b"x") * (300 << 20)
    linger()


@lie("load")
def many_children(request, reply):
    for _ in range(40):
        detach(linger)
    linger()


@lie("load")
def forks_on(request, reply):
    """Each lives for a moment and is followed by another."""
    def go():
        for _ in range(10_000):
            if os.fork() != 0:
                os._exit(0)
            time.sleep(0.01)
    detach(go)
    linger()


@lie("load")
def closes_its_pipes(request, reply):
    replies.close(), requests.close()
    linger()


@lie("load")
def closes_everything(request, reply):
    os.closerange(0, 100)
    linger()


@lie("load")
def stops(request, reply):
    os.kill(os.getpid(), signal.SIGSTOP)


@lie("load")
def kills_its_group(request, reply):
    os.killpg(0, signal.SIGKILL)


@lie("load")
def ends(request, reply):
    os._exit(0)


# Files.
@lie("load")
def writes_the_module(request, reply):
    os.chmod(request["file"], 0o600)
    with open(request["file"], "r+b") as file:
        file.write(b"changed!")
    send(reply)


@lie("load")
def empties_the_module(request, reply):
    os.chmod(request["file"], 0o600)
    os.truncate(request["file"], 0)
    send(reply)


@lie("load")
def deletes_the_module(request, reply):
    os.unlink(request["file"])
    send(reply)


@lie("load")
def writes_the_input(request, reply):
    with open("/proc/self/fd/0", "r+b") as file:
        file.write(b"changed!")
    send(reply)


@lie("load")
def locks_its_folder(request, reply):
    os.makedirs("a/b/c")
    os.chmod("a/b", 0)
    os.chmod("a", 0)
    send(reply)


@lie("load")
def removes_its_folder(request, reply):
    os.rmdir(os.getcwd())
    send(reply)


def main():
    global requests, replies
    requests, replies = os.fdopen(3, "rb"), os.fdopen(4, "wb")
    name, (steps, function) = "", ((), None)
    send({"protocol": 1, "clock_ns": time.monotonic_ns()})
    for line in requests:
        try:
            request = json.loads(line)
            op = request["op"]
            if op == "engine":
                name = request["configuration"]
                steps, function = lies.get(name, ((), None))
            if op == "load":
                right.instances = 0
            reply = right(request)
        except (ValueError, KeyError, TypeError) as error:
            send({"outcome": "bad-request", "message": repr(error)})
            continue
        if op in steps:
            function(request, reply)
        else:
            send(reply)


if sys.argv[1:] == ["list"]:
    for name, (steps, _) in lies.items():
        print(name, *steps)
else:
    main()
