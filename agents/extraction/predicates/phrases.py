"""The actors in a phrase: at its head, as owners of its thing, or inside it; and when two of them are one."""

from collections.abc import Container, Iterable, Sequence

from agents.extraction.grammar import LOCATIVE, MODIFIERS
from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.arguments import coordinated
from agents.extraction.predicates.frames import Frame, Slot
from agents.extraction.tree import Word
from agents.extraction.words import load_words

UNKNOWN = frozenset({"recogniser", "title"})
GROUND = frozenset({"country", "region", "province", "city", "town", "capital"})
"""Roles of what one can be in: "in six states"."""

UNSENT = frozenset({"REB", "OPP", "UAF", "CRM", "REF", "CVL"})
"""Sectors of those whom nobody sends as his own: "evacuated families", "ordered the crowd out"; but "sent 80 men"."""

OPPOSED = frozenset({"REB", "OPP", "UAF"})
"""Sectors of those who face the rulers of their own country as another side."""

SENT_BY = frozenset({"of", "from"})


def heads(word: Word, mentions: MentionMap) -> list[Mention]:
    """The actors that a phrase is: the mention at its head, and those joined to it."""
    known = mentions.heads.get(word.index)
    if known is None:
        found = _spelt_out(word, mentions)
        for item in coordinated(word)[1:] if word.children else ():
            found += _spelt_out(item, mentions)
        known = mentions.heads[word.index] = unique(found)
    return known


def _spelt_out(word: Word, mentions: MentionMap) -> list[Mention]:
    """The mention of a word; for "the two ministers, X and Y" X and Y."""
    mention = mentions.at(word)
    if mention is None:
        return _introduced(word, mentions) if word.children else []
    if not word.children:
        return [*mention.partners, mention]
    named = _several(word, mentions) if mention.plural and mention.head is word else []
    return named or _bearer(mention, word, mentions) or [*mention.partners, mention, *_listed(mention, word, mentions)]


def _listed(mention: Mention, word: Word, mentions: MentionMap) -> list[Mention]:
    """The next states of a list, which the parser takes for a description: "Mali, Niger and Chad have agreed"."""
    beside = word.child("appos") if mention.about.sort == "state" else None
    other = mentions.at(beside) if beside is not None else None
    if beside is None or other is None or other.about.sort != "state":
        return []
    if other.about.country in (None, mention.about.country):
        return []
    if beside.child("conj") is None:
        return [other] if mention.tree.headline else []
    return [one for item in coordinated(beside) if (one := mentions.at(item)) is not None]


def _introduced(word: Word, mentions: MentionMap) -> list[Mention]:
    """The person named beside a noun that tells of no actor by itself: "his colleague, X"; or "a charge X denied"."""
    beside = word.child("appos") if word.is_noun else None
    other = mentions.at(beside) if beside is not None and beside.is_proper else None
    if beside is None or other is None:
        return []
    return [other] if other.about.sort == "person" or beside.index == word.index + 1 else []


def _several(word: Word, mentions: MentionMap) -> list[Mention]:
    """Whom a plural stands for: "the two ministers, X and Y", "six states, including X", "the leaders of X and Y"."""
    beside = word.child("appos")
    named = [other for item in coordinated(beside) if (other := mentions.at(item))] if beside is not None else []
    for prep in word.having("prep") if not named else ():
        joined = _next_like(prep, word) if prep.lower in SENT_BY else []
        behind = [item for one in (prep, *joined) for child in one.having("pobj") for item in coordinated(child)]
        found = [other for item in behind if (other := mentions.at(item))]
        countries = {other.about.country for other in found} - {None}
        each = joined and len(found) == len(behind) and word.lemma in load_words().sent  # "envoys of X and of Y"
        if found and (each or prep.lower == "including" or (prep.lower == "of" and len(countries) == len(behind) > 1)):
            return found
    return named


def _next_like(prep: Word, noun: Word) -> list[Word]:
    """The second preposition of "envoys of Chad and of Mali", wherever the parser has hung it."""
    beside = [one for one in noun.having("prep") if one.lower == prep.lower and one.index > prep.index]
    return prep.having("conj") or (beside if noun.child("cc") is not None else [])


def _bearer(mention: Mention, word: Word, mentions: MentionMap) -> list[Mention]:
    """The person named beside an office: "its president, X"."""
    beside = word.child("appos")
    other = mentions.at(beside) if beside is not None and mention.head is word else None
    person = other is not None and other is not mention and other.about.sort == mention.about.sort == "person"
    return [other] if other is not None and person and other.head.is_proper else []


def owners(word: Word, mentions: MentionMap) -> list[Mention]:
    """The actors that own a thing: its possessor, or a nationality before it."""
    own = mentions.at(word)
    found: list[Mention] = []
    for child in word.children:
        if child.dep in MODIFIERS:
            found += [mention for mention in heads(child, mentions) if mention is not own]
    return unique(found)


def of_phrase(word: Word, mentions: MentionMap, prepositions: Container[str]) -> list[Mention]:
    """The actors behind 'of' and the like that hang on a thing, places left out."""
    behind = [child for prep in word.having("prep") if prep.lower in prepositions for child in prep.having("pobj")]
    return unique(mention for child in behind for mention in heads(child, mentions) if not mention.place)


def inside(slot: Slot, mentions: MentionMap) -> list[Mention]:
    """All actors in a phrase, its head's left out."""
    found = mentions.of_words(slot.words) if len(slot.words) > 1 else []
    if not found:
        return found
    of_head = heads(slot.head, mentions)
    return [mention for mention in found if mention not in of_head and not is_place(mention)]


def is_place(mention: Mention) -> bool:
    """Whether a mention says where something is: "a market in El Obeid", "a curfew in the city of Goma"."""
    if not _is_ground(mention):
        return False
    word, above = mention.head, mention.head.head
    if word.dep == "pobj" and above is not None and above.lower == "of" and above.head is not None:
        word, above = above.head, above.head.head
    return word.dep == "pobj" and above is not None and above.lower in LOCATIVE


def is_located(mention: Mention, preposition: str | None) -> bool:
    """Whether a preposition makes a mention the place where it happens: a place's name, or one that nobody knows."""
    return preposition in LOCATIVE and _is_ground(mention)


def _is_ground(mention: Mention) -> bool:
    about = mention.about
    return mention.place or (about.sort != "person" and (about.basis in UNKNOWN or about.role in GROUND))


def named_here(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions, those that refer back within their sentence replaced by what they refer to."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.antecedent is None and not mention.members:
            found.append(mention)
        else:
            found += _each(_named(mention))
    return unique(found)


def _each(mention: Mention) -> list[Mention]:
    """The members of a group: "they" after "X, Y and Z", "both sides"; of two governments only such as can be one."""
    members = [member.origin for member in mention.members]
    if mention.head.lemma in load_words().state_nouns and not all(_is_statelike(member) for member in members):
        return [mention]
    return members or [mention]


def _is_statelike(member: Mention) -> bool:
    return member.about.sort == "state" or "GOV" in member.about.sectors[:1]


def _named(mention: Mention) -> Mention:
    origin = mention.antecedent
    return _named(origin) if origin is not None and origin.tree is mention.tree else mention


def is_denial(frame: Frame) -> bool:
    """'denied backing the rebels', 'denied any link with them': to nobody whom the text must have named."""
    if frame.lemma != "deny":
        return False
    clause = any(one.index > frame.head.index for one in frame.head.having("xcomp", "ccomp"))
    shares = load_words().shares_in_a_deed
    return clause or any(slot.head.lemma in shares for slot in frame.slots_of("object"))


def same_as_any(mention: Mention, others: Iterable[Mention]) -> bool:
    """Whether a mention is one of these, or a reference to one of them."""
    for other in others:  # not any(): it is asked of every mention that may be a target
        if mention is other or _same_state(mention, other) or mention.origin is other.origin:
            return True
        if _named(mention) is other or (other.head.dep == "appos" and other.head.head is mention.head):
            return True
    return False


def is_own(mention: Mention, sources: Iterable[Mention]) -> bool:
    """Whether those who are sent are the sender's: nothing in their phrase says that they are another's."""
    if any(word.text[0].isupper() for word in mention.words):
        country = mention.about.country
        return country is not None and any(country == source.origin.about.country for source in sources)
    if mention.about.basis != "role" or mention.head.child("poss") is not None:
        return False
    return mention.head.lemma == "man" or not any(sector in UNSENT for sector in mention.about.sectors[:1])


def _same_state(mention: Mention, other: Mention) -> bool:
    """ "Rwanda denies Rwandan involvement": one state under two names."""
    about, known = mention.about, other.about
    return about.sort == known.sort == "state" and about.country is not None and about.country == known.country


def one_side(mentions: Sequence[Mention]) -> bool:
    """Whether all are of one country."""
    countries = {mention.origin.about.country for mention in mentions}
    return len(countries) == 1 and None not in countries


def one_camp(mentions: Sequence[Mention]) -> bool:
    """Whether all are of one country, and none of them fights or opposes its rulers: "the cabinet and the rebels"."""
    at_odds = {any(sector in OPPOSED for sector in mention.origin.about.sectors[:1]) for mention in mentions}
    return one_side(mentions) and len(at_odds) == 1


def unique(mentions: Iterable[Mention]) -> list[Mention]:
    """Each mention once, in order."""
    found = mentions if isinstance(mentions, list) else list(mentions)
    return list(dict.fromkeys(found)) if len(found) > 1 else found
