"""Whose people are sent: "the Union sent observers to Malawi" and, later, "the observers": the sender's own."""

from typing import Final

from agents.extraction.coreference.history import History
from agents.extraction.coreference.home_signs import agent_of
from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.words import WordLists

SENT: Final = frozenset({"GOV", "MIL", "COP", "SPY", "MED"})
"""First sectors of those whom a state or a body sends on its behalf."""
REACH: Final = 3
"""Sentences back in which those who are spoken of again were sent."""
SURE: Final = 0.8


def sender(mention: Mention, mentions: MentionMap, lists: WordLists) -> str | None:
    """The country of whoever sends these people; None where nobody does, or where they are told apart from him."""
    head = mention.head
    verb = head.head
    if head.dep != "dobj" or verb is None or verb.lemma not in lists.sending_own or mention.definite:
        return None
    if not SENT.intersection(mention.about.sectors[:1]) or head.child("poss", "relcl", "acl") is not None:
        return None
    agent = agent_of(verb, lists)
    found = mentions.at(agent) if agent is not None else None
    return found.origin.about.country if found is not None and not found.plural else None


def sent_before(ordinal: int, mention: Mention, history: History) -> str | None:
    """The country of those who were sent and are spoken of again: "the observers"."""
    if not mention.definite or mention.head.child("poss", "amod", "compound", "prep", "nmod") is not None:
        return None
    for _, earlier in history.latest(ordinal, REACH):
        if earlier.head.lemma == mention.head.lemma and earlier.about.sectors == mention.about.sectors:
            return earlier.about.country if earlier.sent else None
    return None
