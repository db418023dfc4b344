"""Fits the tables of a mention's signs to gold. ``python -m tests.gold.calibration [--write]``.

What is printed is measured by cross-validation, whole texts apart; ``tests.gold.boosting`` grows the tables.
``--write`` commits them to ``agents/classification/data/confidence.yaml``.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray

from agents.classification import Coder
from agents.classification.codebook import CODEBOOK_VERSION
from agents.classification.confidence import CONFIDENCE_FILE, Confidence, Table, of_any
from agents.classification.deciding import distinct
from agents.classification.mentions import Writer
from agents.classification.weighing import weighed
from schemas import EventMention, ExtractedArticle
from tests.gold.boosting import boosted
from tests.gold.reliability import is_right, table
from tests.gold.scorer import extracted_gold, triple, triple_of
from tests.gold.texts import GoldText, files, read

FOLDS = 10
LEAST_SEEN = 12
"""Mentions that must show a sign before a table asks for it."""
THRESHOLDS = tuple(round(0.02 * step, 2) for step in range(10, 36))
WANTED_PRECISION = 0.745
"""Precision, source country, target country and type, that published mentions are to have on the development part, so
that it is about 0.70 on texts that nobody has seen: these are the very texts that rules were written for."""
WANTED_QUIET = 0.94
"""Share of the development texts without an event that are to stay quiet; others are to come to 0.90."""

NOTICE = (
    "# How sure a mention is, by its signs (agents/classification/signs.py). Less sure than `least` is left out.\n"
    "# A table asks for a few signs; the numbers are log-odds for each set of answers: none, the last alone, ... all.\n"
)

Triple = tuple[str | None, str | None, str]
Gold = dict[str, set[Triple]]


@dataclass(frozen=True, slots=True)
class Case:
    """A mention that could be published, by its signs, and whether it is right."""

    text: str
    signs: frozenset[str]
    right: bool
    told: Triple


def cases(coder: Coder, gold: GoldText, article: ExtractedArticle) -> Iterator[Case]:
    """All that a text may report, sure or not, statements left out."""
    writer, wanted = Writer(article), {triple_of(gold, event) for event in gold.events}
    for found in weighed(coder.lexicon, article):
        for one in distinct(found):
            mention = writer.write(one)
            if mention.event_type != "STATEMENT":
                yield Case(gold.id, frozenset(one.signs), is_right(gold, mention), _triple(mention, wanted))


def _triple(mention: EventMention, wanted: set[Triple]) -> Triple:
    """What the mention tells; a reciprocal one as the gold has it."""
    source, target, kind = told = triple(mention)
    turned = (target, source, kind)
    return turned if mention.reciprocal and told not in wanted and turned in wanted else told


def fit(found: Sequence[Case]) -> Confidence:
    """The tables, each fitted to what those before it leave over."""
    names = _names(found)
    rows, right = _matrix(found, names), np.array([case.right for case in found], dtype=np.float64)
    bias, grown = boosted(rows, right)
    tables = (
        Table(tuple(names[row] for row in signs), tuple(round(float(one), 3) for one in odds)) for signs, odds in grown
    )
    return Confidence(tuple(tables), round(bias, 3), 0.0)


def _names(found: Sequence[Case]) -> list[str]:
    seen: dict[str, int] = {}
    for case in found:
        for sign in case.signs:
            seen[sign] = seen.get(sign, 0) + 1
    return sorted(sign for sign, count in seen.items() if count >= LEAST_SEEN)


def _matrix(found: Sequence[Case], names: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[name in case.signs for name in names] for case in found])


def cross_validated(found: Sequence[Case]) -> list[float]:
    """For each case the confidence by weights fitted to the other folds' texts."""
    folds = [crc32(case.text.encode()) % FOLDS for case in found]
    fitted = [fit([case for case, own in zip(found, folds, strict=True) if own != fold]) for fold in range(FOLDS)]
    return [fitted[fold].of(case.signs) for case, fold in zip(found, folds, strict=True)]


@dataclass(frozen=True, slots=True)
class Bars:
    """How sure it must be that a text tells any act, and from what confidence on its acts are published."""

    first: float
    least: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is published: precision and recall end to end, and the share of texts without an event that stay quiet."""

    precision: float
    recall: float
    quiet: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    @property
    def is_wanted(self) -> bool:
        """Whether it is precise and quiet enough."""
        return self.precision >= WANTED_PRECISION and self.quiet >= WANTED_QUIET


def outcome(bars: Bars, found: Sequence[Case], sure: Sequence[float], gold: Gold) -> Outcome:
    """What comes of two bars, on the texts of ``gold``."""
    likely: dict[str, list[float]] = {}
    for case, one in zip(found, sure, strict=True):
        if one >= bars.least:
            likely.setdefault(case.text, []).append(one)
    open_texts = {text for text, ones in likely.items() if of_any(ones) >= bars.first}
    published = (case for case, one in zip(found, sure, strict=True) if one >= bars.least and case.text in open_texts)
    told = {(case.text, case.told) for case in published if case.text in gold}
    hits = sum(triple in gold[text] for text, triple in told)
    silent = {text for text, triples in gold.items() if not triples}
    loud = silent & {text for text, _ in told}
    wanted = sum(map(len, gold.values()))
    return Outcome(hits / max(1, len(told)), hits / max(1, wanted), 1 - len(loud) / max(1, len(silent)))


def chosen(outcomes: Mapping[Bars, Outcome]) -> Bars:
    """The bars that are precise and quiet enough with the best F1; the most precise ones where none are."""
    good = [bars for bars, one in outcomes.items() if one.is_wanted]
    if not good:
        return max(outcomes, key=lambda bars: outcomes[bars].precision)
    return max(good, key=lambda bars: outcomes[bars].f1)


def _write(fitted: Confidence, bars: Bars, texts: int, found: int) -> None:
    header = {
        "fitted_on": f"development and practice gold: {texts} texts, {found} mentions",
        "by": "python -m tests.gold.calibration --write (boosted tables, tests/gold/boosting.py)",
        "codebook": CODEBOOK_VERSION,
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    body = {
        "first": bars.first,
        "least": bars.least,
        "bias": fitted.bias,
        "tables": [str(one) for one in fitted.tables],
    }
    text = yaml.safe_dump({**header, **body}, sort_keys=False, allow_unicode=True, width=1000)
    CONFIDENCE_FILE.write_text(NOTICE + text, encoding="utf-8")


def main() -> None:
    """Fit, print what cross-validation says, and write the table where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="commit the table")
    wanted = parser.parse_args().write
    development = [text for path in files("development") for text in read(path)]
    texts = [*development, *(text for path in files("practice") for text in read(path))]
    found, gold = gathered(texts)
    sure = cross_validated(found)
    held = {text.id: gold[text.id] for text in development}
    grid = [Bars(first, least) for first in THRESHOLDS for least in THRESHOLDS if least <= first]
    outcomes = {bars: outcome(bars, found, sure, held) for bars in grid}
    bars = chosen(outcomes)
    _show(outcomes, bars)
    rest = outcome(bars, found, sure, {text: triples for text, triples in gold.items() if text not in held})
    out = sys.stdout.write
    out(f"practice texts{rest.precision:7.3f}{rest.recall:7.3f}{rest.f1:7.3f}{rest.quiet:7.3f}\n")
    out(table([(one, case.right) for case, one in zip(found, sure, strict=True) if one >= bars.least]))
    if wanted:
        _write(fit(found), bars, len(texts), len(found))


def _show(outcomes: Mapping[Bars, Outcome], best: Bars) -> None:
    """Print one bar alone and, with the first bar that was chosen, two, by cross-validation on the development part."""
    sys.stdout.write("first  least      P      R     F1  quiet\n")
    for bars, one in outcomes.items():
        if bars.first in (bars.least, best.first):
            mark = " <" if bars == best else ""
            numbers = "".join(f"{number:7.3f}" for number in (one.precision, one.recall, one.f1, one.quiet))
            sys.stdout.write(f"{bars.first:5.2f}{bars.least:7.2f}{numbers}{mark}\n")


def gathered(texts: Sequence[GoldText]) -> tuple[list[Case], Gold]:
    """The cases of all texts, and what each text reports."""
    found: list[Case] = []
    gold: Gold = {}
    coder = Coder.load()
    for text, article in extracted_gold(texts):
        found += cases(coder, text, article)
        gold[text.id] = {triple_of(text, event) for event in text.events if event.type != "STATEMENT"}
    return found, gold


if __name__ == "__main__":
    main()
