"""The rules of removal: what is not the story, each with an id, a reason and examples (``data/rules.yaml``)."""

import re
from functools import cache
from typing import Literal, NamedTuple

import yaml

from agents.cleaning.data import FOLDER
from agents.cleaning.traced import Traced

Where = Literal["any", "top", "bottom"]
Kind = Literal["line", "block", "rest", "part"]
_MAX_LINE = 300
_MAX_BLOCK = 12
_PROSE_WORDS = 8
_ENDS = re.compile('[.!?\u2026:;,]["\'\u201d\u2019)\\]]*$|["\u201d\u2019]$')


class Rule(NamedTuple):
    """One rule: a ``line`` goes alone, a ``block`` with its list, ``rest`` with all that follows, a ``part`` of a line."""

    id: str
    why: str
    kind: Kind
    where: Where
    pattern: re.Pattern[str]
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


class Cut(NamedTuple):
    """Something taken out, and the id of the rule."""

    text: Traced
    rule: str


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the file: the first that fits decides."""
    rows = yaml.safe_load((FOLDER / "rules.yaml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            row["id"], row["why"], row["kind"], row.get("where", "any"), re.compile(row["pattern"], re.IGNORECASE),
            tuple(row["removes"]), tuple(row["keeps"]),
        )
        for row in rows
    )  # fmt: skip


def is_prose(text: str) -> bool:
    """Whether a line reads as a sentence of a story rather than as furniture or a heading."""
    return text.count(" ") + 1 >= _PROSE_WORDS and bool(_ENDS.search(text))


def applied(lines: list[Traced]) -> tuple[list[Traced], list[Cut]]:
    """The lines that remain, and what was taken out."""
    prose = [n for n, line in enumerate(lines) if is_prose(line.text)]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    kept: list[Traced] = []
    cuts: list[Cut] = []
    skip = 0
    for number, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        rule = _line_rule(line.text, top=number < first, bottom=number > last)
        if rule is None:
            kept.append(line)
            continue
        skip = _following(rule, lines, number)
        cuts += [Cut(cut, rule.id) for cut in lines[number : number + 1 + skip]]
    return kept, cuts


def _line_rule(text: str, *, top: bool, bottom: bool) -> Rule | None:
    if len(text) > _MAX_LINE:
        return None
    places = {"any", *(["top"] if top else []), *(["bottom"] if bottom else [])}
    return next((r for r in rules() if r.kind != "part" and r.where in places and r.pattern.fullmatch(text)), None)


def _following(rule: Rule, lines: list[Traced], number: int) -> int:
    """How many of the lines after ``number`` go with it."""
    if rule.kind == "rest":
        return len(lines) - number - 1
    if rule.kind != "block":
        return 0
    after = lines[number + 1 : number + 1 + _MAX_BLOCK]
    return next((n for n, line in enumerate(after) if is_prose(line.text)), len(after))
