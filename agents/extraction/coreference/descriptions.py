"""Descriptions that refer back: "the Russian president", "the minister", "his defense minister", "both sides"."""

from collections.abc import Iterator
from dataclasses import replace

from agents.extraction.coreference.history import SUBJECTS, History, clause_of, distinct
from agents.extraction.coreference.homes import Homes
from agents.extraction.coreference.senders import SURE, sender, sent_before
from agents.extraction.coreference.shortened import COUNTRY, described_before, named_before
from agents.extraction.coreference.sightings import Sightings
from agents.extraction.coreference.strangers import UNPLACED, Strangers
from agents.extraction.mentions import Description, Mention, MentionMap
from agents.extraction.tree import Tree, Word
from agents.extraction.words import WordLists

REACH = 12
"""Sentences back that a title may refer to; a name is remembered longer than a pronoun is."""
CONTEXT = 2
"""Sentences back in which the one country spoken of is that of "the government" too."""
UNTOLD = 0.2
"""Confidence in a pair before its members are known."""
UNIDENTIFIED = frozenset({"unidentified", "unknown"})
"""What is said of those whose country nobody knows: "unknown men"."""
TWO = frozenset({"both", "two"})
OF_TWO = TWO | {"either", "neither", "each"}
"""Words that stand for two alone, and those before a noun that speak of two: "neither side"."""
BEHIND = frozenset({"pobj", "dobj", "dative"})
"""Labels of those with whom or to whom something is done."""
ARMED = (("REB",), ("UAF",), ("PRM",))
SERVING = (("GOV",), ("MIL",))
"""First sectors of those who fight against a state, and of what is such people's own: "its spokesman", "its drones"."""


class Descriptions:
    """Completes the descriptions of one article."""

    def __init__(self, history: History, lists: WordLists, homes: Homes, sightings: Sightings) -> None:
        self._history = history
        self._homes = homes
        self._sightings = sightings
        self._lists = lists
        self._strangers = Strangers(homes, sightings)

    def complete(self, ordinal: int, mention: Mention, mentions: MentionMap) -> None:
        """Give a role without a name its bearer, and one without a country that of its owner or of the context."""
        if mention.about.role == COUNTRY and self._is_part_of_world(ordinal, mention):
            return
        if mention.about.basis in UNPLACED:
            self._strangers.place(ordinal, mention, mentions)
        if mention.about.basis != "role" or mention.antecedent is not None:
            return
        if mention.about.country is None and mention.plural and self._are_bearers(mention.head):
            mention.pair = True
        if (mention.about.country is None and self._is_pair(mention.head)) or _are_parties(mention.head):
            self._become_pair(ordinal, mention)
            return
        owner = self._owner(ordinal, mention, mentions)
        if _share_out(mention, owner):
            return
        self._of_owner(ordinal, mention, owner)
        if mention.about.sort == "person" and mention.definite:
            self._bearer(ordinal, mention)
        if mention.about.confidence <= UNTOLD:
            return  # a thing that is struck is its owner's, or of the place where it is, and nobody's else
        if mention.about.country is None and not self._is_short(ordinal, mention):
            self._of_sender(ordinal, mention, mentions)

    def _is_short(self, ordinal: int, mention: Mention) -> bool:
        """Whether it is short for a body named before, which it then is."""
        earlier = named_before(ordinal, mention, self._history, self._lists)
        return _stands_for(mention, earlier)

    def _is_part_of_world(self, ordinal: int, mention: Mention) -> bool:
        """Whether it tells of what part of the world a country is that was named before."""
        if mention.about.country is not None:
            return False
        return _stands_for(mention, described_before(ordinal, mention, self._history, self._lists))

    def _become_pair(self, ordinal: int, mention: Mention) -> None:
        """'both sides', 'the two leaders' where the data know "side" and "leader" as roles."""
        found = self._members(ordinal, mention.head, mention.tree, _noun(mention.head) in self._lists.pair_people)
        mention.pair = True
        mention.about = replace(mention.about, country=None, sectors=("GOV",), basis="coreference", confidence=UNTOLD)
        if found is not None:
            mention.members, mention.words = found.members, found.words
            mention.about = replace(mention.about, confidence=found.about.confidence)

    def _owner(self, ordinal: int, mention: Mention, mentions: MentionMap) -> Mention | None:
        named = mention.head.child("appos")
        if named is not None and mention.head.lemma in self._lists.others and (one := mentions.at(named)) is not None:
            mention.about = replace(mention.about, country=one.about.country, confidence=one.about.confidence)
            return None  # "its southern neighbour Serbia"
        owner = mention.head.child("poss") or named  # "host country Turkey"
        if owner is None and mention.plural:
            return self._two_behind(ordinal, mention, mentions)
        return mentions.at(owner) if owner is not None else None

    def _two_behind(self, ordinal: int, mention: Mention, mentions: MentionMap) -> Mention | None:
        """'Officials of both sides', 'commanders from the two countries': the two, who are read before their turn."""
        behind = (child.child("pobj") for child in mention.head.having("prep") if child.lower in ("of", "from"))
        word = next((word for word in behind if word is not None and self._is_pair(word)), None)
        if word is None:
            return None
        found = mentions.at(word)
        if found is None:
            found = self.pair(ordinal, word, mention.tree)
            if found is not None:
                mentions.add(found)
        elif found.head is word and not found.members:
            self.complete(ordinal, found, mentions)
        return found

    def _of_owner(self, ordinal: int, mention: Mention, owner: Mention | None) -> None:
        if owner is not None and owner.about.sectors[:1] in ARMED and mention.about.sectors[:1] in SERVING:
            mention.about = replace(mention.about, sectors=owner.about.sectors)
        if owner is not None and mention.head.lemma in self._lists.others - self._lists.own_people:
            self._face(ordinal, mention, owner)
        elif mention.about.country is None and owner is not None:
            mention.about = replace(mention.about, country=owner.about.country, confidence=owner.about.confidence)

    def _bearer(self, ordinal: int, mention: Mention) -> None:
        """The person spoken of earlier who holds this office."""
        for _, earlier in self._history.latest(ordinal, REACH):
            if earlier.about.sort == "person" and earlier.about.name and _same_office(mention, earlier):
                mention.antecedent = earlier.origin
                mention.about = replace(
                    earlier.about, title=mention.about.title, basis="coreference", confidence=0.85,
                    former=mention.about.former or earlier.about.former,
                )  # fmt: skip
                return

    def _of_sender(self, ordinal: int, mention: Mention, mentions: MentionMap) -> None:
        own = sender(mention, mentions, self._lists) or sent_before(ordinal, mention, self._history)
        if own is None:
            self._of_home(ordinal, mention)
            return
        mention.sent = True
        mention.about = replace(mention.about, country=own, confidence=SURE)

    def _of_home(self, ordinal: int, mention: Mention) -> None:
        """'The police', 'the prime minister': of the likeliest of the countries spoken of."""
        if any(child.lower in UNIDENTIFIED for child in mention.head.children):
            return
        home = self._homes.of(ordinal, mention, self._sightings)
        if home is not None:
            mention.about = replace(mention.about, country=home.country, confidence=home.probability)
            mention.guessed = True

    def other(self, ordinal: int, word: Word, tree: Tree, mentions: MentionMap) -> Mention | None:
        """'his host', 'its rivals': of the owner's country where they are of his own, else of the one he deals with."""
        possessor = word.child("poss")
        owner = mentions.at(possessor) if possessor is not None else None
        described = any(mentions.at(child) for child in word.children if child.dep in ("amod", "compound", "nmod"))
        if owner is None or described or not word.is_noun:
            return None
        home = owner.origin.about.country
        country = home if word.lemma in self._lists.own_people else self._facing(ordinal, home)
        about = Description(
            country=country, sectors=("CVL",) if word.lemma in self._lists.own_people else ("GOV",), role=word.lemma,
            basis="coreference", confidence=0.6 if country else UNTOLD, sort="group" if word.tag == "NNS" else "person",
        )  # fmt: skip
        words = [child for child in word.children if child.index < word.index and child.dep in ("poss", "amod")]
        return Mention([*words, word], word, tree, about, plural=word.tag == "NNS", definite=True)

    def _face(self, ordinal: int, mention: Mention, owner: Mention) -> None:
        """'Its neighbour', "Chad's ally": not of the owner's country, but of the other one that is spoken of."""
        home = owner.origin.about.country
        if mention.about.country in (None, home) and not mention.plural:
            country = self._facing(ordinal, home)
            mention.about = replace(mention.about, country=country, confidence=0.6 if country else UNTOLD)

    def _facing(self, ordinal: int, home: str | None) -> str | None:
        """The one other country spoken of close by."""
        for reach in range(CONTEXT + 1):
            near = {m.about.country for _, m in self._history.latest(ordinal, reach) if m.about.country}
            if near - {home}:
                return (near - {home}).pop() if len(near - {home}) == 1 else None
        return None

    def pair(self, ordinal: int, word: Word, tree: Tree) -> Mention | None:
        """'both sides', 'the two leaders': the two last spoken of, if they are no more than two."""
        if not self._is_pair(word):
            return None
        people = _noun(word) in self._lists.pair_people
        return self._members(ordinal, word, tree, people) or self._group(word, tree, [], UNTOLD)

    def _is_pair(self, word: Word) -> bool:
        """'both sides', 'the two leaders', and 'the two' or 'both' alone."""
        if word.lower in TWO and word.dep in ("pobj", "nsubj", "nsubjpass", "dobj"):
            return word.child("prep") is None and (word.lower == "both" or word.child("det") is not None)
        return _noun(word) in self._lists.pair_nouns and any(child.lower in OF_TWO for child in word.children)

    def _are_bearers(self, word: Word) -> bool:
        """'the ministers', 'the foreign ministers': those of the two countries that are spoken of."""
        determiner = word.child("det")
        bare = word.child("prep", "poss", "relcl") is None
        return bare and determiner is not None and determiner.lower == "the" and _noun(word) in self._lists.pair_people

    def joined(self, ordinal: int, word: Word, tree: Tree) -> Mention | None:
        """'they' after a coordinated subject: its members."""
        for _, earlier in self._history.latest(ordinal, 1):
            if earlier.head.dep in SUBJECTS and (found := self._coordinated(ordinal, earlier.head, word, tree)):
                return found
        return None

    def joined_here(self, ordinal: int, word: Word, tree: Tree) -> Mention | None:
        """'spoke with A and B and asked them': those named together in another clause of the sentence."""
        if word.dep in SUBJECTS:
            return None
        for distance, earlier in self._history.latest(ordinal, 1):
            head = earlier.head
            if distance or clause_of(head) is clause_of(word):
                continue
            if head.dep in BEHIND and (found := self._coordinated(ordinal, head, word, tree)):
                return found
        return None

    def _coordinated(self, ordinal: int, first: Word, word: Word, tree: Tree) -> Mention | None:
        if not first.having("conj") and not _is_listed(first):
            return None
        found = distinct(m for _, m in self._history.latest(ordinal, 1) if m.head in _joined(first))
        return self._group(word, tree, found[::-1], 0.7) if len(found) > 1 else None

    def _members(self, ordinal: int, word: Word, tree: Tree, people: bool) -> Mention | None:
        speakers = {child for above in word.ancestors() if above.is_verb for child in above.having(*SUBJECTS)}
        for reach in range(4):
            window = [
                m for _, m in self._history.latest(ordinal, reach) if not m.members and m.about.country and not m.place
            ]
            if people:
                window = [m for m in window if m.about.sort == "person"]
            window = [m for m in window if m.head not in speakers]  # "Egypt said that neither side": not Egypt
            sides: dict[tuple[str | None, bool], Mention] = {(m.about.country, False): m.origin for m in window}
            if len(sides) == 1:  # at war with itself
                sides = {(m.about.country, m.about.sectors[:1] in ARMED): m.origin for m in window}
            if len(sides) == 2:
                return self._group(word, tree, sorted(sides.values(), key=lambda m: m.start), 0.8)
            if len(sides) > 2:
                return None
        return None

    def _group(self, word: Word, tree: Tree, members: list[Mention], confidence: float) -> Mention:
        about = Description(basis="coreference", confidence=confidence, sort="group")
        before = [child for child in word.children if child.lower in OF_TWO or child.dep == "amod"]
        words = sorted([*before, word], key=lambda w: w.index)
        return Mention(words, word, tree, about, members=members, plural=True, pair=True)


def _stands_for(mention: Mention, earlier: Mention | None) -> bool:
    """Make a description what was named before, if anything was."""
    if earlier is not None:
        mention.antecedent = earlier.origin
        mention.about = replace(earlier.about, title=None, basis="coreference", confidence=0.8)
    return earlier is not None


def _noun(word: Word) -> str:
    """The lemma, also of a noun that a communique writes like a name: "the Sides"."""
    if not word.is_proper or not word.lower.endswith("s"):
        return word.lemma
    return f"{word.lower[:-3]}y" if word.lower.endswith("ies") else word.lower[:-1]


def _are_parties(word: Word) -> bool:
    """'the parties', 'the sides' and nothing more: those to whatever is spoken of."""
    bare = all(child.dep in ("det", "punct", "case", "cc", "conj") for child in word.children)
    return bare and word.tag in ("NNS", "NNPS") and _noun(word) in ("party", "side") and word.child("det") is not None


def _share_out(mention: Mention, owner: Mention | None) -> bool:
    """'The two countries' ministers': one side's each; whether it is so."""
    if owner is None or not (owner.pair and owner.members and mention.plural) or mention.about.country is not None:
        return False
    mention.pair, mention.members = True, owner.members
    mention.about = replace(mention.about, basis="coreference", confidence=owner.about.confidence)
    return True


def _joined(first: Word) -> Iterator[Word]:
    yield first
    for child in first.having("conj", "appos") if _is_listed(first) else first.having("conj"):
        yield from _joined(child)


def _is_listed(first: Word) -> bool:
    """'Mali, Burkina Faso and Niger', of which the parser takes the second for another name of the first."""
    behind = first.child("appos")
    return first.is_proper and behind is not None and behind.is_proper and bool(behind.having("conj"))


def _same_office(mention: Mention, earlier: Mention) -> bool:
    """Whether an earlier person holds the office that a description names."""
    here, there = mention.about, earlier.about
    if here.country is not None and here.country != there.country:
        return False
    if here.role is None:
        return False
    word = here.role.split()[-1]
    known = f"{there.role or ''} {there.title or ''}".lower().split()
    return word in known or here.role == there.role
