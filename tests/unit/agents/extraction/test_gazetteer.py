"""Places by name: chosen by context or by size, or not at all."""

import pytest

from agents.extraction.gazetteer import Gazetteer


def test_a_city_is_chosen_by_context_or_size_or_not_at_all() -> None:
    gazetteer = Gazetteer.load()
    paris, texan = gazetteer.resolve("Paris", ()), gazetteer.resolve("Tripoli", {"LBN"})
    assert paris is not None
    assert paris.country == "FRA"
    assert texan is not None
    assert texan.country == "LBN"
    assert gazetteer.resolve("Springfield", ()) is None


@pytest.mark.parametrize(
    ("name", "near", "country"),
    [
        ("Cumbria", (), "GBR"), ("Oaxaca", (), "MEX"), ("Tripoli", ("LBN",), "LBN"),
        ("Santa Cruz", (), None), ("Cordoba", ("ESP",), "ESP"), ("Nowhere", (), None),
    ],
)  # fmt: skip
def test_a_small_place_hints_at_a_country_where_no_other_has_its_name(
    name: str, near: tuple[str, ...], country: str | None
) -> None:
    assert Gazetteer.load().hint(name, near) == country
