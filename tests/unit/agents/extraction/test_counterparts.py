"""The other side of a predicate whose own sentence does not name it."""

import pytest

from tests.unit.agents.extraction.reading import pair, predicates, read, who


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        # the other side of a predicate of the same sentence
        ("If Niger expels the envoys, Benin will retaliate.", "retaliate", "BEN > NER"),
        ("Chad accused Libya of smuggling, and Libya rejected the report.", "reject", "LBY > TCD"),
        ("If Niger sends troops, Benin will fire on every boat.", "fire", "BEN > NER"),
        ("Britain offered Ghana soldiers; Italy called the idea premature.", "call", "ITA > GBR"),
        # of an earlier sentence
        ("Chad accused Libya of smuggling. Tripoli dismissed the report.", "dismiss", "LBY > TCD"),
        ("Peru expelled two Bolivian consuls. La Paz called the step absurd.", "call", "BOL > PER"),
        ("Chad accused Libya of smuggling. Italy deplored the outburst.", "deplore", "ITA > TCD"),
        # what lies between two states
        ("Kenya has long quarrelled with Somalia. It broke off relations in May.", "break", "KEN > SOM"),
        ("Chad made Libya an offer. Tripoli turned it down.", "turn", "LBY > TCD"),
        ("Kenya has long quarrelled with Somalia. It tore up a memorandum in May.", "tear", "KEN > SOM"),
        # who answers does so to whoever offered or asked, who offers does so to those who answer
        ("Chile warned Peru. Qatar offered to send doctors; Lima accepted.", "accept", "PER > QAT"),
        ("Chile warned Peru. Qatar offered to send doctors; Lima accepted.", "offer", "QAT > PER"),
        ("Ghana asked for ships. Italy refused.", "refuse", "ITA > GHA"),
        # what two do to each other concerns both
        ("Chad and Niger accused each other of breaking a truce brokered by Qatar.", "broker", "QAT > TCD+NER"),
        ("The Red Cross says that Chad has bombed a camp; Chad denies it.", "deny", "TCD > NGO"),
        ("Chad shelled Niger. Qatar offered to mediate.", "offer", "QAT > TCD+NER"),
        # what made others act; who complains of a breach
        ("Peru recalled its envoy from La Paz after Bolivia tore up a contract.", "tear", "BOL > PER"),
        ("Peru recalled its envoy from Quito after Bolivia tore up a contract.", "tear", "BOL >"),
        ("Chad said Libya had broken the ceasefire.", "break", "LBY > TCD"),
        # "both" are the two that the text is about, where nothing was told between them
        (
            "Chad slept. Niger slept. Chad woke. Niger woke. Chad ate. Niger ate. Egypt urged both countries to wait.",
            "urge",
            "EGY > TCD+NER",
        ),
        # a deed of which the sentence before told
        (
            "Iran fired two rockets into the sea. Japan condemned the tests and asked Oman.",
            "condemn",
            "JPN > IRN",
        ),
        # ... or one many sentences before, done by whoever was last told to have done the like
        (
            "Iran struck two Omani ports. Kenya thanked Ghana. Kenya met envoys of Chad. Japan condemned the strikes.",
            "condemn",
            "JPN > IRN",
        ),
        # ... also what one protests against
        (
            "ECOWAS imposed an embargo on Mali. Algeria spoke. Malians marched in Bamako against the sanctions.",
            "march",
            "MLI > IGO",
        ),
        # ... or both who signed what is welcomed
        (
            "Chad ratified a treaty with Niger. Oman invited Kenya. It sent Kenya ships. Italy hailed the treaty.",
            "hail",
            "ITA > TCD+NER",
        ),
        # ... or those of whose deed the text began to tell, where only judgements stand between
        ("Chad and Mali signed a pact. Italy hailed it. Kenya praised the progress.", "praise", "KEN > TCD+MLI"),
        # ... whoever is charged, where the text began with a charge
        ("Chad accused Mali of spying. Italy denounced it. Kenya deplored the affair.", "deplore", "KEN > MLI"),
        # ... or the one with whom the text tells by far the most
        (
            "Chad shelled Mali. Mali answered Chad. Chad bombed Mali. Egypt thanked Kenya. Chad scrapped the truce.",
            "scrap",
            "TCD > MLI",
        ),
        # who does the like is not the other side
        ("Kyiv thanked Chile. Germany promised two batteries, and Norway pledged millions.", "promise", "DEU > UKR"),
        # reporters only listen
        ("Chad refused, an envoy told Kenyan journalists.", "refuse", "TCD >"),
        # of what all is about
        ("Haiti burned. Haitian policemen fled. Gangs took Haiti's ports. Chad offered help.", "offer", "TCD > HTI"),
        # who answers nobody near has no other side
        ("Chad accused Libya of smuggling. Tripoli slept.", "sleep", "LBY >"),
        ("Chad refused.", "refuse", "TCD >"),
        ("Chile, Peru, Brazil and Cuba spoke of fish. Ghana complained.", "complain", "GHA >"),
        ("The vote was held in Chad, in Niger and in Benin. Ghana declined.", "decline", "GHA >"),
        # who answers in one word
        ("Chad asked Niger for fuel and Niger said no.", "say", "NER > TCD"),
        ("Kenya offered talks to Somalia on Monday. Mogadishu said no.", "say", "SOM > KEN"),
        # who answers those of his own country, who wants redress, and what lies between two
        ("The mayor of Goma pleaded with the rebels of the M23. They refused.", "refuse", "COD > COD"),
        ("Botswana shot two Namibian fishermen. Windhoek wants an inquiry.", "want", "NAM > BWA"),
        ("Chile cut its ties with Israel. Bolivia is calling home its envoy.", "call", "BOL > ISR"),
        ("Togo let the Danish minister land. Benin withdrew its ambassador.", "withdraw", "BEN > TGO"),
        # who is to give back one's own people; what lies between two by way of its carrying out
        ("Chad accused Niger of abduction and demanded the release of its farmers.", "demand", "TCD > NER"),
        ("Niger seized two Chadian boats. Chad demanded the release of the Chadian crews.", "demand", "TCD > NER"),
        ("Kenya has long quarrelled with Somalia. It suspended the implementation of a deal.", "suspend", "KEN > SOM"),
        # victims may be of those who fight; who only stands by is no side
        (
            "Chad shelled Niger. Niger bombed Chad. Two days later a Chadian villager was shot; both armies wept. "
            "A Chadian villager died in a fight for which the two armies blamed each other.",
            "blame",
            "NER > TCD",
        ),
        # what one says of one's own state is done to nobody
        (
            "Chad accused Niger of theft. The president of Niger hit back, saying his country was calm.",
            "hit",
            "NER > TCD",
        ),
        # an election that is called judges nobody
        ("Chad accused Libya of smuggling. Tripoli called an election.", "call", "LBY >"),
    ],
)
def test_other_sides(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected


def test_other_sides_are_not_looked_for_far_away() -> None:
    between = "The weather was fine. " * 6
    assert pair(f"Chad accused Libya of smuggling. {between}Tripoli complained.", "complain") == "LBY >"


def test_own_targets_stay() -> None:
    found = read("Chad accused Libya of smuggling. Libya rejected an offer from Egypt.")
    (rejected,) = [one for one in predicates(found) if one.lemma == "reject"]
    assert who(found, rejected.targets) == "EGY"


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Angola was willing, provided that Zambia paid half.", "be", "AGO > ZMB"),
        ("Hoping to please Finland, Latvia watered down its text.", "water", "LVA > FIN"),
        ("Danish ministers visited Chile; the army in Santiago cut off the water.", "cut", "CHL > DNK"),
        ("The Malian minister praised Niger, and Chad praised Togo.", "praise", "MLI > NER"),
        ("Kenyan mayors resigned while Sudan, Chad and Libya voted.", "resign", "KEN >"),
        ("Peru's army fled to the hills as Chile voted.", "flee", "PER >"),
        ("Peru said that the harvest was poor, and Chile voted.", "say", "PER >"),
        ("A Danish ship sank while Norway was negotiating the price of fish.", "negotiate", "NOR >"),
        ("Peru scrapped a truce, signed in Lima in the presence of the Chilean president.", "scrap", "PER >"),
        ("Peru said that it would defend its interests and warned Chile.", "defend", "PER >"),
        ("The Estonian side has let know that it cannot receive the Russian delegation.", "let", "EST > RUS"),
    ],
)
def test_the_one_other_country_of_a_sentence(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected
