#!/usr/bin/env python3
"""Writes the guests' inputs into guests/<guest>/. Seeded: every run writes the same bytes."""

import json
import random
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


if __name__ == "__main__":
    make_json()
    make_nbody()
