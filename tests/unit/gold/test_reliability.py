"""The reliability table: what counts as right, and the error of confidences."""

from hypothesis import given
from hypothesis import strategies as st

from tests.gold.calibration import Bars, Case, Gold, Outcome, chosen, cross_validated, fit, outcome
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


def test_the_bars_leave_out_what_is_mostly_wrong() -> None:
    gold: Gold = {f"t{n}": {("FRA", "TCD", "AID")} if n % 5 else set() for n in range(100)}
    found = cases()
    sure = cross_validated(found)
    outcomes = {bars: outcome(bars, found, sure, gold) for bars in (Bars(0.1, 0.1), Bars(0.5, 0.5), Bars(0.99, 0.5))}
    assert chosen(outcomes) == Bars(0.5, 0.5)
    assert outcomes[Bars(0.5, 0.5)] == Outcome(0.8, 1.0, 0.0)


def test_of_bars_that_are_precise_and_quiet_the_one_with_the_best_f1_is_chosen() -> None:
    loud, shy, good = Bars(0.3, 0.3), Bars(0.9, 0.9), Bars(0.6, 0.4)
    outcomes = {loud: Outcome(0.9, 0.9, 0.5), shy: Outcome(0.9, 0.2, 1.0), good: Outcome(0.8, 0.5, 0.95)}
    assert chosen(outcomes) == good


def test_a_text_without_an_act_as_sure_as_the_first_bar_publishes_nothing() -> None:
    act, other = ("FRA", "TCD", "AID"), ("TCD", "FRA", "AID")
    found = [Case("a", OWN, True, act), Case("a", OWN, True, other), Case("b", OWN, False, act)]
    gold: Gold = {"a": {act, other}, "b": set()}
    assert outcome(Bars(0.6, 0.4), found, [0.7, 0.4, 0.5], gold) == Outcome(1.0, 1.0, 1.0)
    assert outcome(Bars(0.4, 0.4), found, [0.7, 0.4, 0.5], gold) == Outcome(2 / 3, 1.0, 0.0)


def test_two_acts_of_a_text_open_the_first_bar_together() -> None:
    act, other = ("FRA", "TCD", "AID"), ("TCD", "FRA", "AID")
    found = [Case("a", OWN, True, act), Case("a", OWN, True, other)]
    gold: Gold = {"a": {act, other}, "b": set()}
    assert outcome(Bars(0.6, 0.4), found, [0.5, 0.4], gold) == Outcome(1.0, 1.0, 1.0)
    assert outcome(Bars(0.6, 0.45), found, [0.5, 0.4], gold).recall == 0.0
