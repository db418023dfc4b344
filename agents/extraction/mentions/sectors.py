"""To which sectors of society a noun phrase assigns people: by role, by the body beside it, by what is done to them."""

from datetime import date

from agents.extraction.actors import ActorIndex
from agents.extraction.grammar import SURFACE_OBJECTS
from agents.extraction.mentions.marked import Marked, NounPhrase, governed, only_the
from agents.extraction.mentions.mention import MentionMap, Sort
from agents.extraction.tree import Word
from agents.extraction.words import WordLists
from schemas import Sector

OWNED = frozenset({"of", "for"})
OFFICER = "officer"
BOMBER = "bomber"
ARMED_GROUP = "armed_group"
CAMPS = frozenset({"REB", "OPP", "PTY", "LAB", "AGR", "UAF", "PRM", "CRM", "SOC"})
"""Sectors of those who have leaders and speakers of their own."""
PLAIN = frozenset({"GOV", "CVL", "UNK", "ELI"})
"""Sectors that say little of what a body is for."""
DOERS = frozenset({"nsubj", "agent"})


class Sectors:
    """Tells the sectors of the phrases of one article as of its date."""

    def __init__(self, actors: ActorIndex, lists: WordLists, on: date | None) -> None:
        self._actors = actors
        self._lists = lists
        self._on = on

    def bearer(self, noun: Word) -> tuple[Sector, Sort] | None:
        """What a common noun is that acts for the nationality before it: "Congolese drones", "a British couple"."""
        if not noun.is_noun:
            return None
        if noun.lemma in self._lists.military_assets:
            return "MIL", "body"
        if noun.lemma in self._lists.business_assets or noun.lemma.endswith("maker"):
            return "BUS", "body"
        if noun.lemma in self._lists.posts or noun.lemma.endswith(self._lists.person_suffixes):
            return "CVL", "group" if noun.tag == "NNS" else "person"
        return None

    def of_role(self, phrase: NounPhrase, title: Marked, found: MentionMap, country: str | None) -> tuple[Sector, ...]:
        """The sectors of whoever bears a role; ``country`` is the one that the phrase itself names."""
        return self._of_group(phrase, found) or self._of_kind(phrase, title, found, country)

    def _of_group(self, phrase: NounPhrase, found: MentionMap) -> tuple[Sector, ...]:
        """'Islamic Jihad gunmen', "three leaders of Hamas": whoever is an armed group's or a party's is of its kind."""
        beside = [item.mark.actor.entry for item in phrase.marks if item.mark.actor is not None]
        own = next((self._actors.resolve(entry, self._on) for entry in beside if entry.kind == ARMED_GROUP), None)
        if own is not None:
            return own.sectors
        if not found.mentions or not phrase.head.children:
            return ()
        owners = (found.at(word) for word in (*phrase.head.having("poss"), *governed(phrase.head)))
        ids = (owner.about.actor_id for owner in owners if owner is not None)
        groups = (self._actors.entries[one] for one in ids if one in self._actors.entries)
        return next((self._actors.resolve(one, self._on).sectors for one in groups if one.kind == ARMED_GROUP), ())

    def _of_kind(self, phrase: NounPhrase, title: Marked, found: MentionMap, country: str | None) -> tuple[Sector, ...]:
        """'A guerrilla spokesman', "their union's chairman": who leads or speaks for others is of their kind."""
        role = title.mark.role
        assert role is not None
        own = self._of_followers(phrase, title, found) if role.entry.role in self._lists.speakers_for else None
        if own is not None:
            return own
        if role.entry.role in self._lists.kinds_of_others:
            return self._of_those(phrase, title, found) or role.entry.sectors
        if role.entry.phrase == BOMBER and country is not None:
            return ("MIL",)  # "a Russian bomber" flies
        if role.entry.role == OFFICER and country is not None:
            return role.entry.sectors[::-1]  # a country's officers are its army's; those of a town are police
        stands_for = country is not None and role.entry.role in self._lists.stand_for_state
        sectors = ("GOV",) if stands_for else role.entry.sectors
        return ("REF", *sectors) if sectors == ("CVL",) and role.plural and self.is_displaced(phrase.head) else sectors

    def _of_followers(self, phrase: NounPhrase, title: Marked, found: MentionMap) -> tuple[Sector, ...] | None:
        """The kind of those who have leaders and speakers of their own, where the phrase names such people."""
        beside = [item.mark.role.entry for item in phrase.others(title) if item.mark.role is not None]
        nouns = (*phrase.head.having("poss"), *governed(phrase.head, OWNED))
        owners = [owner for word in nouns if (owner := found.at(word))]
        kinds = [entry.sectors for entry in beside]
        kinds += [owner.about.sectors for owner in owners if owner.about.basis == "role"]
        return next((kind for kind in kinds if kind and kind[0] in CAMPS), None)

    def _of_those(self, phrase: NounPhrase, title: Marked, found: MentionMap) -> tuple[Sector, ...]:
        """The kind of those whose body or whose post it is, as the words beside it and its possessor say."""
        kinds = [item.mark.role.entry.sectors for item in phrase.others(title) if item.mark.role is not None]
        holders = [holder for word in phrase.head.having("poss") if (holder := found.at(word)) is not None]
        kinds += [holder.about.sectors for holder in holders if holder.about.basis == "role"]
        return next((kind for kind in kinds if kind and kind[0] not in PLAIN), ())

    def is_displaced(self, head: Word) -> bool:
        """Whether a clause tells of people that they fled or are sent back: "Malta took in 59 people"."""
        fled = (clause for clause in head.having("relcl", "acl") if clause.lemma in self._lists.fleeing)
        if next(fled, None) is not None:
            return True
        verb = head.head
        if head.dep not in SURFACE_OBJECTS or verb is None:
            return False
        if verb.lemma in self._lists.sending_back:
            return True
        return any(f"{verb.lemma} {child.lower}" in self._lists.sending_back for child in verb.having("prt", "advmod"))

    def of_adjective(self, head: Word) -> tuple[Sector, ...]:
        """'the Russian invasion' is the government's, as is what 'the French' do; 'an Israeli' is a citizen."""
        if head.dep in ("amod", "compound", "nmod"):
            return ("MIL",) if self._is_military(head) else ("GOV",)
        return ("GOV",) if head.dep in DOERS and only_the(head) else ("CVL",)

    def _is_military(self, adjective: Word) -> bool:
        """'a Pakistani army convoy', "a French military aircraft": a thing of its armed forces."""
        noun = adjective.head
        if noun is None or not noun.is_noun or noun.lemma in self._lists.event_nouns:
            return False
        between = (child for child in noun.children if adjective.index < child.index < noun.index)
        return any(child.lemma in self._lists.military_marks for child in between)
