"""Fits the tables of a mention's signs to gold. ``python -m tests.gold.calibration [--write]``.

What is printed is measured by cross-validation, whole texts apart; ``tests.gold.boosting`` grows the tables.
``--write`` commits them to ``agents/classification/data/confidence.yaml``.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray

from agents.classification import Coder
from agents.classification.codebook import CODEBOOK_VERSION
from agents.classification.confidence import CONFIDENCE_FILE, Confidence, Table
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
THRESHOLDS = tuple(round(0.01 * step, 2) for step in range(72))
WANTED_PRECISION = 0.73
"""Precision, source country, target country and type, that published mentions are to have here, so that it is 0.70 on
texts that nobody has seen: half of these are the very texts that rules were written for."""

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


def scores_at(least: float, found: Sequence[Case], sure: Sequence[float], gold: Gold) -> tuple[float, float]:
    """Precision and recall, end to end, where only mentions as sure as ``least`` are published."""
    told = {(case.text, case.told) for case, one in zip(found, sure, strict=True) if one >= least}
    hits = sum(triple in gold[text] for text, triple in told)
    return hits / max(1, len(told)), hits / max(1, sum(map(len, gold.values())))


def chosen(found: Sequence[Case], sure: Sequence[float], gold: Gold) -> float:
    """The threshold with the wanted precision and the best F1; the most precise one where none has it."""
    scores = {least: scores_at(least, found, sure, gold) for least in THRESHOLDS}
    good = [least for least, (precision, _) in scores.items() if precision >= WANTED_PRECISION]
    if not good:
        return max(scores, key=lambda least: scores[least][0])
    return max(good, key=lambda least: _f1(*scores[least]))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


def _write(fitted: Confidence, least: float, texts: int, found: int) -> None:
    header = {
        "fitted_on": f"development and practice gold: {texts} texts, {found} mentions",
        "by": "python -m tests.gold.calibration --write (boosted tables, tests/gold/boosting.py)",
        "codebook": CODEBOOK_VERSION,
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    body = {"least": least, "bias": fitted.bias, "tables": [str(one) for one in fitted.tables]}
    text = yaml.safe_dump({**header, **body}, sort_keys=False, allow_unicode=True, width=1000)
    CONFIDENCE_FILE.write_text(NOTICE + text, encoding="utf-8")


def main() -> None:
    """Fit, print what cross-validation says, and write the table where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="commit the table")
    wanted = parser.parse_args().write
    texts = [text for path in files("development", "practice") for text in read(path)]
    found, gold = gathered(texts)
    sure = cross_validated(found)
    least = chosen(found, sure, gold)
    out = sys.stdout.write
    out("least      P      R     F1\n")
    for each in THRESHOLDS:
        precision, recall = scores_at(each, found, sure, gold)
        mark = " <" if each == least else ""
        out(f"{each:5.2f}{precision:7.3f}{recall:7.3f}{_f1(precision, recall):7.3f}{mark}\n")
    out(table([(one, case.right) for case, one in zip(found, sure, strict=True) if one >= least]))
    if wanted:
        _write(fit(found), least, len(texts), len(found))


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
