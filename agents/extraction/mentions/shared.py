"""Bodies whose names many countries have: "the National Electoral Council" is not always the one that the data know.

Where an article speaks of that country nowhere else, and much of another, the name is only a description.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from agents.extraction.mentions.mention import Mention

ABOUT: Final = 3
"""Mentions from which an article is about a country."""
KNOWN: Final = ("inst:", "party:")


def disown(mentions: Iterable[Mention], shared: frozenset[str]) -> None:
    """Take from such bodies the country that only their own names bring into the article.

    ``shared`` are the last words of names that are not one country's.
    """
    known = [one for one in mentions if one.about.country is not None]
    doubtful = [one for one in known if one.head.lower in shared and _is_known(one)]
    if not doubtful:
        return
    names = {id(one) for one in doubtful}
    counts = Counter(one.about.country for one in known if id(one) not in names)
    if max(counts.values(), default=0) < ABOUT:
        return
    for one in doubtful:
        if one.about.country not in counts:
            one.about = replace(one.about, name=None, country=None, actor_id=None, basis="role", confidence=0.6)


def _is_known(mention: Mention) -> bool:
    about = mention.about
    return about.basis == "actors" and (about.actor_id or "").startswith(KNOWN)
