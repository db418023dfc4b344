"""Short names of bodies named in full before: "the Council" after the Security Council, "the movement" after a group.

A bare noun with "the" is the last body whose name ends or begins with it; some nouns, too, are the last organisation or
armed group, whatever it is called. A noun with words of its own ("the new council", "Iran's council") is another body.
"""

from typing import Final

from agents.extraction.coreference.history import History
from agents.extraction.mentions import Mention
from agents.extraction.words import WordLists

REACH: Final = 12
"""Sentences back that a name is remembered for, as titles are."""
NO_ALLIANCE: Final = ("alliance", "EUR")
NAMED: Final = frozenset({"actors", "title", "role", "publisher"})
COUNTRY: Final = "country"
LAST: Final = 6
"""Sentences back that a country is spoken of by what it is: "the Balkan country"."""
INNER: Final = frozenset({"det", "punct", "case", "appos", "cc", "conj", "relcl"})


def named_before(ordinal: int, mention: Mention, history: History, lists: WordLists) -> Mention | None:
    """The body that a description without a country is short for; None where nothing told of so far bears its noun."""
    head = mention.head
    several = mention.plural and not head.text[:1].isupper()  # "the guards", but not "the Guards"
    if not mention.definite or several or mention.about.sort == "person":
        return None
    if any(child.dep not in INNER for child in head.children):
        return None
    told = [one for _, one in history.latest(ordinal, REACH) if _is_body(one)]
    kinds = tuple(lists.short_bodies.get(head.lemma, ()))
    own = next((one for one in told if _bears(one, head.lower)), None)
    return own or next((one for one in told if _is_of(one, head.lemma, kinds)), None)


def described_before(ordinal: int, mention: Mention, history: History, lists: WordLists) -> Mention | None:
    """The state that "the Balkan country" stands for: the last one told of from that part of the world."""
    head = mention.head
    if not mention.definite or mention.plural or head.child("prep", "poss") is not None:
        return None
    said = " ".join(word.lower for word in mention.words if word is not head).replace("-", "")
    members = next((found for part, found in lists.parts_of_world.items() if part in said), None)
    if members is None:
        return None
    told = (one for _, one in history.latest(ordinal, LAST) if one.about.sort == "state" and one.antecedent is None)
    return next((one for one in told if one.about.country in members), None)


def _is_body(earlier: Mention) -> bool:
    about = earlier.about
    known = about.country is not None and about.basis in NAMED and not earlier.guessed
    return known and about.sort != "person"


def _is_of(earlier: Mention, noun: str, kinds: tuple[str, ...]) -> bool:
    """Whether it is an actor of the kind that the noun stands for; the Union of Europe is a bloc, but no alliance."""
    about = earlier.about
    if about.country in kinds:
        return True
    return about.actor_id is not None and about.actor_id.startswith(kinds) and (noun, about.country) != NO_ALLIANCE


def _bears(earlier: Mention, noun: str) -> bool:
    """Whether a name of several words has this noun in it, written as a name: "the Constitutional Court"."""
    words = earlier.words
    return len(words) > 1 and any(word.lower == noun and word.text[:1].isupper() for word in words)
