"""The fast path against the slow one on the development gold: what differs, and why.

The slow path is the same engine over spaCy as installed: its own matrix products, layers and search, and its recogniser
over whole paragraphs, asked about every sentence with an actor. Compared are the parses (tag, head and label of every
word), and by text the actors, the predicates with their sides and flags, and the coded events. A difference in a text
that was parsed alike comes from the recogniser; ``--list`` prints each.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.classification import Coder
from agents.cleaning import clean
from agents.errors import Rejected
from agents.extraction import Extractor
from agents.extraction.nlp import Parser, load_model
from agents.extraction.paragraphs import pieces
from schemas import CleanArticle, ExtractedArticle, RawArticle
from tests.gold.texts import GoldText, files, read

Bag = Counter[tuple[object, ...]]
LAYERS = ("actors", "predicates", "events")


@dataclass
class Comparison:
    """Counts of what both paths found, and the differences in words."""

    both: Counter[str] = field(default_factory=Counter)
    fast_only: Counter[str] = field(default_factory=Counter)
    slow_only: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def add(self, text: str, layer: str, fast: Bag, slow: Bag, cause: str) -> bool:
        """Compare one layer of one text; whether it is the same."""
        self.both[layer] += (fast & slow).total()
        self.fast_only[layer] += (fast - slow).total()
        self.slow_only[layer] += (slow - fast).total()
        for sign, items in (("fast", fast - slow), ("slow", slow - fast)):
            self.lines += [f"{text} {cause} {layer} only {sign}: {item}" for item in items]
        return fast == slow


def article(gold: GoldText) -> CleanArticle:
    """A gold text as extraction gets it."""
    published = f"{gold.published_at}T12:00:00Z"
    raw = RawArticle(article_id=gold.id, body=gold.text, content_type="text/plain", published_at=published)
    return clean(raw)


def extracted(articles: Sequence[CleanArticle], *, fast: bool) -> list[ExtractedArticle]:
    """The articles by one of the paths."""
    found = Extractor(fast=fast).extract(articles)
    return [one for one in found if not isinstance(one, Rejected)]


def bags(found: ExtractedArticle, coder: Coder) -> dict[str, Bag]:
    """What is compared of an extraction, by layer."""
    actors = [(actor.start, actor.text, actor.country, actor.sector) for actor in found.actors]
    spans = [(actor.start, actor.text) for actor in found.actors]
    predicates = [
        (one.start, one.lemma, tuple(spans[n] for n in one.sources), tuple(spans[n] for n in one.targets), one.status)
        for sentence in found.sentences
        for one in sentence.predicates
    ]
    events = [
        (one.event_type, one.mode, one.cameo_code, one.source.text, one.target and one.target.text, one.event_date)
        for one in coder.code(found)
    ]
    rows: tuple[Iterable[tuple[object, ...]], ...] = (actors, predicates, events)
    return {layer: Counter(tuple(map(str, row)) for row in found) for layer, found in zip(LAYERS, rows, strict=True)}


def words_parsed(articles: Sequence[CleanArticle]) -> tuple[dict[str, int], int]:
    """Words with another tag, head or label on the fast path, by article, and the number of all words."""
    paths = [Parser(load_model(fast=fast), fast=fast) for fast in (True, False)]
    different: dict[str, int] = {}
    total = 0
    for one in articles:
        texts = [piece.text for piece in pieces(one)]
        fast, slow = ([_columns(doc) for doc in path.parse(texts)] for path in paths)
        rows = [pair for here, there in zip(fast, slow, strict=True) for pair in zip(here, there, strict=True)]
        different[one.article_id] = sum(here != there for here, there in rows)
        total += len(rows)
    return different, total


def _columns(doc: Iterable[Any]) -> list[tuple[object, ...]]:
    return [(word.tag_, word.dep_, word.head.i, word.is_sent_start) for word in doc]


def compare(articles: Sequence[CleanArticle], parsed: dict[str, int]) -> Comparison:
    """Both paths over all articles."""
    result, coder = Comparison(), Coder.load()
    for fast, slow in zip(extracted(articles, fast=True), extracted(articles, fast=False), strict=True):
        cause = "parse" if parsed[fast.article_id] else "recogniser"
        here, there = bags(fast, coder), bags(slow, coder)
        same = [result.add(fast.article_id, layer, here[layer], there[layer], cause) for layer in LAYERS]
        result.texts["the same" if all(same) else cause] += 1
    return result


def main() -> None:
    """Print the counts; with ``--list`` each difference too."""
    articles = [article(gold) for path in files("development") for gold in read(path)]
    parsed, words = words_parsed(articles)
    result, out = compare(articles, parsed), sys.stdout.write
    out(f"{len(articles)} texts; {sum(parsed.values())} of {words} words parsed otherwise\n")
    out(f"texts: {dict(result.texts)}\n{'':12}{'both':>8}{'fast only':>11}{'slow only':>11}\n")
    for layer in LAYERS:
        out(f"{layer:12}{result.both[layer]:8}{result.fast_only[layer]:11}{result.slow_only[layer]:11}\n")
    if "--list" in sys.argv[1:]:
        out("\n".join(result.lines) + "\n")


if __name__ == "__main__":
    main()
