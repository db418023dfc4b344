"""Memory of the extraction over many articles: twenty thousand different ones through the pool and its worker process.

Each article is made of templates whose actors, numbers and invented surnames differ, so that words never seen before
keep coming and no article is a copy. Prints the resident memory of both processes as it goes; a leak of a kilobyte an
article would show as 20 MB. ``python -m tests.bench.bench_memory 2000`` runs a tenth of it.
"""

import asyncio
import os
import random
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from agents.extraction.pool import ExtractionPool
from schemas import CleanArticle, Language

ARTICLES: Final = 20_000
STEP: Final = 2_000
AT_ONCE: Final = 64
"""Articles in flight, as many as fill two batches."""
SIDES: Final = (
    "France", "Germany", "Turkey", "Russia", "China", "India", "Japan", "Brazil", "Egypt", "Kenya", "Iran", "Israel",
    "Poland", "Canada", "Mexico", "Pakistan", "Ethiopia", "Sudan", "Ukraine", "Armenia", "Hungary", "Peru",
)  # fmt: skip
SYLLABLES: Final = ("ba", "dor", "kel", "mi", "nov", "ra", "shan", "tu", "vel", "zor", "lin", "gre", "po", "hal")
TEMPLATES: Final = (
    "{a} recalled its ambassador from {b} on Monday after {n} fishermen were held.",
    "Foreign minister {name} said {a} would not attend the {n}-nation meeting that {b} hosts.",
    "Troops from {a} crossed into {b} and seized {n} villages, General {name} said.",
    "{a} and {b} signed an accord worth {n} million dollars, and their leaders shook hands.",
    "President {name} of {a} accused {b} of jamming {n} aircraft and urged it to stop.",
    "Police in {a} arrested {n} citizens of {b}. Their lawyer, {name}, denied the charges.",
    "{a} sent {n} tonnes of grain to {b}; {name}, who leads the relief effort, thanked the donors.",
    "Talks between {a} and {b} broke down when {name} walked out, {n} days before the deadline.",
)


def surname(chance: random.Random) -> str:
    """An invented name of four syllables: one of some 38,000."""
    return "".join(chance.choices(SYLLABLES, k=4)).title()


def articles(seed: int = 20) -> Iterator[CleanArticle]:
    """Endless short articles of two paragraphs, no two of them alike."""
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        lines = [line.format(a=a, b=b, n=number, name=surname(chance)) for line, a, b in _choices(chance)]
        yield CleanArticle.model_validate(
            {
                "article_id": str(number), "fingerprint": f"{number:016x}", "body": "\n\n".join(lines),
                "language": Language(code="en"), "published_at": "2025-05-15T09:00:00Z",
            }
        )  # fmt: skip


def _choices(chance: random.Random) -> Iterator[tuple[str, str, str]]:
    for line in chance.sample(TEMPLATES, k=2):
        first, second = chance.sample(SIDES, k=2)
        yield line, first, second


def resident(pid: int) -> float:
    """Resident memory of a process, in megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def run(count: int) -> None:
    """Extract so many articles, and print how memory goes."""
    pool = ExtractionPool()
    await pool.start()
    start, source, done, predicates = time.monotonic(), articles(), 0, 0
    try:
        while done < count:
            _print(done, predicates, pool, time.monotonic() - start)
            for _ in range(0, STEP, AT_ONCE):
                batch = list(islice(source, min(AT_ONCE, STEP - done % STEP)))
                found = await asyncio.gather(*map(pool.extract, batch))
                done += len(found)
                predicates += sum(len(sentence.predicates) for article in found for sentence in article.sentences)
        _print(done, predicates, pool, time.monotonic() - start)
    finally:
        await pool.stop()


def _print(done: int, predicates: int, pool: ExtractionPool, seconds: float) -> None:
    worker, own = resident(pool.pids[0]), resident(os.getpid())
    row = (
        f"{done:7} articles {predicates:8} predicates   worker {worker:6.1f} MB   pool {own:6.1f} MB {seconds:7.0f} s\n"
    )
    sys.stdout.write(row)
    sys.stdout.flush()


def main() -> None:
    """Run as many articles as the first argument says, twenty thousand without one."""
    arguments = sys.argv[1:]
    asyncio.run(run(int(arguments[0]) if arguments and arguments[0].isdigit() else ARTICLES))


if __name__ == "__main__":
    main()
