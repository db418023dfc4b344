"""What ``communique subscribe`` decides by itself: what was asked for, and the rows of the live table."""

import pytest

from streams.cli.subscribe import ROWS, Rows, _refuse_contradictions, _selection
from streams.problems import UsageProblem
from streams.subscriber import Selection
from tests.unit.streams.cli.test_tables import event


def test_what_is_asked_for_is_read_in_any_case() -> None:
    wanted = Selection({"ACCUSE"}, {"RUS"}, {"UKR", "POL"}, {3}, {"11"})
    assert _selection(["accuse"], ["rus"], ["UKR", "pol"], [3], ["11"]) == wanted


def test_nothing_asked_for_is_everything() -> None:
    assert _selection(None, None, None, None, None) == Selection(set(), set(), set(), set(), set())


def test_an_unknown_type_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageProblem, match="no event type BLAME; there are AGREE, CONSULT"):
        _selection(["blame"], None, None, None, None)


def test_the_standing_state_takes_no_group() -> None:
    with pytest.raises(UsageProblem, match="takes no --group"):
        _refuse_contradictions(state=True, group="readers")


def test_an_event_that_grows_moves_down_instead_of_coming_twice() -> None:
    rows = Rows()
    for event_id, revision in (("a", 1), ("b", 1), ("a", 2)):
        found = rows.with_changed(event(event_id=event_id, revision=revision))
    assert [(each.event_id, each.revision) for each in found] == [("b", 1), ("a", 2)]


def test_a_retracted_event_leaves() -> None:
    rows = Rows()
    rows.with_changed(event())
    assert rows.with_changed(event(state="retracted")) == []


def test_the_table_is_bounded_and_the_oldest_leave() -> None:
    rows = Rows()
    for number in range(ROWS + 3):
        found = rows.with_changed(event(event_id=str(number)))
    assert [each.event_id for each in found] == [str(number) for number in range(3, ROWS + 3)]
