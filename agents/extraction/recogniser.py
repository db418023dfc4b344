"""The named-entity recogniser, run only over sentences where it can change an answer.

It costs as much as tagging and parsing together. Most actors of diplomacy are in the actor data; it is asked only where
a predicate's argument is a capitalised name that the data do not know.
"""

from collections.abc import Sequence
from typing import Any, get_args

from spacy.language import Language
from spacy.tokens import Doc, Span

from agents.extraction.grammar import LOCATIVE
from agents.extraction.mentions import MentionMap
from agents.extraction.mentions.name import Label, Name
from agents.extraction.transitions import greedy
from agents.extraction.tree import Tree, Word

BATCH_SENTENCES = 64
LABELS: tuple[Label, ...] = get_args(Label)
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss", "appos", "conj", "oprd", "attr"})


class Recogniser:
    """Runs the model's recogniser by hand, or reads what it found where the whole pipeline has run."""

    def __init__(self, nlp: Language, *, sparing: bool = True) -> None:
        """With ``sparing`` off, the pipeline has run it, and it is heard on every sentence with an actor."""
        self._nlp = nlp
        self._pipe: Any = dict(nlp.components).get("ner")
        self._search = greedy(nlp, "ner") if sparing else None
        self._sparing = sparing

    def wants(self, tree: Tree, mentions: MentionMap) -> bool:
        """Whether to ask about a sentence."""
        return worth_asking(tree, mentions) if self._sparing else bool(mentions.mentions)

    def names(self, trees: Sequence[Tree]) -> list[list[Name]]:
        """The names of each of these sentences."""
        if self._pipe is None or not trees:
            return [[] for _ in trees]
        if not self._sparing:
            return [_names(_span(tree), tree) for tree in trees]
        docs = [self._nlp.make_doc(_span(tree).text) for tree in trees]
        if self._search is not None:
            self._search.parse(docs)
        else:
            docs = list(self._pipe.pipe(docs, batch_size=BATCH_SENTENCES))
        return [_names(doc, tree) for tree, doc in zip(trees, docs, strict=True)]


def _span(tree: Tree) -> Span:
    assert tree.source is not None, "the recogniser is asked before spaCy's documents are let go"
    doc, first, last = tree.source
    return doc[first:last]


def _names(found: Doc | Span, tree: Tree) -> list[Name]:
    """The names found that can act, at their places in the body."""
    first = tree.start - (found.start_char if isinstance(found, Span) else 0)
    return [
        Name(first + entity.start_char, first + entity.end_char, label)
        for entity in found.ents
        for label in LABELS
        if entity.label_ == label
    ]


def worth_asking(tree: Tree, mentions: MentionMap) -> bool:
    """Whether an argument in this sentence is a name that no one knows, beside an actor that is known."""
    if not mentions.mentions:
        return False
    names = [word for word in tree.words if word.is_proper and word.dep in ARGUMENTS]
    return any(_is_unknown(name, mentions) for name in names)


def _is_unknown(word: Word, mentions: MentionMap) -> bool:
    if mentions.at(word) is not None:
        return False
    return word.dep != "pobj" or word.head is None or word.head.lower not in LOCATIVE
