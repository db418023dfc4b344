"""Pronouns and descriptions, and the cases in which nothing may be said."""

import pytest

from schemas import ActorMention, ExtractedArticle
from tests.unit.agents.extraction.reading import predicates, read, who


def mention(found: ExtractedArticle, text: str) -> ActorMention | None:
    """The last mention with this text."""
    return next((actor for actor in reversed(found.actors) if actor.text.lower() == text.lower()), None)


@pytest.mark.parametrize(
    ("body", "text", "country"),
    [
        ("Volodymyr Zelensky spoke on Monday. He criticised Russia.", "he", "UKR"),
        ("Volodymyr Zelensky spoke on Monday. His defense minister criticised Russia.", "defense minister", "UKR"),
        ("Serbia closed its border with Kosovo.", "its", "SRB"),
        ("Serbia said it would not attack Kosovo.", "it", "SRB"),
        ("Turkish President Recep Tayyip Erdogan arrived. The president met envoys.", "president", "TUR"),
        ("Turkish Rear Admiral Cem Ucar arrived. Ucar met envoys from Greece.", "Ucar", "TUR"),
        (
            "Volodymyr Zelensky arrived. Vladimir Putin stayed away. The Russian president was ill.",
            "Russian president",
            "RUS",
        ),
        ('"I will not attack Kosovo," Serbian President Aleksandar Vucic said.', "I", "SRB"),
        ("Narendra Modi flew to Poland. The prime minister told his hosts a story.", "his hosts", "POL"),
        ("Emmanuel Macron mocked his rivals.", "his rivals", "FRA"),
        ("Emmanuel Macron received his Kenyan guest.", "Kenyan", "KEN"),
        ("Niger accused Togo of theft and expelled its consul.", "its", "TGO"),
        ("Niger broke with Togo and bombed its air bases.", "its", "TGO"),
        ("Niger accused Togo of theft and recalled its consul.", "its", "NER"),
        ("Hungary thanked its southern neighbour Serbia.", "southern neighbour", "SRB"),
        ("Protesters gathered in Tbilisi. They attacked Georgian police.", "they", "GEO"),
    ],
)
def test_antecedents(body: str, text: str, country: str) -> None:
    found = mention(read(body), text)
    assert found is not None
    assert found.country == country


@pytest.mark.parametrize(
    ("body", "text", "country"),
    [
        ("The United Nations Mission in Liberia opened two camps. The mission warned Ghana.", "mission", "UNO"),
        ("The International Monetary Fund praised Malawi. The Fund urged Zambia to wait.", "Fund", "IGO"),
        ("The Sri Lanka Monitoring Mission left Jaffna. The mission accused India.", "mission", "IGO"),
        ("The Pacific Islands Forum met in Suva. The forum warned France.", "forum", "IGO"),
        ("The Arab League met in Cairo. The league warned Chad.", "league", "IGO"),
        ("The European Commission met in Paris. The commission fined Hungary.", "commission", "EUR"),
    ],
)
def test_a_body_between_states_is_spoken_of_by_its_noun_alone(body: str, text: str, country: str) -> None:
    found = mention(read(body), text)
    assert found is not None
    assert (found.country, found.basis) == (country, "coreference")


def test_a_body_of_another_noun_is_not_meant() -> None:
    found = mention(read("The International Monetary Fund praised Malawi. The tribunal jailed a mayor."), "tribunal")
    assert found is not None
    assert found.country == "MWI"


def test_a_mention_names_its_antecedent() -> None:
    found = read("Volodymyr Zelensky spoke on Monday. He criticised Russia.")
    he = mention(found, "he")
    assert he is not None
    assert he.antecedent is not None
    assert found.actors[he.antecedent].text == "Volodymyr Zelensky"
    assert (he.basis, he.name) == ("coreference", found.actors[he.antecedent].name)
    assert he.confidence < 1


def test_between_two_men_no_one_is_chosen() -> None:
    found = read("Volodymyr Zelensky and Vladimir Putin spoke. He was tired of Russia.")
    he = mention(found, "he")
    assert he is None or he.country is None


def test_of_two_men_of_one_country_that_is_told_and_not_who() -> None:
    found = read("The Thai prime minister and the Thai foreign minister spoke. He was tired of Laos.")
    he = mention(found, "he")
    assert he is not None
    assert (he.country, he.name, he.antecedent) == ("THA", None, None)


def test_grammar_forbids_the_subject_as_its_own_object() -> None:
    him = mention(read("Volodymyr Zelensky arrived. Vladimir Putin met him."), "him")
    assert him is not None
    assert him.country == "UKR"


def test_both_sides_are_the_two_last_spoken_of() -> None:
    found = read("Armenia met Azerbaijan in Geneva. Both sides praised Switzerland.")
    both = mention(found, "Both sides")
    assert both is not None
    assert [found.actors[index].country for index in both.members] == ["ARM", "AZE"]


def test_what_both_have_is_one_side_s_each() -> None:
    found = read("Armenia met Azerbaijan in Geneva. The two countries' ministers thanked Switzerland.")
    both = mention(found, "The two countries' ministers")
    assert both is not None
    assert [found.actors[index].country for index in both.members] == ["ARM", "AZE"]


@pytest.mark.parametrize(
    "parties",
    ["both sides", "the parties", "the two governments", "the Sides", "the foreign ministers"],
)
def test_of_several_the_two_are_meant_between_whom_most_has_happened(parties: str) -> None:
    body = (
        f"Chad accused Libya of smuggling. Libya rejected Chad's report. Italy sent Malta a boat. Qatar thanked Oman. "
        f"France urged {parties} to talk."
    )
    found = read(body)
    urge = next(one for one in predicates(found) if one.lemma == "urge")
    assert (who(found, urge.sources), who(found, urge.targets)) == ("FRA", "LBY+TCD")


@pytest.mark.parametrize(
    ("sentence", "lemma", "sources", "targets"),
    [
        ("Neither side accepted a truce.", "accept", "THA", "KHM"),
        ("Trump threatened to punish either country.", "threaten", "USA", "THA+KHM"),
        ("Malaysia said that neither country had asked for help.", "ask", "THA+KHM", ""),
        ("Commanders from both sides will meet on Tuesday.", "meet", "THA", "KHM"),
        ("Laos received officials of the two countries.", "receive", "LAO", "THA+KHM"),
    ],
)
def test_two_are_spoken_of_one_by_one_or_by_their_people(sentence: str, lemma: str, sources: str, targets: str) -> None:
    found = read(f"Thailand shelled Cambodia on Monday. {sentence}")
    one = next(one for one in predicates(found) if one.lemma == lemma)
    assert (who(found, one.sources), who(found, one.targets)) == (sources, targets)


def test_both_sides_of_a_war_within_a_country() -> None:
    found = read("Sudan's army fought the RSF in Khartoum. Boulos said that neither side had accepted the plan.")
    accept = next(one for one in predicates(found) if one.lemma == "accept")
    assert [found.actors[index].text for index in accept.sources] == ["Sudan", "RSF"]


def test_each_other_are_the_two_whom_the_sentence_names() -> None:
    found = read("Both sides blamed each other for the end of the truce between Armenia and Azerbaijan.")
    blame = next(one for one in predicates(found) if one.lemma == "blame")
    assert (who(found, blame.sources), who(found, blame.targets)) == ("ARM", "AZE")


def test_two_sides_of_nothing_are_nobody() -> None:
    found = read("The weather was fine. France urged both sides to talk.")
    urge = next(one for one in predicates(found) if one.lemma == "urge")
    assert [found.actors[index].country for index in urge.targets] == [None]


def test_who_speaks_in_a_quotation_is_told_in_its_paragraph() -> None:
    body = (
        '"I am tired," Emmanuel Macron said on Monday in the old harbour. "I will not wait for Hungary."\n\n'
        "Viktor Orban said nothing."
    )
    found = read(body)
    wait = next(one for one in predicates(found) if one.lemma == "wait")
    assert wait.attribution is not None
    assert (wait.attribution.country, wait.attribution.quoted) == ("FRA", True)


def test_a_capital_beside_other_leaders_keeps_its_own_name() -> None:
    kyiv = mention(read("There was pressure from both Kyiv and European leaders."), "Kyiv")
    assert kyiv is not None
    assert (kyiv.name, kyiv.country) == ("Ukraine", "UKR")


def test_it_may_stand_for_nothing() -> None:
    assert mention(read("Serbia arrived. It is clear that Kosovo won."), "it") is None


def test_appositions_explain_names() -> None:
    found = mention(read("Jan Zelinski, Poland's deputy trade minister, criticised Hungary."), "Jan Zelinski")
    assert found is not None
    assert (found.country, found.sector) == ("POL", "GOV")


def test_former_office_is_told() -> None:
    found = read("Former Turkish minister Omer Kaplan criticised Greece.")
    assert found.actors[0].former
    assert found.actors[0].country == "TUR"


BRIEFING = """QUESTION: Has Chad replied to your note?

MS. HOLM: Norway does not comment on letters. We have asked Chad to explain.

QUESTION: Will you recall your envoy?

MS. HOLM: We will wait.
"""
INTERVIEW = """HOST: With us is Bolivia's former foreign minister. Is the strike over?

GUEST: We sent Chile two letters. Peru ignored our offer.

HOST: Then why did you leave Lima?
"""


@pytest.mark.parametrize(
    ("body", "text", "country"), [(BRIEFING, "we", "NOR"), (BRIEFING, "your", "NOR"), (INTERVIEW, "we", "BOL")]
)
def test_a_briefing_speaks_for_the_country_that_acts_in_it(body: str, text: str, country: str) -> None:
    found = mention(read(body), text)
    assert found is not None
    assert (found.country, found.sector) == (country, "GOV")


@pytest.mark.parametrize(
    "body",
    [
        "We have asked Chad to explain. We do not know what Niger wants.",
        "QUESTION: Does Chad agree?\n\nANSWER: We shall see.\n\nQUESTION: And Niger?\n\nANSWER: We shall see.",
        "Dear readers, we are back from Oslo. Norway was cold. Sweden likes us, and we like Sweden.",
    ],
)
def test_where_a_text_does_not_say_for_whom_it_speaks_we_are_nobody(body: str) -> None:
    found = mention(read(body), "we")
    assert found is None or found.country is None


def test_what_is_an_armed_groups_own_is_of_its_kind() -> None:
    found = read("The RSF announced a truce on Monday. Hours later its drones attacked a base, its spokesman said.")
    sectors = {actor.text: actor.sector for actor in found.actors}
    assert (sectors["drones"], sectors["spokesman"]) == ("REB", "REB")


def test_they_may_be_an_armed_group() -> None:
    found = read("Hamas rejected the offer. The Houthis fired on a ship. Their navy seized it.")
    navy = next(actor for actor in found.actors if actor.text == "navy")
    assert (navy.country, navy.sector) == ("YEM", "REB")


def test_those_named_together_are_meant_behind_them() -> None:
    body = (
        "Kenyan villagers fled. Oman's envoy spoke by telephone with Chad's Idriss Deby and Mali's Assimi Goita, and "
    )
    found = read(f"{body}asked them to wait.")
    ask = next(one for one in predicates(found) if one.lemma == "ask")
    assert who(found, ask.targets) == "TCD+MLI"


def test_they_are_those_who_acted_together_in_the_sentence_before() -> None:
    found = read("Mali, Burkina Faso and Niger quit ECOWAS and formed a force of 5,000 men. Togo offered them a port.")
    offer = next(one for one in predicates(found) if one.lemma == "offer")
    assert who(found, offer.targets) == "MLI+BFA+NER"


@pytest.mark.parametrize(
    ("head", "country"),
    [
        ("Statement of the Ministry of Foreign Affairs of the Republic of Peru on the attack in Arica", "PER"),
        ("Peruvian shopkeepers speak of the attack in Arica", None),
    ],
)
def test_the_ministry_that_issues_a_communique_says_we(head: str, country: str | None) -> None:
    body = "The Ministry condemns the attack on our consulate in Arica. We expect Chile to protect our missions."
    found = mention(read(f"{head}\n\n{body}"), "We")
    assert found is not None
    assert found.country == country


def test_a_thing_of_the_same_sentence_is_it_rather_than_a_state_before() -> None:
    found = read("Chile sent soldiers. Miners blocked a road near the pit; police used gas to clear it.")
    assert mention(found, "it") is None
    state = mention(read("Chile sent soldiers. Peru feared it."), "it")
    assert state is not None
    assert state.country == "CHL"
