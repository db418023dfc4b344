"""Finding actors in text: longest match, word boundaries, case, accents, possessives, compounds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.extraction.actors import ActorHit, ActorIndex, RoleIndex
from agents.extraction.actors.matcher import Matcher
from agents.extraction.actors.text import fold, lower


def found(text: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.entry.id) for hit in ActorIndex.load().find(text)]


def only(text: str) -> ActorHit:
    (hit,) = ActorIndex.load().find(text)
    return hit


def test_the_index_is_built_once() -> None:
    assert ActorIndex.load() is ActorIndex.load()
    assert RoleIndex.load() is RoleIndex.load()


@pytest.mark.parametrize(
    ("text", "name", "entry"),
    [
        ("the Russian troops", "Russian", "RUS.adjective"),
        ("two Russians were held", "Russians", "RUS.people"),
        ("aides to the Kremlin said", "Kremlin", "RUS.seat"),
        ("talks in Kyiv", "Kyiv", "UKR.capital"),
        ("the U.S. said", "U.S.", "USA.abbreviation"),
        ("South Sudan's army", "South Sudan", "SSD"),
        ("the Democratic Republic of Congo", "Democratic Republic of Congo", "COD"),
        ("Nigeria", "Nigeria", "NGA"),
        ("the Islamic Revolutionary Guard Corps", "Islamic Revolutionary Guard Corps", "inst:irgc"),
        ("a U.N. Security Council vote", "U.N. Security Council", "org:unsc"),
        ("rebels of M23", "M23", "group:m23"),
        ("Türkiye", "Türkiye", "TUR"),
        ("the Cote d\u2019Ivoire", "Cote d\u2019Ivoire", "CIV"),
    ],
)
def test_names_are_found(text: str, name: str, entry: str) -> None:
    assert found(text) == [(name, entry)]


@pytest.mark.parametrize("text", ["he told us", "roast turkey", "a polish remover", "Nigerland", "xUSA", "chad", ""])
def test_other_words_are_not(text: str) -> None:
    assert found(text) == []


def test_capitals_are_read_except_of_short_names() -> None:
    assert found("ZELENSKY WARNS IRAN") == [("ZELENSKY", "person:ukr.volodymyr-zelensky"), ("IRAN", "IRN")]


@pytest.mark.parametrize(
    "name", ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi", "Volodymyr Zelenskyy", "Volodymyr Zelensky"]
)
def test_spellings_lead_to_one_person(name: str) -> None:
    assert only(name).entry.id == "person:ukr.volodymyr-zelensky"


@pytest.mark.parametrize("name", ["Erdogan", "Erdoğan", "Recep Tayyip Erdoğan", "ERDOGAN"])
def test_accents_do_not_matter(name: str) -> None:
    assert only(name).entry.id == "person:tur.recep-tayyip-erdogan"


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Mohammad Deif", "person:pse.mohammed-deif"),
        ("Sergey Ryabkov", "person:rus.sergei-ryabkov"),
        ("Ayman Al-Safadi", "person:jor.ayman-safadi"),
        ("Walid Al Moallem", "person:syr.walid-al-moallem"),
        ("Moon Jae In", "person:kor.moon-jae-in"),
        ("Khalid Meshaal", "person:pse.khaled-meshaal"),
    ],
)
def test_parts_of_a_name_may_be_spelt_otherwise(name: str, person: str) -> None:
    assert found(f"with {name} on Sunday") == [(name, person)]


@pytest.mark.parametrize("possessive", ["Putin's", "Putin\u2019s", "Xi Jinping's"])
def test_a_possessive_is_left_out(possessive: str) -> None:
    assert only(possessive).end == len(possessive) - 2


def test_words_tied_by_a_hyphen_are_told() -> None:
    assert only("pro-Russian fighters").joined_before == "pro"
    assert only("Iran-backed fighters").joined_after == "backed"
    assert only("Iran backed them").joined_after is None


@pytest.mark.parametrize("name", ["Georgia", "Li", "Khan", "Bush"])
def test_ambiguous_names_need_context(name: str) -> None:
    hit = only(name)
    assert hit.needs_context
    assert hit.confidence < 0.8


@pytest.mark.parametrize("name", ["Putin", "Imran Khan", "Li Qiang", "George W. Bush", "France"])
def test_names_that_say_it_all_do_not(name: str) -> None:
    assert not only(name).needs_context


def test_a_surname_lists_all_who_bear_it() -> None:
    hit = only("Aoun")
    assert {entry.id for entry in hit.candidates} >= {"person:lbn.joseph-aoun", "person:lbn.michel-aoun"}
    assert hit.short


def test_a_full_name_decides_the_surname() -> None:
    hits = ActorIndex.load().find("Imran Khan was held. Supporters of Khan protested.")
    assert [hit.entry.id for hit in hits] == ["person:pak.imran-khan"] * 2
    assert not hits[1].needs_context


def test_two_full_names_leave_the_surname_open() -> None:
    hits = ActorIndex.load().find("Bill Clinton and Hillary Clinton came. Clinton spoke.")
    assert hits[-1].needs_context


def test_a_named_country_decides_a_name_of_its_own() -> None:
    near, far = "Tbilisi said Georgia agreed.", "Atlanta said Georgia agreed."
    assert not any(hit.needs_context for hit in ActorIndex.load().find(near))
    assert any(hit.needs_context for hit in ActorIndex.load().find(far))


def test_longest_match_and_no_overlap() -> None:
    matcher = Matcher({"New York": 1, "York": 2, "New York Times": 3})
    assert list(matcher.find("York, New York and New York Timesx")) == [(0, 4, 2), (6, 14, 1), (19, 27, 1)]


def test_an_empty_vocabulary_finds_nothing() -> None:
    assert list(Matcher[int]({}).find("anything")) == []


@given(st.text())
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(lower(text)) == len(text)


NAMES = st.sampled_from(sorted(ActorIndex.load().readings))
PIECES = st.one_of(st.text(max_size=8), NAMES, st.sampled_from([" ", "'s ", "-", ". ", "\n", "president "]))


@given(st.lists(PIECES, max_size=12).map("".join))
def test_hits_are_sorted_apart_and_where_they_say(text: str) -> None:
    for hits in (ActorIndex.load().find(text), RoleIndex.load().find(text)):
        spans = [(hit.start, hit.end) for hit in hits]
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_words_of_a_hit_are_a_name_of_its_entry(text: str) -> None:
    readings = ActorIndex.load().readings
    for hit in ActorIndex.load().find(text):
        words = fold(text[hit.start : hit.end])
        known = [key for key in (words, words.upper()) if key in readings] or [
            key for key in readings if key.upper() == words
        ]
        assert any(hit.entry in readings[key].entries for key in known)


@given(NAMES)
def test_every_name_is_found_by_itself(name: str) -> None:
    hits = ActorIndex.load().names(f"x {name} y")
    assert [(hit.start, hit.end) for hit in hits] == [(2, 2 + len(name))]


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_context_adds_no_name_and_no_doubt(text: str) -> None:
    every = {hit.start: hit for hit in ActorIndex.load().names(text)}
    for hit in ActorIndex.load().find(text):
        assert hit.end == every[hit.start].end
        assert hit.entry in hit.candidates
        assert hit.confidence >= every[hit.start].confidence


@pytest.mark.parametrize("name", ["Hamilton", "Male", "Stanley"])
def test_names_that_mostly_mean_something_else_are_left_out(name: str) -> None:
    assert ActorIndex.load().names(name)
    assert found(f"They met in {name} again.") == []


@pytest.mark.parametrize(
    "text",
    [
        "deputy ambassador Jonathan Cohen said",
        "Prime Minister Lee Jin-tak said",
        "in Mazar-i-Sharif",
        "the Austin-Morris",
    ],
)
def test_a_surname_inside_another_name_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("anti-Trump rallies", "person:usa.donald-trump"),
        ("President Moon said", "person:kor.moon-jae-in"),
        ("Mr Ban said", "person:kor.ban-ki-moon"),
        ("Why Putin Stays", "person:rus.vladimir-putin"),
    ],
)
def test_a_surname_after_a_title_or_a_prefix_stays(text: str, person: str) -> None:
    assert [entry for _, entry in found(text)] == [person]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warsaw asked Brussels for help.", "org:eu"),
        ("Belgium recalled its envoy, and Brussels denied it.", "BEL.capital"),
        ("The European Parliament urged the Commission to act.", "org:ec"),
    ],
)
def test_brussels_is_the_union_unless_belgium_is_spoken_of(text: str, expected: str) -> None:
    assert expected in {entry for _, entry in found(text)}


def test_a_commission_is_not_the_unions_without_a_word_of_europe() -> None:
    assert found("The Commission met the miners.") == []


@pytest.mark.parametrize(
    "text",
    ["Mayor Washington Quispe resigned.", "The bishop of San Marcos spoke.", "Roads to Puerto Maduro were cut."],
)
def test_names_of_towns_and_given_names_are_no_actors(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["President Marcos spoke.", "Police in Washington Square ran.", "Maduro spoke."])
def test_their_namesakes_are(text: str) -> None:
    assert found(text)
