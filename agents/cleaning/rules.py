"""The rules of removal: what is not the story, each with an id, a reason and examples (``data/rules.yaml``)."""

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from agents.cleaning.data import read
from agents.cleaning.traced import Traced

Where = Literal["any", "top", "bottom", "end"]
Kind = Literal["line", "block", "rest", "part", "shape"]

MAX_LINE = 400
"""Characters up to which a line can be furniture of one kind; the longest legal notice of the gold has 250."""

_MAX_BLOCK = 12
"""Lines that a list of other stories has at most."""

_KEPT_WORDS = 6
"""Words from which a line stays where the rules would leave nothing of a text."""

_END_LINES = 4
"""Lines at the end of a text among which notes about author and rights stand."""

_SPACES = re.compile(" {2,}")
_SENTENCE_WORDS, _OPEN_WORDS, _LONG_WORDS, _LONG_LETTERS = 3, 4, 14, 60
"""Words from which a line with a full stop, one that is left open, and one without either is a sentence; and letters,
for scripts that put no spaces between words."""
_END_MARKS = 8
"""Characters at the end of a line in which its full stop and what closes after it stand."""
_FULL_STOP = re.compile("[.!?\u2026\u3002\uff01\uff1f\u061f\u0964][\"'\u201d\u2019)\\]\u00bb\u300d]*$")
_LEFT_OPEN = re.compile('[:;,"\u201d\u2019\u00bb\u300d]$')


class Rule(NamedTuple):
    """A rule: a ``line`` goes alone, a ``block`` with its list, ``rest`` with all below, a ``part`` leaves its line."""

    id: str
    why: str
    kind: Kind
    where: Where
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


class Cut(NamedTuple):
    """Something taken out, and the id of the rule."""

    text: str
    rule: str


class Zone(NamedTuple):
    """Where the sentences of a text begin and end (line numbers, the last one included), and how many lines it has."""

    first: int
    last: int
    lines: int

    def places(self, number: int) -> frozenset[Where]:
        """The places of the rules in which a line stands."""
        below = number > self.last >= 0
        return _places(number < self.first < self.lines, below, below or 0 < number >= self.lines - _END_LINES)


@cache
def _places(top: bool, bottom: bool, end: bool) -> frozenset[Where]:
    named: tuple[tuple[bool, Where], ...] = ((True, "any"), (top, "top"), (bottom, "bottom"), (end, "end"))
    return frozenset(place for holds, place in named if holds)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the file: the first that fits decides."""
    return tuple(
        Rule(
            row["id"], row["why"], row["kind"], row.get("where", "any"), re.compile(row.get("pattern", "(?!)"), re.I),
            tuple(row.get("needs", ())),
            tuple(map(str, row["removes"])), tuple(map(str, row["keeps"])),
        )
        for row in read("rules.yaml")
    )  # fmt: skip


@cache
def _line_rules(places: frozenset[Where]) -> tuple[re.Pattern[str], tuple[Rule, ...]]:
    """The rules for lines at these places, and one pattern that says whether any of them fits."""
    found = tuple(rule for rule in rules() if rule.kind in {"line", "block", "rest"} and rule.where in places)
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in found), re.I), found


@cache
def _part_rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if rule.kind == "part")


def is_sentence(text: str) -> bool:
    """Whether a line reads as a sentence of a story rather than as a heading, a name or a button."""
    words, end = text.count(" ") + 1, text[-_END_MARKS:]
    if words >= _LONG_WORDS:
        return True
    if words >= _SENTENCE_WORDS and _FULL_STOP.search(end):
        return True
    return (words >= _OPEN_WORDS and bool(_LEFT_OPEN.search(end))) or (
        len(text) >= _LONG_LETTERS and bool(_FULL_STOP.search(end))
    )


def zone(lines: list[Traced]) -> Zone:
    """Where the sentences of a text begin and end."""
    found = [number for number, line in enumerate(lines) if is_sentence(line.text)]
    return Zone(found[0] if found else len(lines), found[-1] if found else -1, len(lines))


def without_lines(lines: list[Traced]) -> tuple[list[Traced], list[Cut]]:
    """The lines that no rule takes out, and the others. Where all would go the long ones stay: a text may be one."""
    kept: list[Traced] = []
    cuts: list[Cut] = []
    around = zone(lines)
    done = 0
    for number, line in enumerate(lines):
        if number < done:
            continue
        rule = line_rule(line.text, around.places(number))
        done = number + 1 + (_following(rule, lines, number, around) if rule else 0)
        if rule:
            cuts += [Cut(cut.text, rule.id) for cut in lines[number:done]]
        else:
            kept.append(line)
    sentences = [] if kept else [line for line in lines if line.text.count(" ") + 1 >= _KEPT_WORDS]
    return (sentences, []) if sentences else (kept, cuts)


@lru_cache(maxsize=4096)
def line_rule(text: str, places: frozenset[Where]) -> Rule | None:
    """The rule that takes out a line standing at these places."""
    if len(text) > MAX_LINE:
        return None
    any_of, found = _line_rules(places)
    if not any_of.fullmatch(text):
        return None
    return next((rule for rule in found if rule.pattern.fullmatch(text)), None)


def _following(rule: Rule, lines: list[Traced], number: int, around: Zone) -> int:
    """How many of the lines after ``number`` go with it; above the story, where the headline may follow, none."""
    if rule.kind == "rest":
        return len(lines) - number - 1
    if rule.kind != "block" or number < around.first < around.lines:
        return 0
    after = lines[number + 1 : number + 1 + _MAX_BLOCK]
    return next((n for n, line in enumerate(after) if is_sentence(line.text)), len(after))


def without_parts(line: Traced) -> tuple[Traced, list[Cut]]:
    """A line without the parts that are not the story, and the parts."""
    cuts: list[Cut] = []
    for rule in _part_rules():
        if any(need in line.text for need in rule.needs):
            found = [Cut(match.group().strip(), rule.id) for match in rule.pattern.finditer(line.text)]
            if found:
                cuts += found
                line = line.replaced(rule.pattern, "").replaced(_SPACES, " ").stripped()
    return line, cuts
