"""How conflicting reports merge: one case a rule, with the reports as they would come."""

from typing import Any

import pytest

from agents.cleaning import fingerprint
from agents.publishing import EventState, combine, copies, merge, to_event
from agents.publishing.merging import ROOMY, version_key
from schemas import DiplomaticEvent, EventMention
from tests.unit.agents.publishing.mentions import FAR_APART, event_bytes, mention, merged


def reports(*fields: dict[str, Any]) -> list[EventMention]:
    """One mention each, in an article of its own unless said otherwise."""
    return [
        mention(**{"mention_id": f"m{number}", "article_id": f"a{number}", "fingerprint": f"f{number}", **each})
        for number, each in enumerate(fields)
    ]


def event(*fields: dict[str, Any]) -> DiplomaticEvent:
    """The event of these reports, the same for the reverse order."""
    mentions = reports(*fields)
    state = merged(mentions)
    assert event_bytes(merged(mentions[::-1])) == event_bytes(state)
    found = to_event(state)
    assert found is not None
    return found


DATES = {
    "the best basis": (
        [("2026-01-01", "day", "published"), ("2026-01-03", "day", "stated"), ("2026-01-02", "day", "dateline")],
        "2026-01-03",
    ),
    "the earliest of the best": ([("2026-01-03", "day", "stated"), ("2026-01-02", "day", "stated")], "2026-01-02"),
    "a day before a month": ([("2026-01-01", "month", "stated"), ("2026-01-20", "day", "stated")], "2026-01-20"),
    "a stated month before a day of publication": (
        [("2026-01-01", "month", "stated"), ("2026-01-20", "day", "published")],
        "2026-01-01",
    ),
}


@pytest.mark.parametrize(("told", "expected"), DATES.values(), ids=DATES)
def test_the_date(told: list[tuple[str, str, str]], expected: str) -> None:
    names = ("event_date", "date_precision", "date_basis")
    assert event(*(dict(zip(names, each, strict=True)) for each in told)).event_date == expected


ANKARA = {"name": "Ankara", "country": "TUR", "latitude": 39.9, "longitude": 32.9, "geonames_id": 323786}
TURKEY = {"name": "Turkey", "country": "TUR"}
PLACES = {
    "the most specific": ([TURKEY, ANKARA], "Ankara"),
    "a stated country before a city inferred from an actor": ([TURKEY, {**ANKARA, "basis": "actor"}], "Turkey"),
    "the stated of equally specific ones": (
        [{**ANKARA, "name": "Ankara (dateline)", "basis": "dateline"}, ANKARA],
        "Ankara",
    ),
    "the most voted of equals": ([TURKEY, {"name": "Greece", "country": "GRC"}, TURKEY], "Turkey"),
}


@pytest.mark.parametrize(("told", "expected"), PLACES.values(), ids=PLACES)
def test_the_place(told: list[dict[str, Any]], expected: str) -> None:
    location = event({}, *({"location": place} for place in told)).location
    assert location is not None
    assert location.name == expected


def test_no_place_where_none_is_told() -> None:
    assert event({}, {}).location is None


def test_the_code_with_most_confidence_behind_it_wins() -> None:
    weak = {"cameo_code": "112", "confidence": 0.4}
    assert event(weak, weak, {"cameo_code": "111", "confidence": 0.7}).cameo_code == "112"
    assert event(weak, {"cameo_code": "111", "confidence": 0.7}).cameo_code == "111"


def test_at_a_tie_the_more_specific_code_wins() -> None:
    assert event({"cameo_code": "11"}, {"cameo_code": "1121"}, {"cameo_code": "112"}).cameo_code == "1121"


def test_the_code_is_one_of_the_winning_mode_and_brings_its_own_values() -> None:
    blame = {"mode": "blame", "cameo_code": "1125", "goldstein": -2.5, "confidence": 0.6}
    other = {"mode": "disapprove", "cameo_code": "111", "goldstein": -2.0, "confidence": 0.5}
    found = event(blame, blame, other, {**other, "mode": "complain"})
    assert (found.mode, found.cameo_code, found.goldstein) == ("blame", "1125", -2.5)


def test_a_mode_may_be_absent() -> None:
    assert event({"mode": None}).mode is None


def test_the_name_comes_from_those_who_mean_the_winning_actor() -> None:
    lavrov = {"country": "RUS", "sector": "GOV", "actor_id": "lavrov", "role": "foreign minister"}
    found = event(
        {"source": lavrov},
        {"source": {**lavrov, "name": "Sergey Lavrov"}},
        {"source": {"country": "RUS", "sector": "MIL"}},
    )
    assert (found.source.name, found.source.role, found.source.sector) == ("Sergey Lavrov", "foreign minister", "GOV")
    assert found.source.text is None


def test_flags_are_set_where_every_report_sets_them() -> None:
    found = event({"status": {"future": True, "negated": True}}, {"status": {"future": True}})
    assert found.flags.future
    assert not found.flags.negated


def test_contexts_need_half_of_the_weight() -> None:
    assert event({"contexts": ["military"]}, {"contexts": ["military", "diplomatic"]}, {}).contexts == ("military",)


def test_the_confidence_is_that_of_the_surest_report() -> None:
    assert event({"confidence": 0.4}, {"confidence": 0.9}, {"confidence": 0.1}).confidence == 0.9


def test_a_hundred_copies_from_a_hundred_publishers_are_one_article() -> None:
    found = event(*({"fingerprint": "same", "publisher": f"Publisher {number}"} for number in range(100)))
    assert (found.mention_count, found.article_count, found.publisher_count) == (1, 1, 100)
    assert len(found.mentions) == 100


def test_copies_vote_once() -> None:
    copy = {"fingerprint": "same", "cameo_code": "112", "confidence": 0.5}
    assert event(copy, copy, copy, {"cameo_code": "111", "confidence": 0.6}).cameo_code == "111"


def test_near_copies_are_one_article_and_joined_through_each_other() -> None:
    signatures = (FAR_APART[0], FAR_APART[0] ^ 0xFF, FAR_APART[0] ^ 0xFFFF, FAR_APART[1])
    found = event(*({"similarity": f"{signature:016x}"} for signature in signatures))
    assert (found.article_count, found.mention_count) == (2, 2)


def test_many_signatures_are_compared_as_few_are() -> None:
    told = [{"similarity": f"{(number % 40) << 20 | 0xF << (number % 4):016x}"} for number in range(120)]
    numbers = [copies.signature_of(each.similarity) for each in merged(reports(*told)).records]
    known = [(place, number) for place, number in enumerate(numbers) if number is not None]
    assert set(copies._near_by_array(known)) == set(copies._near_by_loop(known))


def test_nearness_means_what_it_means_in_cleaning() -> None:
    assert copies.NEAR_BITS == fingerprint.NEAR_BITS


def test_a_signature_that_is_none_is_left_out() -> None:
    assert event({"similarity": "not hexadecimal!"}, {"similarity": "12"}).article_count == 2


def test_two_mentions_in_one_article_are_two_and_their_copies_add_none() -> None:
    article, copy = {"article_id": "one", "fingerprint": "same"}, {"article_id": "two", "fingerprint": "same"}
    assert event(article, article, copy, copy, copy | {"article_id": "three"}).mention_count == 2


def test_publishers_are_told_apart_by_name_alone() -> None:
    assert event({"publisher": "The Gazette"}, {"publisher": " the  GAZETTE"}, {"publisher": None}).publisher_count == 1


def test_a_newer_codebook_wins_however_it_comes() -> None:
    same = {"mention_id": "m"}
    found = event(
        {**same, "codebook_version": "1.10.0", "cameo_code": "112"},
        {**same, "codebook_version": "1.9.0", "cameo_code": "111", "confidence": 0.9},
    )
    assert (found.cameo_code, found.mention_count, found.revision) == ("112", 1, 2)


def test_at_one_codebook_the_withdrawal_wins_and_a_newer_one_brings_it_back() -> None:
    same = {"mention_id": "m"}
    gone = event({**same, "withdrawn": True}, same)
    assert (gone.state, gone.mention_count, gone.mentions) == ("retracted", 0, ())
    assert event({**same, "withdrawn": True}, {**same, "codebook_version": "1.0.1"}).state == "active"


def test_a_retracted_event_still_says_what_it_was() -> None:
    gone = event({"withdrawn": True, "cameo_code": "112"})
    assert (gone.event_type, gone.cameo_code, gone.source.country) == ("ACCUSE", "112", "RUS")


def test_mentions_are_listed_by_time_of_publication_and_those_without_last() -> None:
    found = event({}, {"published_at": "2026-01-02T00:00:00Z"}, {"published_at": "2026-01-01T00:00:00Z"})
    assert [each.mention_id for each in found.mentions] == ["m2", "m1", "m0"]


def test_the_list_is_bounded_while_the_counts_go_on() -> None:
    found = to_event(merged_directly(*({"confidence": 0.5} for _ in range(250))))
    assert found is not None
    assert (len(found.mentions), found.mention_count, found.revision) == (200, 250, 250)


def merged_directly(*fields: dict[str, Any]) -> EventState:
    """The state without storing it in between, for many mentions."""
    state: EventState | None = None
    for each in reports(*fields):
        state = merge(state, each)
    assert state is not None
    return state


def test_the_state_is_bounded_in_bytes_by_its_bound_in_mentions() -> None:
    long = {
        "url": "https://example.org/" + "x" * 900,
        "publisher": "p" * 500,
        "source": {"name": "n" * 1000, "country": "RUS"},
    }
    evidence = {
        "sentence": "s" * 5000,
        "start": 0,
        "end": 1,
        "predicate": {"start": 0, "end": 1},
        "source": {"start": 0, "end": 1},
    }
    state = merged_directly(*({**long, "evidence": evidence} for _ in range(250)))
    found = to_event(state)
    assert found is not None
    assert len(state.to_bytes()) < 1_000_000
    assert len(found.to_bytes()) < 1_000_000


def test_a_small_mention_keeps_its_texts_whole_and_a_large_one_its_ids() -> None:
    small = event({"publisher": "p" * 500})
    large = event({"article_id": "a" * 500, "publisher": "p" * 500, "url": "u" * (ROOMY + 1)})
    assert len(small.mentions[0].publisher or "") == 500
    assert len(large.mentions[0].article_id) == 500
    assert (len(large.mentions[0].publisher or ""), large.mentions[0].url) == (120, None)


def test_mentions_of_two_events_are_not_merged() -> None:
    state = merged(reports({}))
    with pytest.raises(ValueError, match="is of event other, not of event"):
        merge(state, mention(event_id="other"))
    with pytest.raises(ValueError, match="states of two events"):
        combine(state, merged([mention(event_id="other")]))


@pytest.mark.parametrize("value", [b"[]", b"{}", b'[2,"e",[],[]]', b"[1,2,3]"])
def test_what_is_no_state_is_refused(value: bytes) -> None:
    with pytest.raises(ValueError, match="rebuild the table"):
        EventState.from_bytes(value)


def test_versions_sort_as_people_read_them() -> None:
    mixed = ["2", "1.10", "1.0", "1.0-beta", "0.9", "1.9", "1.0-alpha", "1.0.1"]
    assert sorted(mixed, key=version_key) == ["0.9", "1.0-alpha", "1.0-beta", "1.0", "1.0.1", "1.9", "1.10", "2"]
