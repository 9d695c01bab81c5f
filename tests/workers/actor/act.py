"""Does what its first argument says: the guests of the tests of `compat --suite`."""

import http.client
import http.server
import signal
import socket
import sys
import time


def say(stream, text):
    stream.write(text)
    stream.flush()


def echo(_):
    heard = sys.stdin.read()
    say(sys.stdout, heard)
    say(sys.stderr, heard)


def ready(_):
    say(sys.stdout, "READY")
    return 0 if sys.stdin.read(1) == "x" else 4


def silent(_):
    return 3


def tcp(_):
    with socket.create_server(("127.0.0.1", 0)) as server:
        say(sys.stdout, "127.0.0.1:%d\n" % server.getsockname()[1])
        with server.accept()[0] as client:
            client.sendall(client.recv(100))


def lingers(_):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))
    say(sys.stdout, "here")
    time.sleep(60)


class Answers(http.server.BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200 if self.path == "/there" else 404)
        self.send_header("X-Heard", self.headers.get("X-Said", "nothing"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def service(_):
    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    say(sys.stderr, "Serving at http://127.0.0.1:%d/ now\n" % server.server_address[1])
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0


def ask(address, method, path, body=None, headers={}):
    connection = http.client.HTTPConnection(address, timeout=5)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response.status, dict(response.getheaders()), response.read().decode()


def client(env):
    main = env["HTTP_SERVER_MAIN"]
    assert ask(main, "GET", "/whole")[::2] == (201, "made")
    assert ask(main, "GET", "/chunks")[2] == "onetwo"
    assert ask(main, "POST", "/body", "heard")[2] == "heard"
    echoed = ask(main, "GET", "/headers?a=1", headers={"X-One": "1"})[1]
    assert echoed["x-echo-x-one"] == "1" and echoed["x-request-path"] == "/headers?a=1"
    assert ask(main, "GET", "/nowhere")[0] == 404
    try:
        ask(env["HTTP_SERVER_DEAD"], "GET", "/")
        return 6
    except ConnectionRefusedError:
        return 0


def refuses(_):
    say(sys.stderr, "refused: it is none of ours\n")
    return 1


def spawns(_):
    return 0 if THREADS in sys.argv else refuses(_)


THREADS = "--threads"


def main():
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        print("1.0")
        return 0
    pairs = [a[6:].split("=", 1) for a in arguments if a.startswith("--env=")]
    plain = [a for a in arguments if not a.startswith("--env=") and a != THREADS]
    acts = [echo, ready, silent, tcp, lingers, service, client, refuses, spawns]
    return {act.__name__: act for act in acts}[plain[1]](dict(pairs)) or 0


sys.exit(main())
