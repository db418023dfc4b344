"""Fields apart from politics: sentences of sport, culture, cooking, weather, whose verbs only sound like acts.

"Ukraine met Poland in a friendly" and "Spanish olive oil beat Greek oil" name two countries and a verb that the lexicon
knows, and report nothing between states. The words of such fields, and those that override them, are in ``apart.yaml``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from agents.classification.codebook import DATA


@dataclass(frozen=True, slots=True)
class Apart:
    """The words of fields apart, and those of politics and force."""

    fields: re.Pattern[str]
    politics: re.Pattern[str]

    @classmethod
    def load(cls, path: Path = DATA / "apart.yaml") -> "Apart":
        """Read the words.

        Raises:
            KeyError: ``fields`` or ``unless`` is missing.
        """
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(_any_of(word for words in raw["fields"].values() for word in words), _any_of(raw["unless"]))

    def holds(self, text: str) -> bool:
        """Whether a sentence tells of such a field and of nothing political."""
        lowers = text.lower()
        return self.fields.search(lowers) is not None and self.politics.search(lowers) is None


@cache
def shipped() -> Apart:
    """The words that ship with the project."""
    return Apart.load()


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The words as one pattern; a star is any one word."""
    each = (re.escape(word).replace(r"\*", r"[\w-]+") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})s?(?!\w)")
