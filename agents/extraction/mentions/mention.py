"""Mentions while they are being worked out, and which words of a sentence they cover."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from agents.extraction.tree import Tree, Word
from agents.extraction.trusted import trusted
from schemas import ActorMention, Sector

_new_mention = trusted(ActorMention)
Basis = Literal["publisher", "actors", "title", "role", "recogniser", "coreference"]


Sort = Literal["person", "group", "state", "body"]
"""What a pronoun has to agree with: he, they, it, it."""


@dataclass(slots=True)
class Description:
    """Who a mention speaks of, as far as is known.

    Mentions share descriptions: one is replaced, never changed. mypy holds the fields final; a class frozen when it
    runs takes three times as long to make, and every phrase makes several.
    """

    name: Final[str | None] = None
    country: Final[str | None] = None
    sectors: Final[tuple[Sector, ...]] = ()
    role: Final[str | None] = None
    title: Final[str | None] = None
    actor_id: Final[str | None] = None
    former: Final[bool] = False
    basis: Final[Basis] = "actors"
    confidence: Final[float] = 1.0
    sort: Final[Sort] = "body"


@dataclass(slots=True, eq=False)
class Mention:
    """A phrase that speaks of an actor. ``index`` is its place in the article's list once that is drawn up."""

    words: list[Word]
    head: Word
    tree: Tree
    about: Description
    index: int = -1
    antecedent: "Mention | None" = None
    members: list["Mention"] = field(default_factory=list)
    partners: list["Mention"] = field(default_factory=list)
    """Others that share its noun: "Russian" in "Russian and Ukrainian negotiators"."""
    plural: bool = False
    place: bool = False
    """Whether the words are a place's name, which is an actor only where the grammar makes it one."""
    definite: bool = False
    pair: bool = False
    """Whether it speaks of two sides as such: "both sides", "the parties"."""
    sent: bool = False
    """Whether its country is that of whoever sends it: "the Union sent observers"."""
    guessed: bool = False
    """Whether its country is only the likeliest of those spoken of."""
    supplied: tuple[int, int] | None = None
    """The range of body characters that the publisher's words cover."""

    @property
    def origin(self) -> "Mention":
        """The mention that first named the actor, by way of the antecedents."""
        return self.antecedent.origin if self.antecedent is not None else self

    @property
    def identity(self) -> str:
        """Equal for mentions that speak of one actor, as far as is known."""
        about = self.origin.about
        return about.actor_id or about.name or f"{about.country}:{about.role}:{self.origin.head.lemma}"

    @property
    def start(self) -> int:
        """First character in the body."""
        return self.supplied[0] if self.supplied else self.words[0].start

    @property
    def end(self) -> int:
        """Past the last character in the body."""
        return self.supplied[1] if self.supplied else self.words[-1].end

    def to_schema(self, text: str) -> ActorMention:
        """The mention as messages carry it; ``text`` is its words in the body."""
        about = self.about
        return _new_mention(
            start=self.start, end=self.end, text=text, name=about.name, country=about.country,
            sector=about.sectors[0] if about.sectors else None, sectors=about.sectors, role=about.role,
            title=about.title, actor_id=about.actor_id, former=about.former, basis=about.basis,
            antecedent=self.antecedent.index if self.antecedent else None,
            members=tuple([member.index for member in self.members]) if self.members else (),
            confidence=about.confidence,
        )  # fmt: skip


class MentionMap:
    """The mentions of one sentence by the words that they cover."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
        self.by_word: dict[int, Mention] = {}
        """The mention that covers a word, by the word's index; to be read only."""
        self.heads: dict[int, list[Mention]] = {}
        """The actors that the phrase of a word is, as far as that has been asked; forgotten when a mention is added."""
        for mention in self.mentions:
            for word in mention.words:
                self.by_word.setdefault(word.index, mention)

    def add(self, mention: Mention) -> None:
        """Take in one more; where words are covered already, the earlier mention keeps them."""
        self.mentions.append(mention)
        self.heads.clear()
        for word in mention.words:
            self.by_word.setdefault(word.index, mention)

    def widen(self, mention: Mention, words: Iterable[Word]) -> None:
        """Let a mention cover the words that follow its own as well."""
        for word in words:
            mention.words.append(word)
            self.by_word.setdefault(word.index, mention)
        self.heads.clear()

    @property
    def covered(self) -> set[int]:
        """Indexes of the words that belong to a mention."""
        return set(self.by_word)

    def at(self, word: Word) -> Mention | None:
        """The mention that covers a word."""
        return self.by_word.get(word.index)

    def of_words(self, words: Iterable[Word]) -> list[Mention]:
        """The mentions that cover any of these words, in the order of the words."""
        known = self.by_word
        found = [known[word.index] for word in words if word.index in known]
        return list(dict.fromkeys(found)) if len(found) > 1 else found
