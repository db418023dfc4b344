"""What a position comes to where parts of it are not known."""

import pytest
from kafka.errors import CoordinatorNotAvailableError, NotCoordinatorError

from streams import offsets
from streams.offsets import Position
from streams.problems import NoBroker


@pytest.mark.parametrize(
    ("start", "end", "committed", "lag"),
    [(0, 0, None, 0), (0, 7, None, 7), (0, 7, 7, 0), (5, 7, 2, 2), (0, 7, 3, 4), (0, 7, 9, 0)],
)
def test_lag_counts_from_what_is_there_to_be_read(start: int, end: int, committed: int | None, lag: int) -> None:
    assert Position("cleaning", "t", 0, start, end, committed).lag == lag


def test_age_is_that_of_the_oldest_waiting_message() -> None:
    assert Position("cleaning", "t", 0, 0, 5, 5).behind(100.0) == 0.0
    assert Position("cleaning", "t", 0, 0, 5, 4).behind(100.0) is None
    assert Position("cleaning", "t", 0, 0, 5, 4, waiting_since=40.0).behind(100.0) == 60.0
    assert Position("cleaning", "t", 0, 0, 5, 4, waiting_since=140.0).behind(100.0) == 0.0


def test_a_coordinator_that_is_not_there_yet_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offsets, "POLL_MILLISECONDS", 1)
    answers = iter([CoordinatorNotAvailableError(), NotCoordinatorError(), None])
    asked: list[int] = []

    def ask() -> str:
        asked.append(1)
        error = next(answers)
        if error is not None:
            raise error
        return "told"

    assert offsets.patiently(ask) == "told"
    assert len(asked) == 3


def test_a_coordinator_that_never_comes_is_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offsets, "COORDINATOR_SECONDS", 0.0)

    def ask() -> str:
        raise CoordinatorNotAvailableError

    with pytest.raises(NoBroker, match="CoordinatorNotAvailableError"):
        offsets.patiently(ask)
