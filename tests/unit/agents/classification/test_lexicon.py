"""Looking up: a pattern that is passed over because a word that it needs is not told would not have fitted."""

from hypothesis import given
from hypothesis import strategies as st

from agents.classification.features import THEN, View, words
from agents.classification.lexicon import Index, Match, Shelf
from tests.support.coding import coder

ACTS = coder().lexicon.acts
HEADS = ("make", "call", "send", "take", "give", "cut", "withdraw", "arrest", "put", "bring")
TOLD = ("troop", "envoy", "talk", "call", "aid", "sanction", "border", "war", "halt", "peace", "camel", "attention")
SLOTS = ("object", "subject", "on", "off", "to", "from", "for", THEN)


def every(seen: View) -> list[Match]:
    """What fits where no candidate says what it needs, so that each is looked at."""
    plain = Index((), {})
    shelf = plain.verbal[seen.lemma] = Shelf()
    for one in ACTS.verbal[seen.lemma].candidates:
        shelf.add(one._replace(needed=None))
    return plain.runners_up(seen)


@given(
    st.sampled_from(HEADS),
    st.lists(st.tuples(st.sampled_from(SLOTS), st.sampled_from(TOLD), st.sampled_from(TOLD)), max_size=4),
    st.sampled_from([None, "off", "out", "up", "back"]),
)
def test_what_is_passed_over_would_not_have_fitted(
    head: str, phrases: list[tuple[str, str, str]], particle: str | None
) -> None:
    seen = View(head, frozenset({particle} if particle else ()), particle)
    for slot, first, second in phrases:
        phrase = words(second, (first, second))
        if slot == THEN:
            seen.slots.setdefault(THEN, []).append(phrase)
        else:
            seen.put(slot, phrase)
    assert ACTS.runners_up(seen) == every(seen)


def test_some_of_these_heads_fit_and_some_candidates_are_passed_over() -> None:
    seen = View("send")
    seen.put("object", words("troop", ("troop",)))
    assert every(seen)
    assert any(one.needed is not None and "troop" not in one.needed for one in ACTS.verbal["send"].candidates)
    assert 0 < len(ACTS.verbal["send"].asked({"troop"})) < len(ACTS.verbal["send"].candidates)
