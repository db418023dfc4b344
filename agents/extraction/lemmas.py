"""Lemmas from a cached look-up by word form and tag, computed once each by the rules of spaCy's own lemmatiser."""

import re
from collections.abc import Container
from functools import lru_cache
from typing import Any

from spacy.language import Language

PARTS = {"V": "verb", "N": "noun", "J": "adj"}
BASE_FORMS = frozenset({"VB", "VBP", "NN", "JJ", "RB"})
"""Tags of forms that are base forms already."""
PREFIXES = ("re", "un", "over", "under", "out", "dis", "de", "mis", "pre", "co")
"""What makes a new verb of a known one ('readmitted', 'uninvited')."""
IRREGULAR = {
    "n't": "not", "n\u2019t": "not", "'ll": "will", "wo": "will", "ca": "can", "'d": "would", "'ve": "have",
    "'re": "be",
}  # fmt: skip
"""Contractions."""
BE = frozenset(
    {"am", "is", "are", "was", "were", "been", "being", "be", "'s", "'m", "'re", "\u2019s", "\u2019m", "\u2019re"}
)
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
CACHE_SIZE = 15_000
"""Forms remembered, some 4 MB, the latest; rarer ones are names for the most part, which are their own lemmas."""


class Lemmas:
    """Callable: lower-case form and Penn tag to lower-case lemma."""

    def __init__(self, nlp: Language) -> None:
        self._pipe: Any = dict(nlp.components).get("lemmatizer")
        self._tables: dict[tuple[str, str], Any] = {}
        self.of = lru_cache(maxsize=CACHE_SIZE)(self._compute)
        """The same as a call, without the step in between: for columns of words."""

    def __call__(self, form: str, tag: str) -> str:
        """The lemma of a lower-case form; the form itself where no rule knows better."""
        return self.of(form, tag)

    def is_verb(self, lemma: str) -> bool:
        """Whether the lemma can be a verb ('visit'), by the lemmatiser's index of base forms."""
        return lemma in self._index("verb")

    def is_noun(self, lemma: str) -> bool:
        """Whether the lemma is a common noun of the lemmatiser's index."""
        return lemma in self._index("noun")

    def _index(self, part: str) -> Container[str]:
        if self._pipe is None:
            return ()
        index: Container[str] = self._table("lemma_index", part)
        return index

    def _compute(self, form: str, tag: str) -> str:
        if tag[:2] in ("VB", "MD", "PO") and form in BE and tag != "POS":
            return "be"
        if form in IRREGULAR:
            return IRREGULAR[form]
        part = PARTS.get(tag[:1])
        if part is None or tag.startswith("NNP") or self._pipe is None or len(form) > 60:
            return form
        if part == "verb" and not self.is_verb(form):
            return self._unlisted(form, tag)
        return form if tag in BASE_FORMS else self._by_rule(form, part)

    def _unlisted(self, form: str, tag: str) -> str:
        """The lemma of a verb form that is no base form in the index, though it may have been tagged as one.

        It may be a known verb with a prefix that the index lacks ('readmitted').
        """
        lemma = self._by_rule(form, "verb")
        if self.is_verb(lemma):
            return lemma
        hyphenated = form[: form.rfind("-") + 1]
        for prefix in filter(form.startswith, filter(None, (hyphenated, *PREFIXES))):
            plain = self._by_rule(form.removeprefix(prefix), "verb")
            if self.is_verb(plain):
                return prefix + plain
        return form if tag in BASE_FORMS else lemma

    def _by_rule(self, form: str, part: str) -> str:
        """The rules of spaCy's English lemmatiser, without the document that it would need."""
        index, rules = self._table("lemma_index", part), self._table("lemma_rules", part)
        irregular = self._table("lemma_exc", part).get(form, ())
        if irregular:
            return str(irregular[0])
        made = [form[: -len(old)] + new for old, new in rules if form.endswith(old) and len(form) > len(old)]
        known = [base for base in made if base in index]
        if part == "verb" and len(known) > 1:
            known.sort(key=_would_double)
        elif known:
            known.reverse()
        return next(iter(known or made), form)

    def _table(self, name: str, part: str) -> Any:  # noqa: ANN401 - a set, a dictionary or a list, as the table is
        """A table of the lemmatiser for a part of speech; empty where the model has none."""
        if (name, part) not in self._tables:
            lookups = self._pipe.lookups
            found = lookups.get_table(name).get(part, {}) if lookups.has_table(name) else {}
            self._tables[name, part] = frozenset(found) if name == "lemma_index" else found
        return self._tables[name, part]


def _would_double(base: str) -> bool:
    """Whether a verb doubles its last letter before an ending, so that "hoped" cannot come from "hop"."""
    return _DOUBLING.fullmatch(base) is not None
