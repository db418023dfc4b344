"""Lemmas from a cached look-up by word form and tag, computed once each by the rules of spaCy's own lemmatiser."""

from collections.abc import Container
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

PARTS = {"V": "VERB", "N": "NOUN", "J": "ADJ", "R": "ADV"}
FEATURES = {
    "VB": "VerbForm=Inf", "VBP": "VerbForm=Fin|Tense=Pres", "NN": "Number=Sing", "JJ": "Degree=Pos", "RB": "Degree=Pos",
}  # fmt: skip
"""Universal features that tell the rules that a form is a base form already."""
IRREGULAR = {
    "n't": "not", "n\u2019t": "not", "'ll": "will", "wo": "will", "ca": "can", "'d": "would", "'ve": "have",
    "'re": "be", "hoped": "hope", "hoping": "hope",
}  # fmt: skip
"""Contractions, and forms for which the lemmatiser's rules find another word ("hop")."""
BE = frozenset(
    {"am", "is", "are", "was", "were", "been", "being", "be", "'s", "'m", "'re", "\u2019s", "\u2019m", "\u2019re"}
)
CACHE_SIZE = 100_000
"""Forms remembered: some 60,000 make up a year of news; the bound keeps the memory flat on junk."""


class Lemmas:
    """Callable: lower-case form and Penn tag to lower-case lemma."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._pipe: Any = dict(nlp.components).get("lemmatizer")
        self._cached = lru_cache(maxsize=CACHE_SIZE)(self._compute)

    def __call__(self, form: str, tag: str) -> str:
        """The lemma of a lower-case form; the form itself where no rule knows better."""
        return self._cached(form, tag)

    def is_verb(self, lemma: str) -> bool:
        """Whether the lemma can be a verb ('visit'), by the lemmatiser's index of base forms."""
        return lemma in self._index("verb")

    def is_noun(self, lemma: str) -> bool:
        """Whether the lemma is a common noun of the lemmatiser's index."""
        return lemma in self._index("noun")

    def _index(self, part: str) -> Container[str]:
        if self._pipe is None or not self._pipe.lookups.has_table("lemma_index"):
            return ()
        index: Container[str] = self._pipe.lookups.get_table("lemma_index").get(part, ())
        return index

    def _compute(self, form: str, tag: str) -> str:
        if tag[:2] in ("VB", "MD", "PO") and form in BE and tag != "POS":
            return "be"
        if form in IRREGULAR:
            return IRREGULAR[form]
        part = PARTS.get(tag[:1])
        if part is None or tag.startswith("NNP") or self._pipe is None or len(form) > 60:
            return form
        return self._by_rule(form, tag, part)

    def _by_rule(self, form: str, tag: str, part: str) -> str:
        doc = Doc(self._nlp.vocab, words=[form], tags=[tag], pos=[part], morphs=[FEATURES.get(tag, "")])
        found: list[str] = self._pipe.rule_lemmatize(doc[0])
        return found[0].lower() if found else form
