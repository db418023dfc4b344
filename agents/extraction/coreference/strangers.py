"""Of what country people are whom only the text knows: "President Petar Vidov", "the judge, Ana Sy", then "Sy".

Their words name none. Who is described beside the name is of the country of that office; any other is of the likeliest
of those spoken of. What has been found once holds whenever the name comes again.
"""

from dataclasses import replace
from typing import Final

from agents.extraction.coreference.homes import Homes
from agents.extraction.coreference.sightings import Sightings
from agents.extraction.mentions import Description, Mention, MentionMap

UNPLACED: Final = frozenset({"title", "recogniser"})
"""Bases on which somebody is known by a name and perhaps an office, but by no country."""
BESIDE: Final = frozenset({"role", "coreference"})
MAX_NAMES: Final = 500
"""Names remembered in one article."""


class Strangers:
    """Those of one article."""

    def __init__(self, homes: Homes, sightings: Sightings) -> None:
        self._homes = homes
        self._sightings = sightings
        self._known: dict[str, Description] = {}

    def place(self, ordinal: int, mention: Mention, mentions: MentionMap) -> None:
        """Give somebody without a country that of the name before, of the office beside it, or a likely one."""
        about = mention.about
        key = about.name.split()[-1] if about.name else ""
        if about.country is None and about.basis in UNPLACED:
            known = self._known.get(key) or self._beside(mention, mentions) or self._likely(ordinal, mention)
            if known is not None:
                mention.guessed = True
                mention.about = about = replace(
                    about, country=known.country, sectors=about.sectors or known.sectors,
                    role=about.role or known.role, confidence=min(about.confidence, known.confidence),
                )  # fmt: skip
        if key and about.country is not None and about.basis in UNPLACED and len(self._known) < MAX_NAMES:
            self._known.setdefault(key, about)

    def _beside(self, mention: Mention, mentions: MentionMap) -> Description | None:
        """What stands in apposition, once its country is known: "the judge, Ana Sy", "Ana Sy, his Thai colleague"."""
        above = mention.head.head if mention.head.dep == "appos" else mention.head.child("appos")
        office = mentions.at(above) if above is not None else None
        if above is None or (office is not None and not _may_be(office, mention.about)):
            return None
        if office is not None and office.about.basis in BESIDE and office.about.country is not None:
            return office.about
        told = (mentions.at(child) for child in above.children if child.dep in ("amod", "nmod") and above.is_noun)
        return next((replace(mention.about, country=one.about.country) for one in told if one is not None), None)

    def _likely(self, ordinal: int, mention: Mention) -> Description | None:
        if mention.about.sort == "body" and not mention.about.sectors:
            return None  # a name that may be anything's
        home = self._homes.of(ordinal, mention, self._sightings)
        return replace(mention.about, country=home.country, confidence=home.probability) if home is not None else None


def _may_be(office: Mention, name: Description) -> bool:
    """Whether a name can be a description's: "his wife, Ana" too, who is one of those who mostly act in numbers."""
    one = name.sort == "person" and office.about.sort == "group" and office.head.tag == "NN"
    return one or office.about.sort == name.sort
