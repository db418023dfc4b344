"""How sure the mentions of a text are, each by its own signs and in the light of what else the text tells."""

from collections.abc import Sequence

from agents.classification import apart, signs
from agents.classification.codebook import only_said
from agents.classification.coded import Coded, Lexicon
from agents.classification.confidence import of_any
from agents.classification.deciding import distinct, suspected
from agents.classification.model import Instance, Model
from schemas import ExtractedArticle

Told = tuple[str | None, str | None, str]
"""Source country, target country, type."""


def weighed(lexicon: Lexicon, article: ExtractedArticle) -> list[list[Coded]]:
    """All that each sentence of an article may report, with the confidence in it; the order is that of sentences."""
    found = [suspected(lexicon, sentence, article.actors) for sentence in article.sentences]
    together = [one for each in found for one in each]
    judge(lexicon.model, together)
    weigh(lexicon, together)
    return found


def judge(model: Model, found: Sequence[Coded]) -> None:
    """Add to each mention of a text that a rule decided what the model thinks of its type."""
    decided = [
        (one, one.code.event_type, Instance(one.judged, one.sentence, one.source, one.target))
        for one in found
        if one.judged is not None
    ]
    opinions = model.opinions([(event_type, instance) for _, event_type, instance in decided])
    for (one, *_), opinion in zip(decided, opinions, strict=True):
        one.signs += signs.of_opinion(opinion)


def weigh(lexicon: Lexicon, found: Sequence[Coded]) -> None:
    """Add to each mention of a text the signs that the others give it, and the confidence in it.

    Statements tell of no act: they neither bear witness nor are they borne out.
    """
    acts = [(one, _told(one)) for one in found if not only_said(one.code.cameo)]
    often: dict[Told, int] = {}
    types: dict[tuple[str | None, str | None], set[str]] = {}
    for _, told in acts:
        often[told] = often.get(told, 0) + 1
        types.setdefault(told[:2], set()).add(told[2])
    for one, told in acts:
        source, target, kind = told
        turned = (target, source, kind) in often
        one.signs += signs.of_text(often[told], len(types[source, target]), turned=turned)
    for one, sure in zip(found, lexicon.confidence.of_each([one.signs for one in found]), strict=True):
        one.confidence = sure


def bar(lexicon: Lexicon, found: Sequence[Sequence[Coded]]) -> float:
    """The confidence from which the acts of a text are published, given all that its sentences may report."""
    first, least = lexicon.confidence.first, lexicon.confidence.least
    opens = of_any(one.confidence for each in found for one in _acts(each, least)) >= first
    return least if opens else max(first, least)


def _acts(found: Sequence[Coded], least: float) -> Sequence[Coded]:
    """The acts of a sentence that may show that its text tells any: likely enough, each once, of no field apart."""
    if all(one.confidence < least for one in found):
        return ()  # so it is in most sentences, and nothing has to be told apart
    likely = [one for one in distinct(found) if one.confidence >= least and not only_said(one.code.cameo)]
    return () if likely and apart.stands_apart(likely[0].sentence.text) else likely


def _told(one: Coded) -> Told:
    return one.source.country, one.target.country if one.target else None, one.code.event_type
