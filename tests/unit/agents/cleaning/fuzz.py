"""Mutates documents for as long as it is told, and checks what must hold of any: ``python -m`` this module.

The seeds are the gold documents and ``corpus/`` (hostile shapes, and every input that ever failed). One that fails, or
takes longer than ``SLOW`` seconds of processor time, is written to the folder given by ``--out``; once the fault is
understood it moves to ``corpus/``, where a test replays it for ever. The run is a function of ``--seed`` and the code.
"""

import argparse
import hashlib
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.unit.agents.cleaning.checks import article_of, check

CORPUS = Path(__file__).parent / "corpus"
GOLD = Path(__file__).parents[3] / "gold" / "cleaning" / "raw"
SLOW = 5.0
_MAX_BYTES = 60_000
_TOKENS = (
    b"<p>", b"</p>", b"<div class='share'>", b"</div>", b"<", b">", b"<!--", b"-->", b"<script>", b"</script>",
    b'"', b"'", b"&amp;", b"&#x27;",
    b"&#150;", b"&nbsp;", b"<br>", b"<table><tr><td>", b"<th>", b"<a href=x>", b"<pre>", b"\r\n", b"\n\n", b"\x00",
    b"\xff", b"\xe2\x80\x9c",
    b"\xc3\xa2\xe2\x82\xac\xe2\x84\xa2", b"\xc2\xad", b"\xe2\x80\x8b", b"\xe2\x80\xa8", b"\xed\xa0\x80",
    b"e\xcc\x81", b"``", b"''", b"PARIS (AP) - ",
    b"LONDON, May 3 (Reuters) -- ", b"Read more\n", b"Related:\n", b"3 Comments\n", b"By John Smith\n", b"(Photo: ",
    b"Advertisement\n", b"2024-02-30",
    b"<meta charset=utf-16>", b"\xff\xfe", b"<svg>", b"<head>", b"<title>", b"<li>", b"\xd7\xa9\xd7\x9c",
    b"\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82",
)  # fmt: skip

Mutation = Callable[[random.Random, bytearray, list[bytes]], bytearray]


def _flip(chance: random.Random, data: bytearray, _seeds: list[bytes]) -> bytearray:
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return data


def _insert(chance: random.Random, data: bytearray, _seeds: list[bytes]) -> bytearray:
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        data[place:place] = chance.choice(_TOKENS) * chance.choice((1, 1, 1, 2, 30))
    return data


def _delete(chance: random.Random, data: bytearray, _seeds: list[bytes]) -> bytearray:
    start = chance.randrange(len(data))
    del data[start : start + chance.randint(1, max(1, len(data) // 4))]
    return data


def _repeat(chance: random.Random, data: bytearray, _seeds: list[bytes]) -> bytearray:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 200)]
    data[start:start] = piece * chance.randint(1, 50)
    return data


def _splice(chance: random.Random, data: bytearray, seeds: list[bytes]) -> bytearray:
    other = chance.choice(seeds)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def _swap_lines(chance: random.Random, data: bytearray, _seeds: list[bytes]) -> bytearray:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return bytearray(b"\n".join(lines))


MUTATIONS: tuple[Mutation, ...] = (_flip, _insert, _insert, _delete, _repeat, _splice, _swap_lines)


def seeds() -> list[bytes]:
    """The gold documents and the corpus, in a fixed order."""
    files = sorted(path for folder in (GOLD, CORPUS) for path in folder.iterdir() if path.is_file())
    return [path.read_bytes() for path in files]


def mutated(chance: random.Random, pool: list[bytes]) -> bytes:
    """A seed after one to four mutations."""
    data = bytearray(chance.choice(pool))
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(MUTATIONS)(chance, data, pool)[:_MAX_BYTES] or bytearray(b"x")
    return bytes(data)


def fault_of(data: bytes) -> str | None:
    """What is wrong with how an input is handled, or nothing."""
    start = time.process_time()
    try:
        raw = article_of(data)
        if raw is not None:
            check(raw)
    except Exception:  # noqa: BLE001 - the fuzzer's very purpose is to catch and report whatever comes
        return traceback.format_exc()
    spent = time.process_time() - start
    return f"took {spent:.1f} s" if spent > SLOW else None


def run(seconds: float, seed: int, out: Path) -> int:
    """Fuzz; write what fails to ``out``; return the number of faults."""
    chance, pool = random.Random(seed), seeds()
    end = time.monotonic() + seconds
    tried = faults = 0
    while time.monotonic() < end:
        data = mutated(chance, pool)
        tried += 1
        fault = fault_of(data)
        if fault:
            faults += 1
            out.mkdir(parents=True, exist_ok=True)
            name = hashlib.sha256(data).hexdigest()[:12]
            (out / f"{name}.bin").write_bytes(data)
            (out / f"{name}.txt").write_text(fault, encoding="utf-8")
    sys.stdout.write(f"{tried} inputs in {seconds:.0f} s from {len(pool)} seeds, seed {seed}: {faults} faults\n")
    return faults


def main() -> None:
    """Read the arguments and run; exit with 1 if there were faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("fuzz-faults"))
    arguments = parser.parse_args()
    sys.exit(bool(run(arguments.seconds, arguments.seed, arguments.out)))


if __name__ == "__main__":
    main()
