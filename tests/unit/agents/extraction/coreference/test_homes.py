"""Whose a role is that names no country: what speaks for the candidates, and how their weights decide."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from agents.extraction import Extractor
from agents.extraction.coreference.home_signs import Case, Signs
from agents.extraction.coreference.homes import Home, Homes, Known, Weights
from agents.extraction.words import load_words
from schemas import CleanArticle
from tests.unit.agents.extraction.reading import article

NAMES = st.sampled_from(["top", "latest", "back 1", "nature"])
SIGNS = st.dictionaries(NAMES, st.floats(0, 1))
WEIGHTS = st.dictionaries(NAMES, st.floats(-5, 5)).map(Known)
COUNTRIES = st.dictionaries(st.sampled_from(["PER", "CHL", "BOL", "UNO"]), SIGNS)


class Ear(Homes):
    """Keeps the signs that it is asked to weigh."""

    def __init__(self) -> None:
        super().__init__(Weights(Known(), 1.0), load_words())
        self.candidates: dict[str, Mapping[str, Signs]] = {}
        self.nobody: dict[str, Signs] = {}

    def choose(self, case: Case, candidates: Mapping[str, Signs], nobody: Signs) -> Home | None:
        """Keep them under the noun of the role."""
        self.candidates[case.mention.head.text] = candidates
        self.nobody[case.mention.head.text] = nobody
        return None


EAR = Ear()
EXTRACTOR = Extractor(homes=EAR)


def heard(body: str) -> Ear:
    """What is asked about the roles of a text."""
    EAR.candidates.clear()
    EAR.nobody.clear()
    found: CleanArticle = article(body)
    EXTRACTOR.extract([found])
    return EAR


def test_whom_a_state_acts_on_is_marked_as_suffering_by_it() -> None:
    signs = heard("Peru arrested the general.").candidates["general"]["PER"]
    assert {"suffers", "suffers by state", "ruled by", "same before", "top"} <= set(signs)


def test_a_verb_shares_the_doer_of_the_one_above_it() -> None:
    body = "Peru apologised to Chile and arrested the general."
    assert "suffers" in heard(body).candidates["general"]["PER"]
    assert "suffers" not in heard(body).candidates["general"]["CHL"]


def test_towns_without_a_mention_are_candidates() -> None:
    assert "town clause" in heard("Gunmen killed a Danish nurse near Bukavu.").candidates["Gunmen"]["COD"]


def test_how_far_back_a_country_was_spoken_of() -> None:
    body = "Peru had a quiet week. Nothing was heard of Chile. The police went home."
    found = heard(body).candidates["police"]
    assert "back 1" in found["CHL"]
    assert "back 2" in found["PER"]


def test_what_a_role_is_by_nature() -> None:
    assert "nature" in heard("Inspectors went home.").candidates["Inspectors"]["IGO"]


def test_who_deals_with_a_country_from_outside() -> None:
    assert "nobody:foreign" in heard("Peru thanked donors.").nobody["donors"]
    assert "nobody:foreign" not in heard("Peru thanked nurses.").nobody["nurses"]


def test_people_called_foreign_are_of_another_country_unlike_a_foreign_minister() -> None:
    ear = heard("Peru said on Monday that overseas workers would leave. The foreign minister met nurses.")
    assert "nobody:foreign" in ear.nobody["workers"]
    assert "nobody:foreign" not in ear.nobody["minister"]
    assert "nobody:foreign" not in ear.nobody["nurses"]


def test_monitors_may_be_an_organisations_though_none_is_named() -> None:
    assert "nature" in heard("Peru let the monitors cross the river.").candidates["monitors"]["IGO"]
    assert "nature" in heard("Peru asked the force commander for help.").candidates["commander"]["UNO"]


def test_an_indefinite_role_may_be_anybodys() -> None:
    assert {"nobody", "nobody:indefinite", "nobody:fighters"} <= set(heard("Peru chased a gunman.").nobody["gunman"])


@given(COUNTRIES, SIGNS, WEIGHTS, st.floats(0, 1))
def test_what_is_given_is_a_candidate_and_likely_enough(
    candidates: dict[str, dict[str, float]], nobody: dict[str, float], weights: Known, least: float
) -> None:
    home = Weights(weights, least).likeliest(candidates, nobody)
    assert home is None or (home.country in candidates and least <= home.probability <= 1.0)


@given(COUNTRIES, SIGNS, WEIGHTS)
def test_the_order_of_the_candidates_does_not_matter(
    candidates: dict[str, dict[str, float]], nobody: dict[str, float], weights: Known
) -> None:
    turned = dict(reversed(candidates.items()))
    table = Weights(weights, 0.0)
    assert table.likeliest(candidates, nobody) == table.likeliest(turned, nobody)


def test_the_committed_weights_are_a_table_of_numbers() -> None:
    table = Weights.load()
    assert 0.0 < table.least < 1.0
    assert table.weights
    assert all(abs(weight) < 10 for weight in table.weights.values())


def test_a_text_that_speaks_for_a_country_makes_it_a_candidate_by_that() -> None:
    body = """Briefing by the Latvian foreign minister

Question: What did the Estonians say?

Minister: We spoke to Tallinn twice. The parliament will vote.

Question: And then?

Minister: We shall see."""
    assert "house" in heard(body).candidates["parliament"]["LVA"]
    assert "house" not in heard(body).candidates["parliament"].get("EST", {})


def test_the_town_of_the_first_sentence_is_marked() -> None:
    body = "Gunmen killed a Danish nurse near Bukavu. The police thanked Poland."
    assert "first town" in heard(body).candidates["police"]["COD"]
