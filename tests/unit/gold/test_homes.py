"""The fitting of the weights that tell whose a role is."""

from tests.gold.homes import Heard, Role, cross_validated, fit, outcome


def roles() -> list[Role]:
    """A land of which "top" is always right, and "far" never."""
    heard = Heard(0, 1, {"PER": {"top": 1.0}, "CHL": {"far": 1.0}}, {"nobody": 1.0})
    return [Role(f"t{number}", "PER", heard) for number in range(40)]


def test_what_is_right_gets_weight() -> None:
    table = fit(roles())
    assert table.weights["top"] > 0 > table.weights["far"]
    assert table == fit(roles()[::-1])


def test_what_is_seen_too_seldom_gets_none() -> None:
    rare = Role("x", "PER", Heard(0, 1, {"PER": {"rare": 1.0}}, {"nobody": 1.0}))
    assert "rare" not in fit([*roles(), rare]).weights


def test_cross_validation_finds_what_is_plain() -> None:
    homes = cross_validated(roles(), [])
    assert {home.country for home in homes if home is not None} == {"PER"}


def test_the_outcomes_of_a_role() -> None:
    heard = Heard(0, 1, {"PER": {}}, {})
    home = cross_validated(roles(), [])[0]
    assert home is not None
    assert outcome(Role("t", "PER", heard), home, 0.0) == "right"
    assert outcome(Role("t", "CHL", heard), home, 0.0) == "wrong"
    assert outcome(Role("t", None, heard), home, 0.0) == "invented"
    assert outcome(Role("t", "PER", heard), None, 0.0) == "missed"
    assert outcome(Role("t", None, heard), None, 0.0) == "left"
    assert outcome(Role("t", "PER", heard), home, 1.1) == "missed"
