"""What the lexicon looks at in a predicate: its head, and the words of its arguments by slot."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from agents.classification.patterns import Condition
from schemas import Argument, Predicate

OBJECT_PREPOSITIONS = frozenset({"of"})
"""Prepositions that give a nominal its object ('the expulsion of envoys')."""

ACTOR = ("@actor",)
"""Stands among the words of an argument that is an actor."""

SEVERAL = ("@actor", "@several")
"""Stand among the words of an argument that is more than one actor."""

LOOSE = frozenset({"off", "up", "down", "out", "aside", "away", "back", "in", "through"})
"""Particles that the parser also takes for prepositions: 'shrugs off the jibe', 'cordoned off the square'."""

INNER = frozenset({"on", "upon", "at", "against", "over", "about"})
"""Prepositions that say against whom or about what a verb and its object are, even where they stand by the object."""

NOT = "not"
"""Stands among the particles of what is denied ('would not hear of it', 'saw no need')."""

THEN = "then"
"""The slot of what is to be done next: 'ordered the station to close', 'called on the king to discuss trade'."""

Phrase = tuple[str, frozenset[str]]
"""The head of an argument, and all its content words and pairs of neighbouring ones."""


@dataclass(slots=True)
class View:
    """A predicate as the lexicon sees it. Slots: subject, object, named, any, then, and each preposition.

    ``taking`` is the same with a preposition for its particle, where the parser may have confused them.
    """

    lemma: str
    particles: frozenset[str] = frozenset()
    particle: str | None = None
    noun: str | None = None
    nominal: bool = False
    slots: dict[str, list[Phrase]] = field(default_factory=dict)
    taking: "View | None" = None
    _told: frozenset[str] | None = field(default=None, init=False, repr=False)

    def put(self, slot: str, phrase: Phrase) -> None:
        """Add a phrase to a slot and to ``any``."""
        self.slots.setdefault(slot, []).append(phrase)
        self.slots.setdefault("any", []).append(phrase)

    def told(self) -> frozenset[str]:
        """The words of all phrases, wherever they stand; put together once, when the view is complete."""
        if self._told is None:
            phrases = (*self.slots.get("any", ()), *self.slots.get(THEN, ()))
            self._told = frozenset().union(*(tokens for _, tokens in phrases))
        return self._told


def words(head: str, lemmas: tuple[str, ...], marks: tuple[str, ...] = ()) -> Phrase:
    """A phrase's head and words; neighbours are joined so that 'hunger strike' can be told from 'strike'.

    ``marks`` are those of an actor. What has a capital keeps its plural in extraction ('Mobs plundered', 'sent
    Patriots'), so its singular is added.
    """
    singular = (head[:-1],) if head[-1:] == "s" else ()
    if len(lemmas) < 2:
        return head, frozenset((head, *singular, *lemmas, *marks))
    return head, frozenset((head, *singular, *lemmas, *map(" ".join, pairwise(lemmas)), *marks))


def slot_of(argument: Argument, predicate: Predicate) -> str:
    """The slot in which an argument stands, seen from the act: the subject of a passive is its object."""
    relation = argument.relation
    if relation == "subject":
        return "object" if predicate.passive else "subject"
    if relation in ("object", "indirect_object"):
        return "object"
    preposition = argument.preposition
    if relation == "possessor" or (relation == "agent" and not _is_means(predicate)):
        return "subject"
    if preposition is None or (predicate.kind == "noun" and preposition in OBJECT_PREPOSITIONS):
        return "object"
    return preposition


def _is_means(predicate: Predicate) -> bool:
    """Whether 'by' tells how rather than who: a verb that is not passive has its doer before it ('spoke by phone')."""
    return predicate.kind == "verb" and not predicate.passive


def view(predicate: Predicate, then: Iterable[Predicate] = ()) -> View:
    """The view of a predicate; ``then`` are those that say what it is done or asked for ('to' and a verb)."""
    seen = View(predicate.lemma, _particles(predicate), predicate.particle, predicate.noun, predicate.kind == "noun")
    loose: list[tuple[str, Phrase]] = []
    for argument in predicate.arguments:
        actors, relation, preposition = argument.actors, argument.relation, argument.preposition
        phrase = words(argument.lemma, argument.lemmas, (SEVERAL if len(actors) > 1 else ACTOR) if actors else ())
        slot = slot_of(argument, predicate)
        if slot in LOOSE:
            loose.append((slot, phrase))
        if slot == relation == "object" and slot in seen.slots:
            seen.slots.setdefault("named", []).append(phrase)
        seen.put(slot, phrase)
        if preposition is not None and (slot == "object" or relation == "indirect_object"):
            seen.slots.setdefault(preposition, []).append(phrase)
        if relation == "object" and slot == "object" and argument.inner:
            _add_inner(seen, argument)
        if relation == "possessor":
            seen.slots.setdefault("object", []).append(phrase)
    if predicate.noun:
        seen.put("object", words(predicate.noun, ()))
    if loose and not seen.nominal and "object" not in seen.slots:
        seen.taking = _taking(seen, *loose[0])
    for one in then:
        seen.slots.setdefault(THEN, []).append(_deed(one))
    return seen


def _add_inner(seen: View, argument: Argument) -> None:
    """What a preposition inside the object governs, which the parser may have joined to it: 'took aim at Chad'."""
    lemmas = argument.lemmas
    tail = lemmas[lemmas.index(argument.lemma) + 1 :] if argument.lemma in lemmas else ()
    preposition = next((word for word in argument.text.split(" ") if word in INNER), None)
    if tail and preposition:
        seen.slots.setdefault(preposition, []).append(words(tail[-1], tail, ACTOR))


def _particles(predicate: Predicate) -> frozenset[str]:
    """What stands with a predicate: its particle, its adverbs, its denial."""
    if predicate.particle or predicate.negated:
        return frozenset(filter(None, (predicate.particle, *predicate.adverbs, NOT if predicate.negated else None)))
    return frozenset(predicate.adverbs)


def _taking(seen: View, particle: str, phrase: Phrase) -> View:
    """The same verb with such a preposition for its particle, and what follows for its object."""
    return replace(seen, particles=frozenset({particle}), slots={**seen.slots, "object": [phrase]})


def _deed(predicate: Predicate) -> Phrase:
    """A verb, by itself and together with the head of each of its arguments ('keep peace')."""
    together = (f"{predicate.lemma} {one.lemma}" for one in predicate.arguments if one.relation != "subject")
    return predicate.lemma, frozenset((predicate.lemma, *together))


def nominal_view(argument: Argument) -> View:
    """The view of an argument's head noun as if it were a predicate: its phrase is all that is known of it."""
    seen = View(argument.lemma, nominal=True)
    seen.put("object", words(argument.lemma, argument.lemmas))
    return seen


def fit(condition: Condition, seen: View) -> int:
    """How well a condition holds: 0 not, 1 by the slot alone, 2 inside a phrase, 3 at its head or a compound of it."""
    best, wanted, slots = 0, condition.words, seen.slots
    for slot in condition.slots:
        if slot not in slots:
            continue
        if not wanted:
            return 1
        for head, tokens in slots[slot]:
            if head in wanted:
                return 3
            if wanted.isdisjoint(tokens):
                continue
            if condition.strict:
                if "@actor" in wanted and "@actor" in tokens:
                    return 3
                continue
            compound = f" {head}"
            if any(token.endswith(compound) for token in wanted & tokens):
                return 3
            best = 2
    return best
