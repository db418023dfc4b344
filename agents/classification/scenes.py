"""Where those are who meet: the place of a meeting or a visit holds for what its parties say to each other there.

"The presidents met in Doha. They signed a pact": the pact was signed in Doha. A scene lasts for a few sentences, for
its own parties only, and for what is done face to face; a new place ends it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from agents.classification import words
from agents.classification.coded import Coded
from schemas import ActorMention, ExtractedArticle, Location, Predicate

FACE_TO_FACE: Final = ("02", "03", "040", "043", "045", "046", "05", "080", "10", "11", "12", "13")
"""Codes, by prefix, of what people say and agree when they sit together."""
PERSON: Final = "person:"
"""How the ids of people begin in the actor data."""
FIRE: Final = "fire"
"""'opened fire near Batken': of what is opened, held or exchanged, this is no meeting."""
REACH: Final = 6
"""Sentences for which a scene lasts."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A meeting at a place, with the countries and the single actors that are told to take part."""

    ordinal: int
    start: int
    location: Location
    countries: frozenset[str]
    people: frozenset[int]


class Scenes:
    """The scenes of one article."""

    def __init__(self, article: ExtractedArticle) -> None:
        self._actors = article.actors
        self._scenes = list(_scenes(article))

    def of(self, coded: Coded) -> Location | None:
        """The place of the meeting at which an act was done; None where it was done elsewhere or nobody knows."""
        if not self._scenes or not coded.code.cameo.startswith(FACE_TO_FACE) or coded.status.historical:
            return None
        ordinal, start = coded.sentence.ordinal, coded.predicate.start
        before = [one for one in self._scenes if one.start < start and ordinal - one.ordinal <= REACH]
        scene = before[-1] if before else None
        return scene.location if scene is not None and self._takes_part(scene, coded) else None

    def has_abroad(self, coded: Coded) -> bool:
        """Whether the source of an act, or its country's people, are told to have met somebody abroad just before."""
        source, ordinal = coded.source, coded.sentence.ordinal
        origin = _origin(source, self._actors) if self._scenes else 0
        return any(
            scene.location.country != source.country and (origin in scene.people or source.country in scene.countries)
            for scene in self._scenes
            if abs(ordinal - scene.ordinal) <= REACH
        )

    def _takes_part(self, scene: Scene, coded: Coded) -> bool:
        """Whether both sides are at the table; a guest who speaks of somebody else is there all the same."""
        source, target = coded.source, coded.target
        if target is None or target.country is None:
            return _origin(source, self._actors) in scene.people
        sides = {source.country, target.country}
        if coded.reciprocal and scene.countries <= {scene.location.country}:
            return True  # "the meeting in Riyadh lasted four hours": those who then agree were there
        together = sides <= scene.countries and (len(sides) > 1 or scene.location.country in sides)
        return together or (_origin(source, self._actors) in scene.people and len(sides) > 1)


def _scenes(article: ExtractedArticle) -> Iterator[Scene]:
    """Meetings and visits of an article whose place the text states, with the countries and people that took part."""
    for sentence in article.sentences:
        for predicate in sentence.predicates:
            place = predicate.location
            if place is None or place.basis != "stated" or not _is_meeting(predicate):
                continue
            sides = [article.actors[index] for index in (*predicate.sources, *predicate.targets)]
            countries = {side.country for side in sides if side.country} | ({place.country} if place.country else set())
            people = frozenset(_origin(side, article.actors) for side in sides if _is_person(side))
            yield Scene(sentence.ordinal, predicate.start, place, frozenset(countries), people)


def _is_meeting(predicate: Predicate) -> bool:
    status, meetings = predicate.status, words.shipped().meetings
    if predicate.lemma not in meetings and predicate.noun not in meetings:
        return False
    met = not (status.historical or status.negated or status.hypothetical)
    return met and FIRE not in (predicate.noun, *(argument.lemma for argument in predicate.arguments))


def _is_person(mention: ActorMention) -> bool:
    """Whether it is somebody who can be at one place only: a person by name or by office, not a capital."""
    named = mention.actor_id is not None and mention.actor_id.startswith(PERSON)
    return named or mention.title is not None or mention.basis in ("coreference", "title", "recogniser")


def _origin(mention: ActorMention, actors: Sequence[ActorMention]) -> int:
    """The place in the text where the actor was first named, by way of the antecedents."""
    seen = 0
    while mention.antecedent is not None and seen < len(actors):
        mention, seen = actors[mention.antecedent], seen + 1
    return mention.start
