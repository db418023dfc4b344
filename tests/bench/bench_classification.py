"""The coder alone: extracted articles in, mentions out, at 1, 4 and 16 times the lexicon.

The larger lexicons hold copies of every entry under heads that no text has, so that only the cost of looking up can
grow. Sentences a second of processor time on one core; the articles are the project's own training sentences, ten to an
article, with ten of another kind between them that report nothing.
"""

import csv
import dataclasses
import sys
import time
from collections.abc import Sequence

from agents.classification import Coder
from agents.classification.lexicon import Entry, Index, load_acts, load_classes, load_operators
from agents.classification.train import FOLDER
from schemas import CleanArticle, ExtractedArticle, Language
from tests.support.coding import extracted

SENTENCES = 600
TOGETHER = 10
ROUNDS = 5
"""The best of so many rounds counts: others may use the machine."""
TIMES = (1, 4, 16)
PLAIN = (
    "The morning was cold and the streets were empty.",
    "Prices of bread and of petrol have changed little since the spring.",
    "Most of the houses along the river date from the last century.",
)


def articles() -> list[ExtractedArticle]:
    """The corpus, extracted."""
    with (FOLDER / "sentences_a.tsv").open(encoding="utf-8") as rows:
        told = [row["sentence"] for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)][:SENTENCES]
    mixed = [text for number, one in enumerate(told) for text in (one, PLAIN[number % len(PLAIN)])]
    bodies = [" ".join(mixed[start : start + 2 * TOGETHER]) for start in range(0, len(mixed), 2 * TOGETHER)]
    return extracted([_article(number, body) for number, body in enumerate(bodies)])


def _article(number: int, body: str) -> CleanArticle:
    return CleanArticle(article_id=str(number), fingerprint=str(number), body=body, language=Language(code="en"))


def enlarged(coder: Coder, times: int) -> Coder:
    """The coder with a lexicon so many times as large."""
    classes = load_classes()
    acts, operators = (
        Index([*entries, *_copies(entries, times - 1)], classes) for entries in (load_acts(), load_operators())
    )
    return Coder(dataclasses.replace(coder.lexicon, acts=acts, operators=operators))


def _copies(entries: Sequence[Entry], times: int) -> list[Entry]:
    """Entries under heads that no text has."""
    return [
        dataclasses.replace(
            entry, id=f"{entry.id}-{copy}", patterns=tuple(_renamed(line, copy) for line in entry.patterns)
        )
        for copy in range(times)
        for entry in entries
    ]


def _renamed(line: str, copy: int) -> str:
    heads, _, conditions = line.partition(" ")
    nominal = heads.startswith("n:")
    renamed = "|".join(f"x{copy}{head}" for head in heads.removeprefix("n:").split("|"))
    return f"{'n:' if nominal else ''}{renamed} {conditions}".strip()


def seconds(coder: Coder, corpus: Sequence[ExtractedArticle]) -> float:
    """Processor time for the corpus, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        for article in corpus:
            coder.code(article)
        best = min(best, time.process_time() - started)
    return best


def main() -> int:
    """Print the table."""
    corpus = articles()
    sentences = sum(len(article.sentences) for article in corpus)
    coder = Coder.load()
    mentions = sum(len(coder.code(article)) for article in corpus)
    sys.stdout.write(f"{len(corpus)} articles, {sentences} sentences with actors, {mentions} mentions, one core\n")
    sys.stdout.write(f"{'lexicon':>8}{'entries':>9}{'sentences/s':>13}{'ratio':>7}\n")
    base = None
    for times in TIMES:
        larger = enlarged(coder, times)
        taken = seconds(larger, corpus)
        base = base or taken
        entries = len(larger.lexicon.acts.entries) + len(larger.lexicon.operators.entries)
        sys.stdout.write(f"{times:>7}x{entries:>9}{sentences / taken:>13,.0f}{base / taken:>7.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
