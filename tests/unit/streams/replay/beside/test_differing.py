"""Every kind of change is told as what it is, and a page says so without letting a text become markup."""

from agents.publishing import EventState, merge
from schemas import Actor, EventMention, Evidence, Span
from streams.replay.beside.comparing import Scope, version_of, withdrawal
from streams.replay.beside.differing import Difference, Kind, Touched, changes_of, link
from streams.replay.beside.page import page
from tests.unit.streams.mentions import mention

SCOPE = Scope(frozenset({"a-1"}), "2")


def touched(old: list[EventMention], new: list[EventMention]) -> Touched:
    """What the comparison holds after these old mentions were replaced by these new ones."""
    found = Touched()
    kept = {(one.event_id, one.mention_id) for one in new}
    for one in old:
        take(found.before, one)
        take(found.after, one)
        if (one.event_id, one.mention_id) not in kept:
            take(found.after, withdrawal(one, SCOPE))
            found.gone[link(one)] = one.event_id
    for one in new:
        take(found.after, one)
        found.come[link(one)] = one.event_id
    return found


def take(states: dict[str, EventState], one: EventMention) -> None:
    states[one.event_id] = merge(states.get(one.event_id), one)


def kinds(old: list[EventMention], new: list[EventMention]) -> list[Kind]:
    return sorted(change.kind for change in changes_of(touched(old, new)))


def newer(**changes: object) -> EventMention:
    return mention(codebook_version="2", **changes)


def test_the_same_words_of_another_type_are_retyped_once() -> None:
    assert kinds([mention()], [newer(mention_id="m-2", event_id="e-2", event_type="ACCUSE")]) == ["retyped"]


def test_a_new_date_moves_the_mention_with_its_id_to_another_event() -> None:
    assert kinds([mention()], [newer(event_id="e-2", event_date="2025-05-16")]) == ["redated"]


def test_other_actors_reassign_it() -> None:
    other = newer(mention_id="m-2", event_id="e-2", target=Actor(name="Poland", country="POL"))
    assert kinds([mention()], [other]) == ["reassigned"]


def test_what_stands_elsewhere_is_added_and_what_is_gone_removed() -> None:
    evidence = Evidence(
        sentence="Russia left.", start=30, end=42, predicate=Span(start=37, end=41), source=Span(start=30, end=36)
    )
    assert kinds([mention()], [newer(mention_id="m-2", event_id="e-2", evidence=evidence)]) == ["added", "removed"]


def test_an_event_told_otherwise_is_revised_and_names_the_fields() -> None:
    (change,) = changes_of(touched([mention()], [newer(cameo_code="124")]))
    assert (change.kind, change.fields[0]) == ("revised", "cameo_code")


def test_an_event_that_keeps_a_report_is_not_removed() -> None:
    old = [mention(), mention(mention_id="m-9", article_id="a-9")]
    found = touched(old, [newer(mention_id="m-2", event_id="e-2", event_type="ACCUSE"), old[1]])
    assert sorted(change.kind for change in changes_of(found)) == ["retyped", "revised"]


def test_only_what_an_event_takes_in_makes_a_mention_another() -> None:
    one = version_of(mention(), 0)
    assert version_of(newer(pipeline_version="9", rule="other"), 0).content == one.content
    assert version_of(newer(confidence=0.5), 0).content != one.content
    assert version_of(newer(), 0).age > one.age


def test_a_page_holds_the_texts_and_no_markup_of_theirs() -> None:
    evil = mention(source=Actor(name="<script>x</script>", country="RUS"))
    changes = list(changes_of(touched([evil], [newer(mention_id="m-2", event_id="e-2", event_type="ACCUSE")])))
    written = page(Difference("v2", 1, "2", changes=changes), 10)
    assert "&lt;script&gt;x" in written
    assert "<script" not in written
    assert "<del>REJECT 125</del> <ins>ACCUSE 125</ins>" in written
    assert "Russia snubbed the talks." in written
