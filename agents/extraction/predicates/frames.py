"""Frames: predicates while they are being worked out, as words of one sentence's tree."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Literal

from agents.extraction.tree import Tree, Word, phrase
from schemas.extracted_article import Governance, Relation

Kind = Literal["verb", "noun", "light", "adjective"]
Tense = Literal["past", "present", "future", "none"]


@dataclass(slots=True, eq=False)
class Slot:
    """One argument, by the head of its phrase."""

    relation: Relation
    head: Word
    preposition: str | None = None
    implied: bool = False
    """Whether the phrase stands elsewhere in the sentence and belongs here by control, coordination or a relative."""

    known_words: list[Word] | None = None

    @property
    def words(self) -> list[Word]:
        """The words of the phrase, without the clauses and asides that hang on it."""
        if self.known_words is None:
            self.known_words = phrase(self.head)
        return self.known_words


NO_SLOTS: list[Slot] = []
"""What a frame has of a relation that it does not have; not to be changed."""


@dataclass(slots=True, eq=False)
class Frame:
    """A predicate: its word, the noun of a light-verb phrase, its arguments and the frame that governs it."""

    head: Word
    kind: Kind
    lemma: str
    noun: Word | None = None
    passive: bool = False
    inverse: bool = False
    """Whether the subject is whom it is done to: 'drew condemnation from'."""
    slots: list[Slot] = field(default_factory=list)
    governor: "Frame | None" = None
    governance: Governance | None = None
    marker: str | None = None
    content: list["Frame"] = field(default_factory=list)
    """Event nouns among its objects: 'its veto' below 'lifted'."""
    below: list["Frame"] = field(default_factory=list)
    """The frames that it governs, in text order."""
    known_tense: Tense | None = None
    known_auxiliaries: frozenset[str] | None = None
    known_slots: dict[Relation, list[Slot]] = field(default_factory=dict)
    known_size: int = 0

    def slots_of(self, relation: Relation, *others: Relation) -> list[Slot]:
        """The arguments with one of these relations; not to be changed, they are remembered until more are added."""
        if others:
            return [slot for slot in self.slots if slot.relation == relation or slot.relation in others]
        if len(self.slots) != self.known_size:
            self._group()
        return self.known_slots.get(relation, NO_SLOTS)

    def _group(self) -> None:
        self.known_size = len(self.slots)
        self.known_slots.clear()
        for slot in self.slots:
            if slot.relation in self.known_slots:
                self.known_slots[slot.relation].append(slot)
            else:
                self.known_slots[slot.relation] = [slot]

    @property
    def words(self) -> list[Word]:
        """The words that are the predicate itself."""
        return [self.head, self.noun] if self.noun is not None else [self.head]

    def is_one_of(self, lemmas: Container[str]) -> bool:
        """Whether one of its words is in a list."""
        return self.head.lemma in lemmas or (self.noun is not None and self.noun.lemma in lemmas)

    @property
    def subjects(self) -> list[Slot]:
        """The grammatical subject, implied ones included."""
        return self.slots_of("subject")


@dataclass(slots=True, eq=False)
class FrameSet:
    """The frames of one sentence, with look-up by any of their words."""

    tree: Tree
    frames: list[Frame]
    by_word: dict[int, Frame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for frame in self.frames:
            self.by_word[frame.head.index] = frame
            if frame.noun is not None:
                self.by_word[frame.noun.index] = frame

    def at(self, word: Word | None) -> Frame | None:
        """The frame that this word is part of."""
        return None if word is None else self.by_word.get(word.index)
