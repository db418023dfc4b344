"""How the predicates of a sentence stand to one another: what each is about, what it is done for, what it bids.

Extraction says what governs each predicate and how; whether that makes the one the *content* of the other ("agreed to
leave") or a mere circumstance ("agreed before leaving") is for coding to tell, since only content composes.
"""

from agents.classification.words import shipped
from schemas import Predicate, Sentence

CONTENT = frozenset({"complement", "infinitive", "argument"})
"""How a predicate hangs below the operator that governs it."""
CIRCUMSTANCE = frozenset(
    {"during", "after", "before", "following", "amid", "since", "despite", "ahead", "until", "while"}
)
"""Prepositions and conjunctions that add a circumstance: what they govern is an event of its own."""
MEANS = frozenset({"to", "by"})
"""What joins a purpose or a means to what is done."""


def content_below(sentence: Sentence) -> list[list[int]]:
    """For each predicate those that stand below it as its content."""
    predicates = sentence.predicates
    below: list[list[int]] = [[] for _ in predicates]
    parted, lists = ";" in sentence.text, shipped()
    for index, predicate in enumerate(predicates):
        governor = predicate.governor
        if governor is None:
            continue
        if predicate.governance == "argument" and predicate.kind == "verb" and predicate.lemma in lists.prepositional:
            continue
        above = predicates[governor]
        content = _is_content(predicate, above) or is_imperative(predicate, above, sentence)
        if content and not (parted and _are_parted(predicate, above, sentence)):
            below[governor].append(index)
    for index, predicate in enumerate(predicates):
        for argument in predicate.arguments:
            child = argument.predicate
            if child is None or child == index:
                continue
            if argument.preposition in CIRCUMSTANCE or argument.relation == "subject":
                below[index] = [known for known in below[index] if known != child]
            elif child not in below[index]:
                below[index].append(child)
    return below


def purposes_of(predicates: tuple[Predicate, ...]) -> list[list[int]]:
    """For each predicate those that say what it is done for ('to' and a verb)."""
    below: list[list[int]] = [[] for _ in predicates]
    for index, predicate in enumerate(predicates):
        governor = predicate.governor
        if governor is not None and predicate.governance == "adverbial" and predicate.marker in MEANS:
            below[governor].append(index)
    return below


def infinitives_of(predicates: tuple[Predicate, ...]) -> dict[int, list[Predicate]]:
    """The verbs with 'to' below each predicate that has some, whether they complete it or say what it is done for."""
    below: dict[int, list[Predicate]] = {}
    for predicate in predicates:
        if predicate.marker == "to" and predicate.governor is not None and predicate.kind != "noun":
            below.setdefault(predicate.governor, []).append(predicate)
    return below


def is_imperative(predicate: Predicate, above: Predicate, sentence: Sentence) -> bool:
    """Whether a verb is what somebody is told to do, in the words of who tells it ('"Pay us," he told Chad')."""
    if predicate.tense != "none" or predicate.marker is not None or predicate.auxiliaries or predicate.kind == "noun":
        return False
    if above.lemma not in shipped().addressing or predicate.governance not in ("complement", "adverbial"):
        return False
    return has_no_ending(predicate, sentence)


def has_no_ending(predicate: Predicate, sentence: Sentence) -> bool:
    """Whether a verb has no ending."""
    form = sentence.text[predicate.start - sentence.start : predicate.end - sentence.start]
    return form.lower().partition(" ")[0] == predicate.lemma


def _is_content(predicate: Predicate, above: Predicate) -> bool:
    """Whether a predicate is what its governor is about; of a noun also a whole clause with 'that'."""
    if predicate.governance == "relative" and predicate.marker == "that" and above.kind == "noun":
        return {"subject", "object"} <= {argument.relation for argument in predicate.arguments}
    return predicate.governance in CONTENT and predicate.marker not in CIRCUMSTANCE


def _are_parted(predicate: Predicate, above: Predicate, sentence: Sentence) -> bool:
    """Whether a semicolon parts a clause from what is said to govern it: then each says its own."""
    first, last = sorted((predicate.start, above.start))
    return ";" in sentence.text[first - sentence.start : last - sentence.start]
