"""No committed score on the development gold falls by more than a point, and confidences can be believed."""

import orjson
import pytest

from tests.gold.reliability import calibration_error
from tests.gold.scorer import SCORES, Report, committed, development, score

SLACK = 1.0
"""Points by which a score may fall; ``python -m tests.gold.scorer --write`` commits the scores anew."""
FEW = 60
"""Gold items below which a point is less than one item, so that a layer is not held to it."""
WORST_ERROR = 0.08
"""More than the 0.06 wanted: rules were written for these texts and tables fitted to them, so that mentions come out
better here than the tables promise; the error that counts is the cross-validated one of ``tests.gold.calibration``."""


@pytest.fixture(scope="module")
def report() -> Report:
    return score(development())


def test_no_committed_score_falls_by_more_than_a_point(report: Report) -> None:
    before, now, sizes = orjson.loads(SCORES.read_bytes()), committed(report), report.as_dict()
    held = [name for name in before if name not in sizes or sizes[name]["n"] >= FEW]
    fallen = {name: (before[name], now[name]) for name in held if now[name] < before[name] - SLACK}
    assert not fallen


def test_confidences_on_the_development_gold_are_borne_out(report: Report) -> None:
    assert calibration_error(report.confidences) <= WORST_ERROR
