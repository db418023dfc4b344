"""Another codebook than the project has, for tests of what a new one changes: codes of another type, types gone."""

from collections.abc import Sequence
from dataclasses import replace

from agents.classification import Coder
from agents.classification.codebook import Codebook
from schemas import EventMention, EventType, ExtractedArticle, Message
from streams.bindings import InThread, MapAgent
from streams.settings import Settings
from streams.topology import STAGES, Stage

VERSION = "9.0.0"
RETYPED: dict[str, EventType] = {"161": "COERCE", "112": "THREATEN"}
"""CAMEO codes that this codebook gives another PLOVER type."""
RETYPED_FROM: frozenset[EventType] = frozenset({"SANCTION", "ACCUSE"})
"""The types that those codes have in the project's codebook."""
FORGOTTEN: frozenset[EventType] = frozenset({"PROTEST"})
"""Types that it no longer codes."""


class OtherCoder:
    """The project's coder with that codebook."""

    def __init__(self) -> None:
        coder = Coder.load()
        codes = dict(Codebook.load().codes)
        for cameo, other in RETYPED.items():
            codes[cameo] = replace(codes[cameo], event_type=other)
        self._coder = Coder(replace(coder.lexicon, codebook=Codebook(codes)))

    def code(self, article: ExtractedArticle) -> list[EventMention]:
        """The mentions of an article."""
        found = (one for one in self._coder.code(article) if one.event_type not in FORGOTTEN)
        return [one.model_copy(update={"codebook_version": VERSION}) for one in found]


def classification(settings: Settings) -> MapAgent:
    """In the place of the stage's own agent."""
    coder = OtherCoder()

    def run(article: ExtractedArticle) -> Sequence[Message]:
        return coder.code(article)

    return InThread(run, settings.processing_timeout)


def stages() -> tuple[Stage, ...]:
    """The pipeline with that coder."""
    return tuple(replace(one, agent=classification) if one.name == "classification" else one for one in STAGES)
