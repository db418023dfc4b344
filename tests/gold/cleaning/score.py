"""Scores cleaning against the gold set: token precision, recall and F1, beside plain trafilatura on pages."""

import difflib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import trafilatura

from agents.cleaning import clean, decode
from agents.errors import Dropped, Rejected
from schemas import CleanArticle, RawArticle

FOLDER = Path(__file__).parent
_WORD = re.compile(r"\w+")


class Score(NamedTuple):
    """Token precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float
    f1: float


class Row(NamedTuple):
    """One document: its gold, what cleaning made of it, the score, and trafilatura's for pages."""

    gold: dict[str, Any]
    article: CleanArticle | None
    score: Score
    plain: Score | None


def gold() -> list[dict[str, Any]]:
    """The gold rows."""
    text = (FOLDER / "gold.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def raw_text(row: dict[str, Any]) -> str:
    """The raw document, decoded as the cleaning stage would decode it."""
    return decode((FOLDER / row["raw"]).read_bytes())


def cleaned(row: dict[str, Any]) -> CleanArticle | None:
    """The clean article, or nothing where cleaning gave none."""
    try:
        return clean(RawArticle(body=raw_text(row)))
    except (Rejected, Dropped):
        return None


def token_score(got: str, want: str) -> Score:
    """Words without regard to case, counted with multiplicity."""
    found, wanted = (Counter(word.casefold() for word in _WORD.findall(text)) for text in (got, want))
    common = (found & wanted).total()
    if not common:
        return Score(0.0, 0.0, 0.0)
    precision, recall = common / found.total(), common / wanted.total()
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def scored(row: dict[str, Any]) -> Row:
    """One document cleaned and scored."""
    article = cleaned(row)
    plain = None
    if row["kind"] == "page":
        plain = token_score(trafilatura.extract(raw_text(row)) or "", row["body"])
    return Row(row, article, token_score(article.body if article else "", row["body"]), plain)


def mean(scores: Iterable[Score]) -> Score:
    """The mean over documents of each figure."""
    columns = list(zip(*scores, strict=True))
    return Score(*(sum(column) / len(column) for column in columns))


def groups(rows: list[Row]) -> dict[str, list[Row]]:
    """The rows by kind, and by whether they were held out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        part = "held out" if row.gold["held_out"] else "development"
        for name in (f"{row.gold['kind']}s", f"{row.gold['kind']}s, {part}"):
            found.setdefault(name, []).append(row)
    return dict(sorted(found.items()))


def _line(name: str, score: Score, plain: Score | None = None) -> str:
    figures = f"{score.precision:7.4f} {score.recall:7.4f} {score.f1:7.4f}"
    return f"{name:34} {figures}" + (f"   trafilatura {plain.f1:7.4f}" if plain else "")


def table(rows: list[Row]) -> str:
    """The figures a group, as text."""
    lines = [f"{'documents':34} {'prec.':>7} {'recall':>7} {'F1':>7}"]
    for name, group in groups(rows).items():
        plain = [row.plain for row in group if row.plain]
        lines.append(_line(f"{name} ({len(group)})", mean(r.score for r in group), mean(plain) if plain else None))
    return "\n".join(lines)


def differences(row: Row) -> str:
    """Paragraph by paragraph: what is missing (-) and what is too much (+)."""
    got = row.article.body.split("\n") if row.article else []
    return "\n".join(line for line in difflib.ndiff(row.gold["body"].split("\n"), got) if line[:1] in "+-")


def main(arguments: list[str]) -> None:
    """Print the table; with ``--each`` every document, with ``--diff ID`` the differences of one."""
    names = arguments[arguments.index("--diff") + 1 :] if "--diff" in arguments else []
    rows = [scored(row) for row in gold() if not names or row["id"] in names]
    out = [differences(row) for row in rows] if names else [table(rows)]
    if "--each" in arguments:
        out += [_line(row.gold["id"], row.score, row.plain) for row in rows]
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
