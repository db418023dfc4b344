"""Extraction against plain ``nlp.pipe``: the same model, the same articles, one run, one core.

Articles are put together from the project's own sentences, each unique and about actors. Times are of the processor,
so that other work on the machine counts little, and the best of three rounds. Cold is a model or an engine that has
just been loaded and has read five articles, warm the same one again; each is compared with ``nlp.pipe`` in its own
state, and cold extraction with warm ``nlp.pipe`` too.
"""

import csv
import gc
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from agents.extraction import DEFAULT_MODEL, Extractor
from agents.extraction.collector import spare_collector
from agents.extraction.nlp import Parser, load_model
from agents.extraction.pool import ONE_THREAD
from schemas import CleanArticle, Language

ROOT = Path(__file__).parents[2]
SENTENCES_A_PARAGRAPH = 3
PARAGRAPHS = 4
ROUNDS = 3
COLD_PIPE, WARM_PIPE = "nlp.pipe as installed, cold", "nlp.pipe as installed, warm"


def sentences() -> list[str]:
    """The project's own training sentences."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "agents/classification/training").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if row.get("sentence"):
                    found[row["sentence"]] = None
    return list(found)


def articles() -> list[str]:
    """Texts of some twelve sentences in four paragraphs."""
    found, size = sentences(), SENTENCES_A_PARAGRAPH
    paragraphs = [" ".join(found[at : at + size]) for at in range(0, len(found), size)]
    return ["\n\n".join(paragraphs[at : at + PARAGRAPHS]) for at in range(0, len(paragraphs), PARAGRAPHS)]


def seconds(work: Callable[[], object]) -> float:
    """Processor time of a piece of work."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print a table of tokens a second and ratios."""
    texts = articles()
    cleaned = [
        CleanArticle.model_validate(
            {
                "article_id": str(n), "fingerprint": str(n), "body": text, "language": Language(code="en"),
                "published_at": "2025-05-15T09:00:00Z",
            }
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip
    fast = Parser(load_model(), fast=True)
    tokens = sum(len(doc) for doc in fast.parse(texts))
    times: dict[str, float] = {}
    for _ in range(ROUNDS):
        plain, extractor = spacy.load(DEFAULT_MODEL), Extractor()
        list(plain.pipe(texts[:5], batch_size=64))
        extractor.extract(cleaned[:5])
        spare_collector()
        runs = {
            COLD_PIPE: lambda: list(plain.pipe(texts, batch_size=64)),  # noqa: B023 - called before the next round
            WARM_PIPE: lambda: list(plain.pipe(texts, batch_size=64)),  # noqa: B023 - called before the next round
            "tagger and parser, our layers": lambda: [
                list(fast.parse(texts[n : n + 64])) for n in range(0, len(texts), 64)
            ],
            "extraction, cold": lambda: extractor.extract(cleaned),  # noqa: B023 - called before the next round
            "extraction, warm": lambda: extractor.extract(cleaned),  # noqa: B023 - called before the next round
        }
        for name, work in runs.items():
            times[name] = min(seconds(work), times.get(name, math.inf))
    sys.stdout.write(
        f"{len(texts)} articles, {tokens} tokens, {DEFAULT_MODEL}, one core of {os.cpu_count()}, "
        f"load {os.getloadavg()[0]:.1f}\n"
    )
    for name, spent in times.items():
        ratios = f"x {times[WARM_PIPE] / spent:.2f} of warm, x {times[COLD_PIPE] / spent:.2f} of cold nlp.pipe"
        sys.stdout.write(f"{name:34} {tokens / spent:8.0f} tokens/s  {ratios}\n")


if __name__ == "__main__":
    if not ONE_THREAD.items() <= os.environ.items():  # BLAS reads them when it is loaded: start again with them set
        os.execve(sys.executable, [sys.executable, "-m", "tests.bench.bench_extraction"], {**os.environ, **ONE_THREAD})
    main()
