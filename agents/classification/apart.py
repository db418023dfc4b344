"""Fields apart from politics: sentences of sport, culture, cooking, weather, whose verbs only sound like acts.

"Ukraine met Poland in a friendly" and "Spanish olive oil beat Greek oil" name two countries and a verb that the lexicon
knows, and report nothing between states. Petty crime is such a field too, with words of its own that override it, as an
arrest is what it tells of. The words of such fields, and those that override them, are in ``apart.yaml``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from agents.classification.codebook import DATA

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fields:
    """The words of fields apart, and those that override them."""

    words: re.Pattern[str]
    unless: re.Pattern[str]

    def hold(self, lowers: str) -> bool:
        """Whether a sentence in lower case has one of the words and none that overrides them."""
        return self.words.search(lowers) is not None and self.unless.search(lowers) is None


@dataclass(frozen=True, slots=True)
class Apart:
    """All fields apart: those that any word of politics or force overrides, and petty crime."""

    fields: tuple[Fields, ...]
    clues: frozenset[str]
    """A word of each entry of the fields, its longest: a sentence that has none of them need not be searched."""

    @classmethod
    def load(cls, path: Path = DATA / "apart.yaml") -> "Apart":
        """Read the words.

        Raises:
            KeyError: ``fields``, ``unless`` or what belongs to ``petty`` is missing.
            ValueError: an entry has no word of its own.
        """
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        words = [word for words in raw["fields"].values() for word in words]
        petty = raw["petty"]
        clues = frozenset(clue for word in (*words, *petty["words"]) for clue in _clues(word))
        return cls(tuple(Fields(_any_of(w), _any_of(u)) for w, u in _pairs(words, raw["unless"], petty)), clues)

    def holds(self, text: str) -> bool:
        """Whether a sentence tells of such a field and of nothing that overrides it."""
        lowers = text.lower()
        if self.clues.isdisjoint(_WORD.findall(lowers)):
            return False
        return any(fields.hold(lowers) for fields in self.fields)


def _pairs(words: list[str], unless: list[str], petty: dict[str, list[str]]) -> list[tuple[list[str], list[str]]]:
    return [(words, unless), (petty["words"], petty["unless"])]


@cache
def shipped() -> Apart:
    """The words that ship with the project."""
    return Apart.load()


@lru_cache(maxsize=1 << 8)
def stands_apart(text: str) -> bool:
    """Whether a sentence does by the shipped words; kept, as the bar of its text asks, and then whoever decides."""
    return shipped().holds(text)


def _clues(entry: str) -> tuple[str, ...]:
    """The longest word of an entry that is spelt out, and its plural, which counts at the end of an entry."""
    spelt = [word for part in entry.split(" ") if not {"*", "#"} & set(part) for word in _WORD.findall(part)]
    if not spelt:
        raise ValueError(f"{entry!r} of apart.yaml needs a word of its own, by which a sentence is searched for it")
    longest = max(spelt, key=len)
    return longest, f"{longest}s"


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The words as one pattern; a star is any one word, two dots are up to five, a hash is a number."""
    each = (_spelt(re.escape(word)) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})s?(?!\w)")


def _spelt(escaped: str) -> str:
    several = escaped.replace(r"\ \.\.\ ", r"(?: [\w'-]+){0,5} ")
    return several.replace(r"\*", r"[\w-]+").replace(r"\#", r"\d{1,3}")
