#!/usr/bin/env python3
"""Writes the guests' inputs into guests/<guest>/. Seeded: every run writes the same bytes."""

import json
import math
import random
import struct
import zlib
from pathlib import Path

GUESTS = Path(__file__).resolve().parent.parent / "guests"

WORDS = """account address archive balance branch bridge bucket button cabin camera candle canyon carbon castle
cedar circle cloud cobalt copper coral cotton crystal current delta desert dragon ember engine fabric falcon
feather field forest fountain garden glacier granite harbor hazel horizon island ivory jungle kernel ladder
lantern lemon library linen lotus magnet maple marble meadow meteor mirror monsoon mosaic mountain needle
nickel north oasis ocean olive onyx orchid oyster paper pebble pepper pillar planet prairie quartz rainbow
raven ribbon river saffron sailor salmon sapphire shadow signal silver socket spiral spring summit sunset
temple thunder timber tulip tunnel valley velvet violet walnut willow window winter yellow zephyr""".split()


def write(guest, name, content):
    path = GUESTS / guest / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def sentence(r, low, high):
    return " ".join(r.choice(WORDS) for _ in range(r.randint(low, high)))


def order(r, number):
    """One record of the kind a web shop's API returns: nested, with all of JSON's types and some escapes."""
    lines = [
        {
            "sku": f"{r.choice(WORDS)[:3].upper()}-{r.randint(1000, 9999)}",
            "title": sentence(r, 2, 5).title(),
            "quantity": r.randint(1, 9),
            "price": r.randint(99, 99999) / 100,
            "tags": r.sample(WORDS, r.randint(0, 4)),
        }
        for _ in range(r.randint(1, 5))
    ]
    return {
        "id": 1_000_000 + number,
        "created": f"2026-{r.randint(1, 12):02}-{r.randint(1, 28):02}T{r.randint(0, 23):02}:{r.randint(0, 59):02}:00Z",
        "customer": {
            "name": sentence(r, 2, 2).title(),
            "email": f"{r.choice(WORDS)}.{r.choice(WORDS)}@example.org",
            "address": {"street": f"{r.randint(1, 300)} {r.choice(WORDS).title()} Straße", "zip": f"{r.randint(10000, 99999)}"},
            "vip": r.random() < 0.1,
            "location": [r.uniform(-90, 90), r.uniform(-180, 180)],
        },
        "lines": lines,
        "note": None if r.random() < 0.5 else f"\"{sentence(r, 3, 12)}\"\n\t– {r.choice(WORDS)} \\ ✓",
        "total": round(sum(line["quantity"] * line["price"] for line in lines), 2),
    }


def make_json():
    for name, records in [("small", 8), ("medium", 160), ("large", 800)]:
        r = random.Random(name)
        orders = {"orders": [order(r, i) for i in range(records)], "next": None}
        write("json", f"{name}.json", json.dumps(orders, ensure_ascii=False, separators=(",", ":")))


# Sun, Jupiter, Saturn, Uranus and Neptune: heliocentric, in astronomical units, days and solar masses.
PLANETS = """0 0 0 0 0 0 1
4.84143144 -1.16032004 -0.10362204 0.00166007664 0.00769901118 -0.0000690460017 0.000954791938
8.34336672 4.12479856 -0.40352342 -0.00276742511 0.00499852801 0.0000230417297 0.000285885981
12.8943696 -15.1111514 -0.22330758 0.00296460138 0.00237847174 -0.0000296589569 0.0000436624404
15.3796971 -25.9193146 0.17925877 0.00268067773 0.00162824170 -0.0000951592254 0.0000515138902
"""


def make_nbody():
    for name, steps in [("small", 250), ("medium", 5_000), ("large", 50_000)]:
        write("nbody", f"{name}.txt", f"{steps}\n{PLANETS}")


def log_line(r, second):
    """A line of a web server's access log, in the combined format, with the duration behind it."""
    if r.random() < 0.01:
        return "-- " + sentence(r, 3, 9)
    path = r.choice(["/", "/index.html", "/static/app.js", "/static/style.css", "/favicon.ico"])
    if r.random() < 0.6:
        path = f"/api/{r.choice(WORDS[:25])}/{int(r.paretovariate(0.8)) % 5000}"
    elif r.random() < 0.3:
        path = f"/search?q={r.choice(WORDS)}+{r.choice(['caf%C3%A9', 'na%C3%AFve', 'plain', 'two+words'])}&page={r.randint(1, 9)}"
    agent = r.choice([
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15",
        "curl/8.14.1", "search bot (+https://example.org/bot)", "Čtečka 3 – Zürich Straße",
    ])
    return (
        f"{r.choice(['203.0.113', '198.51.100', '192.0.2'])}.{int(r.triangular(1, 254, 20))} - - "
        f"[07/Mar/2026:{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02} +0000] "
        f"\"{r.choices(['GET', 'POST', 'HEAD'], [90, 8, 2])[0]} {path} HTTP/1.1\" "
        f"{r.choices([200, 304, 404, 500, 503], [80, 10, 6, 3, 1])[0]} {int(r.lognormvariate(7, 1.5))} "
        f"\"{agent}\" {int(r.expovariate(0.03))}"
    )


def make_log():
    for name, lines in [("small", 16), ("medium", 400), ("large", 2000)]:
        r = random.Random(name)
        second, log = 0, []
        for _ in range(lines):
            second += r.randint(0, 86400 // lines * 2)
            log.append(log_line(r, second))
        write("regex", f"{name}.log", "\n".join(log) + "\n")


def make_numbers():
    """Inputs that are only a size: the guest makes the rest itself."""
    for guest, sizes in {
        "sha256": ("8192", "131072", "2097152"),
        "trees": ("8", "12", "15"),
        "files": ("2 512", "8 16384", "32 65536"),
        "matmul": ("48", "128", "320"),
    }.items():
        for name, size in zip(("small", "medium", "large"), sizes):
            write(guest, f"{name}.txt", size + "\n")


def make_go():
    write("go", "sort.txt", "sort 1000\n")
    write("go", "goroutines.txt", "goroutines 300\n")


def make_hostcalls():
    for call in ("clock", "random", "yield", "write", "read", "seek", "stat", "open-close", "readdir"):
        write("hostcalls", f"{call}.txt", call + "\n")


def png(width, height, pixel):
    """An RGB picture, each row by the filter (of PNG's simple ones) that leaves the smallest differences."""
    rows, above = [], bytes(width * 3)
    for y in range(height):
        row = bytes(value for x in range(width) for value in pixel(x, y))
        left = bytes(3) + row[:-3]
        filters = [
            row,
            bytes((a - b) & 255 for a, b in zip(row, left)),
            bytes((a - b) & 255 for a, b in zip(row, above)),
            bytes((a - (b + c) // 2) & 255 for a, b, c in zip(row, left, above)),
        ]
        cost = [sum(min(v, 256 - v) for v in f) for f in filters]
        best = cost.index(min(cost))
        rows.append(bytes([best]) + filters[best])
        above = row

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def make_image():
    """A landscape as a camera sees one: a sky, a sun, hills with texture, and noise over it all."""
    for name, width, height in [("small", 32, 20), ("medium", 128, 80), ("large", 384, 240)]:
        r = random.Random(name)
        hills = [(r.uniform(0.3, 0.8), r.uniform(0.05, 0.15), r.uniform(2, 9), r.uniform(0, 6)) for _ in range(4)]
        hills.sort()

        def pixel(x, y):
            u, v = x / width, y / height
            red, green, blue = 120 + 90 * v, 160 + 50 * v, 230 - 30 * v
            glow = 90 * math.exp(-40 * ((u - 0.7) ** 2 + (v - 0.25) ** 2))
            red, green = red + glow, green + glow * 0.8
            for depth, (level, size, waves, phase) in enumerate(hills):
                if v > level + size * math.sin(waves * u + phase):
                    grain = 12 * math.sin(x * 0.9 + depth) * math.sin(y * 1.3 + x * 0.2)
                    red, green, blue = 90 - 18 * depth + grain, 120 - 20 * depth + grain, 80 - 15 * depth + grain / 2
            noise = r.gauss(0, 2)
            return [max(0, min(255, int(c + noise))) for c in (red, green, blue)]

        write("image", f"{name}.png", png(width, height, pixel))


def make_scripts():
    """Programs that are the same but for a size, which their first line sets."""
    for guest, suffix, line, sizes in [
        ("lua", "lua", "local N = {}\n", (3, 40, 500)),
        ("quickjs", "js", "const N = {};\n", (2, 16, 160)),
        ("sqlite", "sql", "CREATE TABLE size AS SELECT {} AS purchases;\n", (8, 180, 2000)),
    ]:
        program = (GUESTS / guest / f"program.{suffix}").read_text()
        for name, size in zip(("small", "medium", "large"), sizes):
            write(guest, f"{name}.{suffix}", line.format(size) + program)


if __name__ == "__main__":
    make_json()
    make_nbody()
    make_log()
    make_numbers()
    make_go()
    make_hostcalls()
    make_image()
    make_scripts()
