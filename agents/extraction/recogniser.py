"""The named-entity recogniser, run only over sentences where it can change an answer.

It costs as much as tagging and parsing together. Most actors of diplomacy are in the actor data; it is asked only where
a predicate's argument is a capitalised name that the data do not know.
"""

from collections.abc import Sequence
from typing import Any, get_args

from spacy.language import Language
from spacy.tokens import Doc

from agents.extraction.mentions import MentionMap
from agents.extraction.mentions.name import Label, Name
from agents.extraction.tree import Tree, Word

BATCH_SENTENCES = 64
PLACE = frozenset({"in", "at", "near", "around", "outside", "inside", "across", "within", "through", "along", "off"})
"""What follows these is a place, and the gazetteer's business."""
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss", "appos", "conj", "oprd", "attr"})


class Recogniser:
    """Runs the model's recogniser by hand."""

    def __init__(self, nlp: Language) -> None:
        self._pipe: Any = dict(nlp.components).get("ner")

    def names(self, trees: Sequence[Tree]) -> list[list[Name]]:
        """The names of each of these sentences."""
        if self._pipe is None or not trees:
            return [[] for _ in trees]
        docs = self._pipe.pipe((tree.source.as_doc() for tree in trees), batch_size=BATCH_SENTENCES)
        return [_names(doc, tree) for tree, doc in zip(trees, docs, strict=True)]


def _names(doc: Doc, tree: Tree) -> list[Name]:
    return [
        Name(tree.start + entity.start_char, tree.start + entity.end_char, label)
        for entity in doc.ents
        for label in get_args(Label)
        if entity.label_ == label
    ]


def worth_asking(tree: Tree, mentions: MentionMap) -> bool:
    """Whether an argument in this sentence is a name that no one knows, beside an actor that is known."""
    return bool(mentions.mentions) and any(_is_unknown(word, mentions) for word in tree.words)


def _is_unknown(word: Word, mentions: MentionMap) -> bool:
    if not word.is_proper or word.dep not in ARGUMENTS or mentions.at(word) is not None:
        return False
    return word.dep != "pobj" or word.head is None or word.head.lower not in PLACE
