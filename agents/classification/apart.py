"""Fields apart from politics: sentences of sport, culture, cooking, weather, whose verbs only sound like acts.

"Ukraine met Poland in a friendly" and "Spanish olive oil beat Greek oil" name two countries and a verb that the lexicon
knows, and report nothing between states. The words of such fields, and those that override them, are in ``apart.yaml``.
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
class Apart:
    """The words of fields apart, and those of politics and force."""

    fields: re.Pattern[str]
    politics: re.Pattern[str]
    openings: frozenset[str]
    """The words with which an entry of ``fields`` may begin: nearly every sentence has none, and is not searched."""

    @classmethod
    def load(cls, path: Path = DATA / "apart.yaml") -> "Apart":
        """Read the words.

        Raises:
            KeyError: ``fields`` or ``unless`` is missing.
            ValueError: an entry does not begin with a word.
        """
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        fields = [word for words in raw["fields"].values() for word in words]
        openings = frozenset(opening for field in fields for opening in _openings(field))
        return cls(_any_of(fields), _any_of(raw["unless"]), openings)

    def holds(self, text: str) -> bool:
        """Whether a sentence tells of such a field and of nothing political."""
        lowers = text.lower()
        if self.openings.isdisjoint(_WORD.findall(lowers)):
            return False
        return self.fields.search(lowers) is not None and self.politics.search(lowers) is None


@cache
def shipped() -> Apart:
    """The words that ship with the project."""
    return Apart.load()


@lru_cache(maxsize=1 << 8)
def stands_apart(text: str) -> bool:
    """Whether a sentence does by the shipped words; kept, as the bar of its text asks, and then whoever decides."""
    return shipped().holds(text)


def _openings(entry: str) -> tuple[str, ...]:
    """The first word of an entry, and its plural, which also counts where it is the whole entry."""
    first = _WORD.match(entry)
    if first is None:
        raise ValueError(f"{entry!r} of apart.yaml must begin with a word, so that a sentence is searched for it")
    return (first[0], f"{first[0]}s")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The words as one pattern; a star is any one word."""
    each = (re.escape(word).replace(r"\*", r"[\w-]+") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})s?(?!\w)")
