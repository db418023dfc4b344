"""The reliability table: what counts as right, and the error of confidences."""

from hypothesis import given
from hypothesis import strategies as st

from tests.gold.calibration import Case, Gold, chosen, cross_validated, fit, scores_at
from tests.gold.reliability import bins, calibration_error, table


def test_confidences_that_are_borne_out_have_no_error() -> None:
    told = [(0.5, True), (0.5, False), (1.0, True)]
    assert calibration_error(told) == 0.0


def test_the_error_is_the_gap_weighted_by_how_many() -> None:
    assert abs(calibration_error([(0.9, False), (0.1, False), (0.1, False), (0.1, False)]) - 0.3) < 1e-9


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_every_mention_is_in_one_tenth(told: list[tuple[float, bool]]) -> None:
    assert sum(count for count, _, _ in bins(told)) == len(told)
    assert 0.0 <= calibration_error(told) <= 1.0
    assert f"of {len(told)} mentions" in table(told)


OWN, GUESSED = frozenset({"own", "any"}), frozenset({"guessed", "any"})


def cases() -> list[Case]:
    good = [Case(f"t{n}", OWN, n % 5 != 0, ("FRA", "TCD", "AID")) for n in range(100)]
    return good + [Case(f"t{n}", GUESSED, n % 5 == 0, ("TCD", "FRA", "AID")) for n in range(100)]


def test_fitted_tables_give_back_the_shares() -> None:
    fitted = fit(cases())
    assert abs(fitted.of(OWN) - 0.8) < 0.1
    assert abs(fitted.of(GUESSED) - 0.2) < 0.1
    assert fitted == fit(cases())


def test_the_threshold_leaves_out_what_is_mostly_wrong() -> None:
    gold: Gold = {f"t{n}": {("FRA", "TCD", "AID")} if n % 5 else set() for n in range(100)}
    found = cases()
    sure = cross_validated(found)
    least = chosen(found, sure, gold)
    assert scores_at(least, found, sure, gold) == (0.8, 1.0)
