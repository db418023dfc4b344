"""Scores of the coder on ``modes.tsv``: the share of sentences whose type, and whose type and mode, come out right.

The columns are type, mode, source, target and sentence; source and target are substrings of the sentence. A sentence is
right where a mention of its type (and mode) is coded between its two actors. ``python -m
tests.gold.classification.score`` prints the table and, with ``--write``, commits it to ``scores.json``.
"""

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import orjson

from schemas import EventMention
from tests.support.coding import article, coder, extracted

FOLDER = Path(__file__).parent
SCORES = FOLDER / "scores.json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sentence and what it reports."""

    event_type: str
    mode: str
    source: str
    target: str
    sentence: str


def wanted() -> list[Wanted]:
    """The gold sentences."""
    with (FOLDER / "modes.tsv").open(encoding="utf-8") as rows:
        return [Wanted(*row.values()) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]


def coded(gold: list[Wanted]) -> list[list[EventMention]]:
    """The mentions of each sentence; its actors are given."""
    articles = [article(number, one.sentence, (one.source, one.target)) for number, one in enumerate(gold)]
    return [coder().code(one) for one in extracted(articles)]


def right(one: Wanted, mentions: list[EventMention], *, mode: bool) -> bool:
    """Whether what the sentence reports is among its mentions."""
    return any(
        mention.event_type == one.event_type and (not mode or (mention.mode or "") == one.mode)
        for mention in mentions
        if mention.source.text == one.source and (mention.target is None or mention.target.text == one.target)
    )


def scores() -> dict[str, dict[str, float]]:
    """Per cent right by type, by mode, and overall; one decimal."""
    gold = wanted()
    tallies: dict[str, dict[str, list[bool]]] = {part: defaultdict(list) for part in ("types", "modes", "all")}
    for one, mentions in zip(gold, coded(gold), strict=True):
        by_type, by_mode = (right(one, mentions, mode=mode) for mode in (False, True))
        tallies["types"][one.event_type].append(by_type)
        tallies["modes"][f"{one.event_type} {one.mode}".strip()].append(by_mode)
        tallies["all"]["types"].append(by_type)
        tallies["all"]["modes"].append(by_mode)
    return {part: {name: _share(told) for name, told in sorted(names.items())} for part, names in tallies.items()}


def _share(told: list[bool]) -> float:
    return round(100 * sum(told) / len(told), 1)


def main() -> None:
    """Print the scores; write them with ``--write``."""
    table = orjson.dumps(scores(), option=orjson.OPT_INDENT_2) + b"\n"
    sys.stdout.write(table.decode())
    if "--write" in sys.argv:
        SCORES.write_bytes(table)


if __name__ == "__main__":
    main()
